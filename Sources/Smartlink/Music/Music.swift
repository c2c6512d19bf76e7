/// What a piece of music is, in somebody's words: a link's own, or those of a platform's catalogue.
public struct Music: Hashable, Sendable, Codable {
    public var kind: Link.Kind
    public var title: String
    /// As one credits it; several names stand in one text (`Mira & Jonas`).
    public var artist: String
    /// Of a track: the release it is on.
    public var album: String?
    /// In its normal form (`ISRC.normal`).
    public var isrc: String?
    /// In its normal form (`GTIN.normal`).
    public var upc: String?
    public var durationMs: Int64?
    /// As exact as it is known: `2011`, `2011-11` or `2011-11-21`.
    public var releaseDate: String?
    /// The largest picture the catalogue names; an https URL.
    public var artworkURL: String?
    /// Of an album or playlist, in order; empty if the catalogue did not tell.
    public var tracks: [Song] = []

    public init(kind: Link.Kind, title: String, artist: String) {
        self.kind = kind
        self.title = title
        self.artist = artist
    }

    /// One entry of a track list.
    public struct Song: Hashable, Sendable, Codable {
        public var title: String
        public var artist: String?
        public var durationMs: Int64?
        public var isrc: String?

        public init(title: String) { self.title = title }
    }
}

extension Link.Kind: Codable {}
