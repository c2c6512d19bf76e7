/// A fan who pre-saved or signed up: a random number and what their messages need, nobody's name.
public struct Fan: Equatable, Sendable {
    /// Random and positive; it stands, signed, in the fan's cookie and in the address of their own page.
    public var id: Int64
    /// Tag of the wording their messages are written in.
    public var locale: String
    /// The IANA time zone their browser named; nil where none was.
    public var zone: String?
    public var country: ShortCode = .unknown
    public var createdAt: Instant

    public init(id: Int64, locale: String, createdAt: Instant) {
        self.id = id
        self.locale = locale
        self.createdAt = createdAt
    }
}
