/// What a made music file says of itself.
public struct SampleTags: Sendable {
    public var title: String
    public var artist: String
    public var album: String?
    public var albumArtist: String?
    public var number: Int?
    public var disc: Int?
    public var isrc: String?
    public var durationMs: Int64

    public init(
        title: String, artist: String, album: String? = nil, albumArtist: String? = nil,
        number: Int? = nil, disc: Int? = nil, isrc: String? = nil, durationMs: Int64 = 200_000
    ) {
        self.title = title
        self.artist = artist
        self.album = album
        self.albumArtist = albumArtist
        self.number = number
        self.disc = disc
        self.isrc = isrc
        self.durationMs = durationMs
    }
}

/// The smallest files that players and taggers take, made byte by byte.
public enum MusicFiles {
    static func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
