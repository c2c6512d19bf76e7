/// One hit: a piece of music at its place on a platform.
public struct Candidate: Equatable, Sendable, Codable {
    public var platform: String
    /// The platform's own id of it.
    public var id: String
    /// Where a fan finds it: https, without tracking parameters.
    public var url: String
    public var music: Music
    public var basis: Basis
    /// ISO 3166 alpha-2 codes where it exists, as far as the platform tells; empty: everywhere, or not told.
    public var territories: [String] = []
    /// Whether a fan in the market that was asked for can play it.
    public var isAvailable = true
    /// Whether it stands on a compilation, not on a release of the artist's own.
    public var isCompilation = false

    public init(platform: String, id: String, url: String, music: Music, basis: Basis) {
        self.platform = platform
        self.id = id
        self.url = url
        self.music = music
        self.basis = basis
    }

    /// What makes the source say that this is it.
    public enum Basis: String, Sendable, Codable, CaseIterable {
        /// It was asked for by ISRC or UPC, or carries the same one.
        case code
        /// It was asked for by its own URL.
        case address
        /// Another catalogue relates this URL to the recording or release (MusicBrainz, Achordion, another Segue).
        case relation
        /// A search for words found it.
        case words
    }
}
