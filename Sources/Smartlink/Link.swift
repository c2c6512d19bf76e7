/// One release (track, album or playlist) under one code; its URL never changes (SPEC §1).
public struct Link: Equatable, Sendable {
    /// The store's number of it; 0 until stored.
    public var id: Int64 = 0
    public var code: Code
    /// The owner.
    public var account: Int64
    public var kind: Kind
    public var title: String
    public var artist: String
    public var album: String?
    public var isrc: String?
    public var upc: String?
    public var durationMs: Int64?
    /// When it comes out; a future moment makes the link a pre-save link.
    public var releaseAt: Instant?
    public var releaseMode: ReleaseMode = .global
    public var isDisabled = false
    public var headline: String?
    public var bio: String?
    /// The words on the call to action; the locale's "Listen" where nil.
    public var cta: String?
    public var artwork: Artwork?
    public var destinations: [Destination] = []
    public var mode: Mode = .page
    public var rules: [Rule] = []
    public var emailCapture = false
    /// Appended to every location as `utm_…`, in this order: source, medium, campaign, term, content.
    public var utm = UTM()
    /// Query parameters per platform (`["apple-music": ["at": "1000l4"]]`).
    public var affiliate: [String: [String: String]] = [:]
    public var tracks: [Track] = []
    /// The code of the link this one is a variant of.
    public var family: Code?
    /// The test that runs on this link's URL, or is planned, or is over and not yet taken away.
    public var split: Split?
    public var createdAt: Instant
    public var updatedAt: Instant
    /// When it was deleted; it can be restored for `restorableMs` more.
    public var deletedAt: Instant?
    /// Counts changes, from 1; the entity tag of the API.
    public var version: Int64 = 1

    public init(
        code: Code, account: Int64, kind: Kind, title: String, artist: String, createdAt: Instant
    ) {
        self.code = code
        self.account = account
        self.kind = kind
        self.title = title
        self.artist = artist
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    public enum Kind: String, Sendable, CaseIterable { case track, album, playlist }
    public enum Mode: String, Sendable, CaseIterable { case page, direct }
    public enum ReleaseMode: String, Sendable, CaseIterable { case global, local }
    public enum State: String, Sendable, CaseIterable { case presave, released, disabled, deleted }

    /// How long a deleted link can be restored.
    public static let restorableMs: Int64 = 30 * 86_400_000

    /// Pre-save until the release moment, then released; disabled or deleted whatever the date says.
    public func state(at now: Instant) -> State {
        if deletedAt != nil { return .deleted }
        if isDisabled { return .disabled }
        if let releaseAt, now < releaseAt { return .presave }
        return .released
    }
}

/// Where a link goes on one platform (SPEC §1).
public struct Destination: Equatable, Sendable {
    public var platform: String
    public var url: String
    public var source: Source = .manual
    /// 0 to 1.
    public var confidence: Double = 1
    public var status: Status = .verified
    /// ISO 3166 alpha-2 codes where it exists; empty means everywhere.
    public var territories: [String] = []
    /// The artist vouches for a host that is not the platform's own.
    public var isCustom = false

    public init(platform: String, url: String) {
        self.platform = platform
        self.url = url
    }

    public enum Source: String, Sendable, CaseIterable { case manual, resolver, search }
    public enum Status: String, Sendable, CaseIterable { case verified, pending, unavailable }
}

/// One entry of an album's or playlist's track list.
public struct Track: Equatable, Sendable {
    public var title: String
    public var artist: String?
    public var album: String?
    public var durationMs: Int64?
    public var isrc: String?
    public var destinations: [Destination] = []

    public init(title: String) { self.title = title }
}

/// Campaign parameters the artist wants on every location.
public struct UTM: Equatable, Sendable {
    public var source: String?
    public var medium: String?
    public var campaign: String?
    public var term: String?
    public var content: String?

    public init() {}
}

/// Cover art the store holds, served at `/artwork/<hash>.<ext>`.
public struct Artwork: Equatable, Sendable {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    public var hash: String
    public var type: ImageType
    public var width: Int
    public var height: Int

    public init(hash: String, type: ImageType, width: Int, height: Int) {
        self.hash = hash
        self.type = type
        self.width = width
        self.height = height
    }

    public enum ImageType: String, Sendable, CaseIterable {
        case jpeg, png, webp
        public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
        public var mediaType: String { "image/\(rawValue)" }
    }

    public var path: String { "/artwork/\(hash).\(type.fileExtension)" }
}
