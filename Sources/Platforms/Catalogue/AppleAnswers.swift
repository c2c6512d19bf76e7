// What Apple Music's catalogue answers, as documented, and what it means.
import Smartlink

struct AppleSearch: Decodable {
    struct Page: Decodable { var data: SoftList<AppleResource> }
    struct Results: Decodable {
        var songs: Page?
        var albums: Page?
    }
    var results: Results
}

struct AppleResource: Decodable {
    struct Artwork: Decodable {
        var url: String
        @Soft var width: Int?
    }
    struct PlayParameters: Decodable {}
    struct Attributes: Decodable {
        var name: String
        @Soft var artistName: String?
        @Soft var curatorName: String?
        @Soft var albumName: String?
        @Soft var durationInMillis: Int64?
        @Soft var releaseDate: String?
        @Soft var isrc: String?
        @Soft var upc: String?
        @Soft var url: String?
        @Soft var artwork: Artwork?
        @Soft var isCompilation: Bool?
        @Soft var playParams: PlayParameters?
    }
    struct Relationship: Decodable {
        @Soft var data: SoftList<AppleResource>?
        @Soft var next: String?
    }
    struct Relationships: Decodable { @Soft var tracks: Relationship? }

    var id: String
    /// Missing where a resource is only pointed at.
    var attributes: Attributes?
    @Soft var relationships: Relationships?

    func candidate(_ asked: Asked, _ kind: Link.Kind) -> Candidate? {
        guard let attributes, isPlainID(id), let title = Reading.name(attributes.name),
            // Nothing in its catalogue is without one; a country in it is no part of a documented URL of ours.
            let place = Reading.place(attributes.url, on: Self.hosts, keeping: "i")
        else { return nil }
        let credit = Reading.name(attributes.artistName ?? attributes.curatorName)
        guard let artist = credit ?? (kind == .playlist ? "" : nil) else { return nil }
        var music = Music(kind: kind, title: title, artist: artist)
        music.album = kind == .track ? Reading.name(attributes.albumName) : nil
        music.isrc = attributes.isrc.flatMap(ISRC.normal)
        music.upc = attributes.upc.flatMap(GTIN.normal)
        music.durationMs = Reading.length(ms: attributes.durationInMillis)
        music.releaseDate = Reading.date(attributes.releaseDate)
        music.artworkURL = Reading.picture(attributes.artwork.map(Self.picture))
        if let tracks = relationships?.tracks, tracks.next == nil {
            let songs = tracks.data?.items.map(\.song) ?? []
            music.tracks = wholeList(songs, of: songs.count)
        }
        var candidate = Candidate(
            platform: "apple-music", id: id, url: place, music: music,
            basis: asked.basis(carrying: music.code))
        // What cannot be played comes without; a playlist is played song by song.
        candidate.isAvailable = attributes.playParams != nil || kind == .playlist
        candidate.isCompilation = attributes.isCompilation ?? false
        return candidate
    }

    var song: Music.Song? {
        guard let attributes, let title = Reading.name(attributes.name) else { return nil }
        var song = Music.Song(title: title)
        song.artist = Reading.name(attributes.artistName)
        song.durationMs = Reading.length(ms: attributes.durationInMillis)
        song.isrc = attributes.isrc.flatMap(ISRC.normal)
        return song
    }

    static let hosts = ["music.apple.com", "itunes.apple.com"]

    /// Of a size that is enough for a page and is fetched within bounds, or the largest there is.
    private static func picture(_ artwork: Artwork) -> String {
        let pixels = min(artwork.width ?? Limits.artworkPixelsMax, Limits.artworkPixelsMax)
        return artwork.url.replacing("{w}", with: "\(pixels)").replacing("{h}", with: "\(pixels)")
    }
}
