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

/// One platform a fan can choose before the release, and what choosing it truly does.
public struct PresaveOffer: Equatable, Sendable {
    public var platform: Platform
    /// Direct: Segue saves by itself. Reminder: a letter on release day, and nothing is promised
    /// beyond it.
    public var mode: Save.Mode
    /// `/link/<code>/presave/<platform>`; a reminder does not need it.
    public var href: String

    public init(platform: Platform, mode: Save.Mode, href: String) {
        self.platform = platform
        self.mode = mode
        self.href = href
    }
}

/// What a page is made for.
public enum PageUse: Sendable {
    case visit
    /// To be looked at in the dashboard: nothing on it leads anywhere, no script runs.
    case preview
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
    /// Its hour counts: a page before release says how many days or hours are left.
    public var now: Instant
    /// Before release: what the fan can choose, in their likely order. A reminder is shown only
    /// with `emailCapture`, since it is a letter.
    public var presaves: [PresaveOffer] = []
    /// Whether this is the browser inside another app, where authorising mostly fails.
    public var isInApp = false
    /// Whether addresses can be taken here at all; the artist's news are asked for only where the
    /// link has `emailCapture` too.
    public var emailCapture = false
    /// Whether a player on the fan's own machine may be offered: never where fingers do the pointing.
    public var hasPlayer = false
    /// Whether the platforms are stand-ins; the page says so.
    public var isSandbox = false
    /// The variant whose words and picture are shown; nil for the link's own. What crawlers read stays the link's.
    public var variant: Link?
    /// The picture that stands for the link where it is shared.
    public var sharedPicture = SharedPicture.artwork
    public var use = PageUse.visit

    /// Music that is out, and a player that may be there.
    var offersPlayer: Bool { hasPlayer && state == .released }

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
