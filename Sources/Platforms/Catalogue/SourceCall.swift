// What every look-up shares: a request, an answer that is read within bounds, and a failure that says why.
import Outbound
import Smartlink

extension PlatformDoor {
    /// The answer to a catalogue's call; 404 is an answer like any other of the 200s and 400s the source names.
    ///
    /// Fails for whatever means the same everywhere: no connection, 401, 408, 429, 5xx, an unasked redirect.
    func ask(
        _ request: OutboundRequest, at now: Instant
    ) async throws(SourceFailure) -> OutboundResponse {
        guard let response = await send(request) else { throw SourceFailure(.unreachable) }
        if let failure = response.sourceFailure(at: now) { throw failure }
        return response
    }

    /// The answer as JSON of that form; nil for 404.
    func ask<Answer: Decodable>(
        _ request: OutboundRequest, for type: Answer.Type, at now: Instant
    ) async throws(SourceFailure) -> Answer? {
        let response = try await ask(request, at: now)
        if response.status == 404 { return nil }
        guard response.isSuccess, let answer = response.json(type) else {
            throw SourceFailure(.garbled)
        }
        return answer
    }
}

extension OutboundResponse {
    /// What a status says that means the same everywhere; nil if it means something to its own platform only.
    func sourceFailure(at now: Instant) -> SourceFailure? {
        switch status {
        case 401: SourceFailure(.unauthorised)
        case 429: SourceFailure(.rateLimited, retryAfterSeconds: retryAfterSeconds)
        case 503 where retryAfterSeconds != nil:
            SourceFailure(.rateLimited, retryAfterSeconds: retryAfterSeconds)
        case ..<200, 300..<400, 408, 500...: SourceFailure(.unreachable)
        default: nil
        }
    }
}
