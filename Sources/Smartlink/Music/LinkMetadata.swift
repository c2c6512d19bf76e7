/// What a link says of its music to anybody who asks (`/link/<code>.json`): what it is and where it is.
///
/// Read leniently, for it comes from somebody else's server: a field that is missing or of another form is none.
public struct LinkMetadata: Equatable, Sendable, Codable {
    /// The link's own words; codes as they were written.
    public var kind: Link.Kind = .track
    public var title = ""
    public var artist = ""
    public var album: String?
    public var isrc: String?
    public var upc: String?
    public var durationMs: Int64?
    /// RFC 3339.
    public var releaseAt: String?
    public var tracks: [Entry] = []
    public var destinations: [Place] = []

    public init() {}

    /// One entry of its track list.
    public struct Entry: Equatable, Sendable, Codable {
        public var title = ""
        public var artist: String?
        public var album: String?
        public var durationMs: Int64?
        public var isrc: String?
        public var destinations: [Place] = []

        public init() {}
    }

    /// Where it is on one platform.
    public struct Place: Equatable, Sendable, Codable {
        public var platform = ""
        public var url = ""
        public var territories: [String] = []

        public init() {}
    }

    /// When it comes out; nil if it is out, or no date anybody can read.
    public var releaseMoment: Instant? { releaseAt.flatMap { Instant(rfc3339: $0) } }

    /// The same as what sources are asked for.
    public var music: Music {
        var music = Music(kind: kind, title: title, artist: artist)
        music.album = album
        music.isrc = isrc
        music.upc = upc
        music.durationMs = durationMs
        music.tracks = tracks.map { entry in
            var song = Music.Song(title: entry.title)
            song.artist = entry.artist
            song.durationMs = entry.durationMs
            song.isrc = entry.isrc
            return song
        }
        return music
    }
}

// MARK: Lenient reading

extension LinkMetadata {
    private enum CodingKeys: String, CodingKey {
        case kind, title, artist, album, isrc, upc, durationMs, releaseAt, tracks, destinations
    }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        kind = box.lenient(.kind) ?? .track
        title = box.lenient(.title) ?? ""
        artist = box.lenient(.artist) ?? ""
        album = box.lenient(.album)
        isrc = box.lenient(.isrc)
        upc = box.lenient(.upc)
        durationMs = box.lenient(.durationMs)
        releaseAt = box.lenient(.releaseAt)
        tracks = box.lenientList(.tracks)
        destinations = LinkMetadata.Place.safe(box.lenientList(.destinations))
    }
}

extension LinkMetadata.Entry {
    private enum CodingKeys: String, CodingKey {
        case title, artist, album, durationMs, isrc, destinations
    }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        title = box.lenient(.title) ?? ""
        artist = box.lenient(.artist)
        album = box.lenient(.album)
        durationMs = box.lenient(.durationMs)
        isrc = box.lenient(.isrc)
        destinations = LinkMetadata.Place.safe(box.lenientList(.destinations))
    }
}

extension LinkMetadata.Place {
    private enum CodingKeys: String, CodingKey { case platform, url, territories }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        platform = box.lenient(.platform) ?? ""
        url = box.lenient(.url) ?? ""
        territories = box.lenientList(.territories)
    }

    /// Those a listener may be sent to: web pages over TLS, not whatever a URL can start on a machine.
    fileprivate static func safe(_ places: [LinkMetadata.Place]) -> [LinkMetadata.Place] {
        places.filter { (try? WebURL($0.url))?.scheme == .https }
    }
}

extension KeyedDecodingContainer {
    fileprivate func lenient<Part: Decodable>(_ key: Key) -> Part? {
        (try? decodeIfPresent(Part.self, forKey: key)) ?? nil
    }

    /// A list without what is no such thing.
    fileprivate func lenientList<Part: Decodable>(_ key: Key) -> [Part] {
        let parts: [Lenient<Part>] = lenient(key) ?? []
        return parts.compactMap(\.part)
    }
}

/// A part of a list that may be of any form.
private struct Lenient<Part: Decodable>: Decodable {
    var part: Part?

    init(from decoder: any Decoder) { part = try? Part(from: decoder) }
}
