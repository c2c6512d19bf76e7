/// What a fan's authorisation at a platform gave: secrets, at rest only under the vault's seal.
public struct TokenGrant: Equatable, Sendable {
    public var access: String
    /// Nil where the platform has none (Apple Music, Deezer).
    public var refresh: String?
    /// When `access` ends; nil where the platform does not say.
    public var expiresAt: Instant?
    /// When the fan agreed: Spotify's refresh tokens die six months later (PLATFORMS.md §0).
    public var authorisedAt: Instant
    /// Apple's storefront, Spotify's market: where the fan's catalogue is; nil if unknown.
    public var market: String?
    /// Whose library it opens, as the platform names the account; nil where it does not say.
    public var account: String?

    public init(access: String, refresh: String? = nil, authorisedAt: Instant) {
        self.access = access
        self.refresh = refresh
        self.authorisedAt = authorisedAt
    }

    /// Certainly the same account's. A fan is a browser, and two people may share one: what is not known to be the same
    /// person's at the platform counts as another's.
    public func opensSameLibrary(as other: TokenGrant) -> Bool {
        guard let account, let theirs = other.account else { return self == other }
        return account == theirs
    }
}

/// An authorisation that has begun and not ended: ten minutes, once, in one browser (RFC 9700 §4.7).
public struct Authorisation: Equatable, Sendable {
    /// SHA-256 of the `state` parameter.
    public var state: [UInt8]
    /// SHA-256 of the browser's cookie.
    public var browser: [UInt8]
    public var fan: Int64
    public var code: Code
    public var platform: String
    /// PKCE (RFC 7636); its SHA-256 went out as the challenge.
    public var verifier: String
    public var wish = Wish.save
    public var createdAt: Instant

    public init(
        state: [UInt8], browser: [UInt8], fan: Int64, code: Code, platform: String,
        verifier: String, createdAt: Instant
    ) {
        self.state = state
        self.browser = browser
        self.fan = fan
        self.code = code
        self.platform = platform
        self.verifier = verifier
        self.createdAt = createdAt
    }

    public static let msMax: Int64 = 600_000

    /// What the fan was asked for.
    public enum Wish: String, Sendable {
        case save
        /// To follow the artist too, for a save that is queued already.
        case follow
    }
}
