public import Smartlink

/// One platform a fan can choose on a page.
public struct Offer: Equatable, Sendable {
    public var platform: Platform
    /// `/link/<code>/to/<platform>`, with the query that should ride along.
    public var href: String

    public init(platform: Platform, href: String) {
        self.platform = platform
        self.href = href
    }
}

/// Everything of a landing page that differs between visits to the same link.
public struct PageFacts: Sendable {
    /// Scheme and authority of this server as fans see it, without a path.
    public var baseURL: String
    /// What the fan can choose, in their likely order.
    public var offers: [Offer]
    public var wording: Wording
    /// The platform the fan asked for, if the link does not reach it from here.
    public var missing: Platform?
    /// The platform the fan chose last time.
    public var remembered: Platform?
    public var state: Link.State
    /// Its day counts: a page before release says how many are left.
    public var now: Instant

    public init(
        baseURL: String, offers: [Offer], wording: Wording, missing: Platform? = nil,
        remembered: Platform? = nil, state: Link.State, now: Instant
    ) {
        self.baseURL = baseURL
        self.offers = offers
        self.wording = wording
        self.missing = missing
        self.remembered = remembered
        self.state = state
        self.now = now
    }
}
