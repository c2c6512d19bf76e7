/// What a receiver said to one message.
public enum WebhookAnswer: Equatable, Sendable {
    case status(Int)
    /// No answer, or none that may be used: why, in words, without the URL.
    case trouble(String)
}

/// A delivery at the head of its webhook's queue, and what an attempt makes of both.
public struct DeliveryTurn: Sendable {
    public var webhook: Webhook
    public var delivery: Delivery

    public init(webhook: Webhook, delivery: Delivery) {
        self.webhook = webhook
        self.delivery = delivery
    }

    /// Takes note of an answer; `jitter` is any number.
    public mutating func settle(_ answer: WebhookAnswer, at now: Instant, jitter: UInt64) {
        delivery.attempts += 1
        delivery.status = answer.status
        delivery.error = answer.error
        webhook.lastStatus = answer.status
        if answer.isTaken {
            delivery.state = .delivered
            delivery.endedAt = now
            webhook.deliveredAt = now
            webhook.reset(at: now)
            return
        }
        webhook.failures += 1
        let since = webhook.failingSince ?? now
        webhook.failingSince = since
        putOff(at: now, jitter)
        rest(at: now, jitter)
        if answer.status == WebhookAnswer.gone || now.ms - since.ms >= WebhookLimits.failingMsMax {
            webhook.state = .failed
            delivery.state = .dead
            delivery.endedAt = now
        }
    }

    /// Nothing is left that it could tell of.
    public mutating func drop(at now: Instant) {
        delivery.state = .dropped
        delivery.endedAt = now
    }

    private mutating func putOff(at now: Instant, _ jitter: UInt64) {
        guard delivery.attempts <= WebhookLimits.pausesMs.count else {
            delivery.state = .dead
            delivery.endedAt = now
            return
        }
        let pause = WebhookLimits.pausesMs[delivery.attempts - 1]
        delivery.nextAt = Instant(ms: now.ms + Self.lengthened(pause, jitter))
    }

    /// The other deliveries are not thrown after it at once.
    private mutating func rest(at now: Instant, _ jitter: UInt64) {
        let doubled = WebhookLimits.restMsMin << Int64(min(webhook.failures - 1, 10))
        let pause = min(doubled, WebhookLimits.restMsMax)
        webhook.nextAt = Instant(ms: now.ms + Self.lengthened(pause, jitter))
    }

    private static func lengthened(_ ms: Int64, _ jitter: UInt64) -> Int64 {
        ms + ms * Int64(jitter % UInt64(WebhookLimits.jitterMax + 1)) / 100
    }
}

extension WebhookAnswer {
    /// RFC 9110 §15.5.11: whoever lived there does not want to be asked again.
    static let gone = 410

    /// Whether the message was taken.
    public var isTaken: Bool { status.map { (200...299).contains($0) } ?? false }

    /// Nil where none came.
    public var status: Int? {
        if case .status(let status) = self { return status }
        return nil
    }

    /// Why it was not taken, for the artist; nil if it was.
    public var error: String? {
        switch self {
        case .trouble(let words): words
        case .status(200...299): nil
        case .status(Self.gone): "It answered 410: it is gone for good."
        case .status(let status) where (300...399).contains(status):
            "It answered \(status): redirects are not followed, give the address it leads to."
        case .status(let status): "It answered \(status); only 200 to 299 count as taken."
        }
    }
}
