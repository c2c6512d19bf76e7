/// One stored event as its artist may see it: no visitor hash, no address.
public struct StoredEvent: Equatable, Sendable {
    public var at: Instant
    public var kind: Event.Kind
    public var reason: Reason
    /// The platform's id; nil for none.
    public var platform: String?
    public var country: ShortCode
    public var os: OperatingSystem
    public var isInApp: Bool
    public var referrer: String?
    public var channel: String?
    /// The variant's code; nil for none.
    public var variant: String?
    /// The User-Agent.
    public var agent: String?
    /// `none` for people.
    public var botClass: BotClass

    public init(at: Instant, kind: Event.Kind, reason: Reason) {
        self.at = at
        self.kind = kind
        self.reason = reason
        country = .unknown
        os = .other
        isInApp = false
        botClass = .none
    }
}

/// How far a reading of the log has come.
public struct EventCursor: Equatable, Sendable {
    /// The last event looked at, and the last to look at.
    public var event: Int64
    public var last: Int64

    public init(event: Int64, last: Int64) {
        self.event = event
        self.last = last
    }
}

public struct EventPage: Equatable, Sendable {
    public var events: [StoredEvent]
    /// Where to go on; nil at the end.
    public var next: EventCursor?

    public init(events: [StoredEvent], next: EventCursor?) {
        self.events = events
        self.next = next
    }
}
