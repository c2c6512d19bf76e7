import FoundationEssentials
import Outbound
import Smartlink

/// How adapters speak to their platforms: within limits, and always with an answer for the queue.
struct PlatformDoor: Sendable {
    private let outbound: Outbound
    private let note: @Sendable (OutboundFailure) -> Void

    /// `note` hears why a request came to nothing; it names the host, never a secret.
    init(_ outbound: Outbound, note: @escaping @Sendable (OutboundFailure) -> Void = { _ in }) {
        self.outbound = outbound
        self.note = note
    }

    /// Nil if there was no answer, or none worth reading.
    ///
    /// Redirects are not followed: no documented call has one, and tokens do not travel on.
    func send(
        _ request: OutboundRequest, msMax: Int = Limits.answerMsMax
    ) async -> OutboundResponse? {
        var request = request
        request.totalMs = msMax
        do throws(OutboundFailure) {
            return try await outbound.send(request)
        } catch {
            note(error)
            return nil
        }
    }

    /// A call that answers JSON.
    func call(
        _ method: OutboundRequest.Method, _ url: String, authorization: String?,
        accept: String = "application/json"
    ) -> OutboundRequest {
        // The operator's address, or a constant.
        var request = OutboundRequest(method, url, to: .anything)
        request.responseBytesMax = Limits.answerBytesMax
        request.fields = [("Accept", accept)]
        if let authorization { request.fields.append(("Authorization", authorization)) }
        return request
    }
}

extension OutboundResponse {
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The body as JSON of that form; nil if it is not.
    func json<Answer: Decodable>(_ type: Answer.Type) -> Answer? {
        try? JSONDecoder().decode(type, from: Data(body))
    }

    /// Nothing in it where nothing is documented. JSON is let through; a page of somebody's in between, who has done
    /// nothing for the fan, is not.
    var isBare: Bool { body.isEmpty || json(AnyJSON.self) != nil }

    /// Seconds the platform asks for (RFC 9110 §10.2.3); a date is passed over.
    var retryAfterSeconds: Int? {
        field("retry-after").flatMap { Int($0) }
            .map { min(max($0, 0), Limits.retrySecondsMax) }
    }

    /// What a status says that means the same everywhere; nil if it means something to its own platform only.
    var plainOutcome: SaveOutcome? {
        switch status {
        case 401: .unauthorised
        case 429: .busy(retryAfterSeconds: retryAfterSeconds)
        case 503 where retryAfterSeconds != nil: .busy(retryAfterSeconds: retryAfterSeconds)
        case ..<200, 300..<400, 408, 500...: .unreachable
        default: nil
        }
    }
}

/// JSON of any form.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) {}
}
