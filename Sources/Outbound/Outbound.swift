// One thread with one libcurl multi handle carries everything that goes out: requests to platforms, letters.

/// The way out of the house; `close()`, or its end, ends what is under way.
public final class Outbound: Sendable {
    private let queue: TransferQueue
    /// What requests without a `User-Agent` of their own carry.
    public let userAgent: String

    /// Starts the transfer thread.
    ///
    /// `version` stands in the User-Agent. `certificates` is a file of certificates in PEM to trust instead of the
    /// system's. Fails with `overloaded` if the machine gives no thread.
    public init(version: String, certificates: String? = nil) throws(OutboundFailure) {
        guard let queue = TransferQueue() else { throw OutboundFailure(.overloaded) }
        self.queue = queue
        userAgent = "Segue/\(version)"
        let identity = TransferThread.Identity(
            userAgent: userAgent, certificates: certificates)
        guard startThread({ TransferThread(queue, identity).run() }) else {
            throw OutboundFailure(.overloaded)
        }
    }

    deinit { queue.close() }

    /// Ends all transfers with `closed`; later ones too.
    public func close() { queue.close() }

    /// Sends a request and awaits the whole response; any status is a response.
    ///
    /// A cancelled task's transfer is aborted at once: `cancelled`.
    public func send(
        _ request: OutboundRequest
    ) async throws(OutboundFailure) -> OutboundResponse {
        guard var address = WebAddress(request.url), request.isSendable else {
            throw OutboundFailure(.malformed, host: WebAddress(request.url)?.host ?? "")
        }
        var request = request
        for _ in 0...Limits.redirectsMax {
            let response = try await send(request, to: address)
            guard request.redirects != .answered, request.method == .get || request.method == .head,
                [301, 302, 303, 307, 308].contains(response.status),
                let location = response.field("location")
            else { return response }
            guard let target = address.target(of: location),
                request.redirects.allow(target.host),
                // From TLS to the open is downhill.
                target.scheme == "https" || address.scheme == "http"
            else { throw OutboundFailure(.redirectRefused, host: address.host) }
            if target.origin != address.origin {
                request.fields.removeAll { Self.confidential.contains($0.name.lowercased()) }
            }
            address = target
        }
        throw OutboundFailure(.redirectRefused, host: address.host)
    }

    /// Fields meant for one origin.
    private static let confidential: Set<String> = [
        "authorization", "cookie", "music-user-token", "proxy-authorization",
    ]

    private func send(
        _ request: OutboundRequest, to address: WebAddress
    ) async throws(OutboundFailure) -> OutboundResponse {
        let outcome = await perform(.request(request, address), totalMs: request.totalMs)
        if let failure = outcome.failure { throw OutboundFailure(failure, host: address.host) }
        return OutboundResponse(
            status: outcome.status, fields: outcome.fields, body: outcome.body)
    }

    func perform(_ errand: Errand, totalMs: Int) async -> Outcome {
        let token = CancelToken()
        let deadline = monotonicMs() + UInt64(totalMs)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                queue.submit(Call(errand, deadline: deadline, token: token, answer: answer))
            }
        } onCancel: {
            queue.cancel(token)
        }
    }
}

extension OutboundRequest.Redirects {
    fileprivate func allow(_ host: String) -> Bool {
        switch self {
        case .answered: false
        case .within(let hosts): hosts.contains(host)
        case .anywhere: true
        }
    }
}
