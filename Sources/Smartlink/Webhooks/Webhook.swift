// An address that hears what happens to an artist's links, and one message on its way there.
//
//   a webhook    active ──a day of failures, or 410──▶ failed ──the artist──▶ active
//                active ◀──the artist──▶ paused
//   a delivery   queued ──2xx──▶ delivered
//                  │ ▲
//                  └─┘ anything else: back-off over a day, then ──▶ dead
//
// Only an active webhook hears of new events; what was queued before a pause waits for its end.

/// An address that is told of an account's events.
public struct Webhook: Equatable, Sendable {
    /// Random and positive, below 2^47: the secret is sealed to it before the row is written.
    public var id: Int64
    public var account: Int64
    public var url: String
    public var kinds: Set<Kind>
    public var state: State = .active
    public var createdAt: Instant
    /// When something was last taken there.
    public var deliveredAt: Instant?
    /// What it answered last; nil before the first answer, and where none came.
    public var lastStatus: Int?
    /// The first failure since the last success.
    public var failingSince: Instant?
    /// Failures in a row.
    public var failures = 0
    /// When it may be tried again; the end of its lease while somebody delivers there.
    public var nextAt: Instant

    public init(id: Int64, account: Int64, url: String, kinds: Set<Kind>, createdAt: Instant) {
        self.id = id
        self.account = account
        self.url = url
        self.kinds = kinds
        self.createdAt = createdAt
        nextAt = createdAt
    }

    public enum State: String, Sendable, CaseIterable { case active, paused, failed }

    /// What a webhook can be told of; the numbers are bits of a stored set and never change.
    public enum Kind: String, Sendable, CaseIterable {
        case linkCreated = "link.created"
        case linkUpdated = "link.updated"
        case linkReleased = "link.released"
        case presaveQueued = "presave.queued"
        case presaveDelivered = "presave.delivered"
        case presaveFailed = "presave.failed"
        case subscriberConfirmed = "subscriber.confirmed"
        case clickBatch = "click.batch"

        public var bit: Int64 {
            switch self {
            case .linkCreated: 1
            case .linkUpdated: 2
            case .linkReleased: 4
            case .presaveQueued: 8
            case .presaveDelivered: 16
            case .presaveFailed: 32
            case .subscriberConfirmed: 64
            case .clickBatch: 128
            }
        }
    }

    /// The word of a message that tells of nothing and only asks whether somebody is there.
    public static let ping = "ping"

    /// Makes it be tried at once, whatever happened before.
    public mutating func reset(at now: Instant) {
        failures = 0
        failingSince = nil
        nextAt = now
    }
}

/// One event on its way to one webhook.
public struct Delivery: Equatable, Sendable {
    public var id: Int64
    public var webhook: Int64
    /// `evt_…`: the same for every webhook that hears of the event, and for every attempt.
    public var event: String
    public var kind: Webhook.Kind
    public var link: Int64
    public var subject: Subject
    public var state: State = .queued
    public var attempts = 0
    public var nextAt: Instant
    public var createdAt: Instant
    /// What the last attempt was answered; nil without an answer.
    public var status: Int?
    /// Why the last attempt failed, in words.
    public var error: String?
    public var endedAt: Instant?

    public init(
        id: Int64, webhook: Int64, event: String, kind: Webhook.Kind, link: Int64,
        subject: Subject, createdAt: Instant
    ) {
        self.id = id
        self.webhook = webhook
        self.event = event
        self.kind = kind
        self.link = link
        self.subject = subject
        self.createdAt = createdAt
        nextAt = createdAt
    }

    public enum State: String, Sendable, CaseIterable {
        case queued, delivered, dead
        /// What it would tell of is gone: a deleted link, an address that was withdrawn.
        case dropped
    }

    /// What it tells of, beside the link. An address is never copied here: it is read when it is sent.
    public enum Subject: Equatable, Sendable {
        case link
        case save(SaveNews)
        case subscription(Int64)
        case clicks(ClickBatch)
    }
}

/// What an artist learns of one pre-save: nothing of the fan.
public struct SaveNews: Equatable, Sendable {
    public var platform: String
    public var mode: String
    public var state: String
    public var reason: String?

    public init(platform: String, mode: String, state: String, reason: String?) {
        self.platform = platform
        self.mode = mode
        self.state = state
        self.reason = reason
    }
}

/// What humans did at one link since the last count.
public struct ClickBatch: Equatable, Sendable {
    public var from: Instant
    public var to: Instant
    public var visits: Int64 = 0
    public var clickThroughs: Int64 = 0
    public var platforms: [Part] = []
    public var countries: [Part] = []

    public init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    public struct Part: Equatable, Sendable {
        public var key: String
        public var visits: Int64
        public var clickThroughs: Int64

        public init(key: String, visits: Int64, clickThroughs: Int64) {
            self.key = key
            self.visits = visits
            self.clickThroughs = clickThroughs
        }
    }
}
