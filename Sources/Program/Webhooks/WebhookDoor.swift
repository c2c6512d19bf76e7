// How a message is signed, so that a receiver can tell it from everybody else's:
//
//   Segue-Signature: t=<unix seconds>,v1=<hexadecimal HMAC-SHA-256 of "<t>.<body>">
//
// The key is the secret as the artist was shown it, `whsec_` included; the time is that of the attempt.
import Bytes
import Crypto
import Outbound
import Smartlink

/// Signs messages and sends them where artists want them; never to a private address, unless the operator allows it.
struct WebhookDoor: WebhookPost {
    let outbound: Outbound
    let reach: WebhookReach
    let now: @Sendable () -> Instant

    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        var request = OutboundRequest(.post, message.url, to: policy)
        request.fields = [
            ("Content-Type", "application/json"),
            ("Segue-Signature", Self.signature(of: message, at: now())),
            ("Segue-Event", message.type), ("Segue-Delivery", message.event),
        ]
        request.body = message.body
        request.totalMs = WebhookLimits.answerMsMax
        request.responseBytesMax = WebhookLimits.answerBytesMax
        request.redirects = .answered
        do throws(OutboundFailure) {
            return .status(try await outbound.send(request).status)
        } catch {
            return .trouble(Self.words(for: error))
        }
    }

    static func signature(of message: WebhookMessage, at now: Instant) -> String {
        let seconds = "\(now.ms / 1_000)"
        let code = HMACSHA256.code(Array("\(seconds).".utf8) + message.body, key: message.secret)
        return "t=\(seconds),v1=\(hexadecimal(code))"
    }

    private var policy: AddressPolicy {
        switch reach {
        case .publicOnly: .publicOnly
        case .anywhere: .anything
        }
    }

    /// For the artist, who chose the host.
    private static func words(for failure: OutboundFailure) -> String {
        switch failure.kind {
        case .timedOut: "No answer within \(WebhookLimits.answerMsMax / 1_000) s."
        case .tooLarge:
            "The answer is longer than \(WebhookLimits.answerBytesMax >> 10) kB: an empty one will do."
        default: "\(failure)."
        }
    }
}
