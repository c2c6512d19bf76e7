/// A fan's address and what they allowed it for; usable only once confirmed (double opt-in, SPEC §5).
public struct Subscription: Equatable, Sendable {
    public var id: Int64
    public var fan: Int64
    public var link: Int64
    /// Checked by `EmailAddress`; as the fan wrote it.
    public var address: String
    public var purpose: Purpose
    /// The proof: which wording the fan agreed to, in which language, when.
    public var wording: String
    public var askedAt: Instant
    public var confirmedAt: Instant?
    public var endedAt: Instant?

    public init(
        id: Int64, fan: Int64, link: Int64, address: String, purpose: Purpose, wording: String,
        askedAt: Instant
    ) {
        self.id = id
        self.fan = fan
        self.link = link
        self.address = address
        self.purpose = purpose
        self.wording = wording
        self.askedAt = askedAt
    }

    public enum Purpose: String, Sendable, CaseIterable {
        /// One letter on this link's release day.
        case reminder
        /// The artist's news: the artist sees the address.
        case news
    }

    /// What is not confirmed by then is erased.
    public static let unconfirmedMsMax: Int64 = 48 * 3_600_000
    /// How long a reminder's address is kept after its letter was written: the letter may be late, and so may a
    /// platform that turns out to need the reminder too.
    public static let remindedMsMax: Int64 = 7 * 86_400_000
}

/// A letter on its way: written when it is sent, so that nothing stale and no text lies in the store.
public struct Letter: Equatable, Sendable {
    public var id: Int64
    public var kind: Kind
    public var subscription: Int64
    public var attempts = 0
    public var nextAt: Instant
    public var createdAt: Instant

    public init(id: Int64, kind: Kind, subscription: Int64, nextAt: Instant, createdAt: Instant) {
        self.id = id
        self.kind = kind
        self.subscription = subscription
        self.nextAt = nextAt
        self.createdAt = createdAt
    }

    public enum Kind: String, Sendable, CaseIterable {
        /// Asks for the confirmation of an address.
        case confirmation
        /// The release is out.
        case reminder
    }
}
