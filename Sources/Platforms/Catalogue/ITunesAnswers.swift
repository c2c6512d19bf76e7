// What Apple's public look-up and search answer, as recorded, and what it means.
import Smartlink

struct ITunesAnswer: Decodable { var results: SoftList<ITunesHit> }

/// A collection or a track; fields of the one are missing in the other.
struct ITunesHit: Decodable {
    var wrapperType: String
    @Soft var kind: String?
    @Soft var collectionType: String?
    @Soft var collectionId: Int64?
    @Soft var trackId: Int64?
    @Soft var artistName: String?
    @Soft var collectionArtistName: String?
    @Soft var collectionName: String?
    @Soft var trackName: String?
    @Soft var collectionViewUrl: String?
    @Soft var trackViewUrl: String?
    @Soft var artworkUrl100: String?
    @Soft var trackTimeMillis: Int64?
    @Soft var trackCount: Int?
    @Soft var releaseDate: String?
    @Soft var isStreamable: Bool?

    var isSong: Bool { wrapperType == "track" && kind == "song" }

    func track(_ asked: Asked) -> Candidate? {
        guard isSong, let trackId, let title = Reading.name(trackName),
            let artist = Reading.name(artistName),
            let place = Reading.place(trackViewUrl, on: AppleResource.hosts, keeping: "i")
        else { return nil }
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = Reading.name(collectionName)
        music.durationMs = Reading.length(ms: trackTimeMillis)
        music.releaseDate = Reading.date(releaseDate)
        music.artworkURL = picture
        var candidate = Candidate(
            platform: "apple-music", id: "\(trackId)", url: place, music: music,
            basis: asked.basis(carrying: nil))
        // It may be for sale only.
        candidate.isAvailable = isStreamable ?? true
        candidate.isCompilation = collectionArtistName == Self.manyArtists
        return candidate
    }

    func collection(_ asked: Asked, tracks: [ITunesHit]) -> Candidate? {
        guard wrapperType == "collection", let collectionId,
            let title = Reading.name(collectionName), let artist = Reading.name(artistName),
            let place = Reading.place(collectionViewUrl, on: AppleResource.hosts)
        else { return nil }
        var music = Music(kind: .album, title: title, artist: artist)
        music.upc = artworkGTIN
        music.releaseDate = Reading.date(releaseDate)
        music.artworkURL = picture
        music.tracks = wholeList(tracks.map(\.song), of: trackCount ?? tracks.count)
        if !music.tracks.isEmpty {
            music.durationMs = Reading.length(
                ms: music.tracks.reduce(0) { $0 + ($1.durationMs ?? 0) })
        }
        var candidate = Candidate(
            platform: "apple-music", id: "\(collectionId)", url: place, music: music,
            basis: asked.basis(carrying: music.upc))
        candidate.isCompilation = artistName == Self.manyArtists
        return candidate
    }

    private var song: Music.Song? {
        guard let title = Reading.name(trackName) else { return nil }
        var song = Music.Song(title: title)
        song.artist = Reading.name(artistName)
        song.durationMs = Reading.length(ms: trackTimeMillis)
        return song
    }

    private static let manyArtists = "Various Artists"

    /// Its file's name ends with the size: another one is made when asked for.
    private var picture: String? {
        let pixels = Limits.artworkPixelsMax
        return Reading.picture(
            artworkUrl100?.replacing("/100x100bb.", with: "/\(pixels)x\(pixels)bb."))
    }

    /// The barcode many pictures are named by.
    private var artworkGTIN: String? {
        let names = artworkUrl100?.split { !("0"..."9").contains($0) } ?? []
        return names.lazy.filter { (12...14).contains($0.utf8.count) }
            .compactMap { GTIN.normal(String($0)) }.first
    }
}
