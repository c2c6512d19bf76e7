// What Spotify's catalogue answers, by its specification, and what it means.
import Smartlink

struct SpotifySearch: Decodable {
    struct Page<Hit: Decodable>: Decodable { var items: SoftList<Hit> }
    var tracks: Page<SpotifyTrack>?
    var albums: Page<SpotifyAlbum>?
}

struct SpotifyName: Decodable { @Soft var name: String? }

struct SpotifyImage: Decodable {
    var url: String
    @Soft var width: Int?
}

struct SpotifyCodes: Decodable {
    @Soft var isrc: String?
    @Soft var upc: String?
    @Soft var ean: String?
}

struct SpotifyTrack: Decodable {
    @Soft var id: String?
    var name: String
    @Soft var type: String?
    @Soft var durationMs: Int64?
    @Soft var externalIds: SpotifyCodes?
    @Soft var artists: SoftList<SpotifyName>?
    @Soft var album: SpotifyAlbum?
    @Soft var isPlayable: Bool?
    @Soft var availableMarkets: SoftList<String>?

    func candidate(_ asked: Asked, _ market: String) -> Candidate? {
        guard let id, SpotifyCatalogue.isID(id), let title = Reading.name(name),
            let artist = Reading.credit(artists?.items.map(\.name) ?? [])
        else { return nil }
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = Reading.name(album?.name)
        music.isrc = externalIds?.isrc.flatMap(ISRC.normal)
        music.durationMs = Reading.length(ms: durationMs)
        music.releaseDate = Reading.date(album?.releaseDate)
        music.artworkURL = album?.picture
        var candidate = Candidate(
            platform: "spotify", id: id, url: "https://open.spotify.com/track/\(id)",
            music: music, basis: asked.basis(carrying: music.isrc))
        candidate.take(isPlayable, availableMarkets, market)
        candidate.isCompilation = album?.albumType == "compilation"
        return candidate
    }

    var song: Music.Song? {
        guard let title = Reading.name(name) else { return nil }
        var song = Music.Song(title: title)
        song.artist = Reading.credit(artists?.items.map(\.name) ?? [])
        song.durationMs = Reading.length(ms: durationMs)
        song.isrc = externalIds?.isrc.flatMap(ISRC.normal)
        return song
    }
}

struct SpotifyAlbum: Decodable {
    struct Tracks: Decodable {
        @Soft var items: SoftList<SpotifyTrack>?
        @Soft var total: Int?
    }

    var id: String
    var name: String
    @Soft var albumType: String?
    @Soft var releaseDate: String?
    @Soft var images: SoftList<SpotifyImage>?
    @Soft var artists: SoftList<SpotifyName>?
    @Soft var externalIds: SpotifyCodes?
    @Soft var tracks: Tracks?
    @Soft var totalTracks: Int?
    @Soft var availableMarkets: SoftList<String>?

    func candidate(_ asked: Asked, _ market: String) -> Candidate? {
        guard SpotifyCatalogue.isID(id), let title = Reading.name(name),
            let artist = Reading.credit(artists?.items.map(\.name) ?? [])
        else { return nil }
        var music = Music(kind: .album, title: title, artist: artist)
        music.upc = (externalIds?.upc ?? externalIds?.ean).flatMap(GTIN.normal)
        music.releaseDate = Reading.date(releaseDate)
        music.artworkURL = picture
        let entries = tracks?.items?.items ?? []
        music.tracks = wholeList(
            entries.map(\.song), of: tracks?.total ?? totalTracks ?? entries.count)
        if !music.tracks.isEmpty {
            music.durationMs = Reading.length(
                ms: music.tracks.reduce(0) { $0 + ($1.durationMs ?? 0) })
        }
        var candidate = Candidate(
            platform: "spotify", id: id, url: "https://open.spotify.com/album/\(id)",
            music: music, basis: asked.basis(carrying: music.upc))
        candidate.take(nil, availableMarkets, market)
        candidate.isCompilation = albumType == "compilation"
        return candidate
    }

    /// The widest; of a width nobody told, the first.
    var picture: String? { spotifyPicture(images) }
}

struct SpotifyPlaylist: Decodable {
    /// `items` of its entries and `item` within; the older names beside them.
    static let fields: String = {
        let song = "(name,type,duration_ms,artists(name),external_ids(isrc))"
        return "id,name,owner(display_name),images,items(total,items(item\(song)))"
            + ",tracks(total,items(track\(song)))"
    }()

    struct Owner: Decodable { @Soft var displayName: String? }
    struct Entry: Decodable {
        @Soft var item: SpotifyTrack?
        @Soft var track: SpotifyTrack?
    }
    struct Entries: Decodable {
        @Soft var items: SoftList<Entry>?
        @Soft var total: Int?
    }

    var id: String
    var name: String
    @Soft var owner: Owner?
    @Soft var images: SoftList<SpotifyImage>?
    @Soft var items: Entries?
    @Soft var tracks: Entries?

    var candidate: Candidate? {
        guard SpotifyCatalogue.isID(id), let title = Reading.name(name) else { return nil }
        var music = Music(
            kind: .playlist, title: title, artist: Reading.name(owner?.displayName) ?? "")
        music.artworkURL = spotifyPicture(images)
        let entries = items ?? tracks
        let songs = entries?.items?.items.map { entry -> Music.Song? in
            let track = entry.item ?? entry.track
            return track?.type == "episode" ? nil : track?.song
        }
        music.tracks = wholeList(songs ?? [], of: entries?.total ?? songs?.count ?? 0)
        return Candidate(
            platform: "spotify", id: id, url: "https://open.spotify.com/playlist/\(id)",
            music: music, basis: .address)
    }
}

/// A track list that is told whole; of one that goes on elsewhere, or is too long, none.
func wholeList(_ songs: [Music.Song?], of total: Int) -> [Music.Song] {
    songs.count < total || songs.count > Limits.songsMax ? [] : songs.compactMap { $0 }
}

private func spotifyPicture(_ images: SoftList<SpotifyImage>?) -> String? {
    let images = images?.items ?? []
    let widest = images.max { ($0.width ?? 0) < ($1.width ?? 0) }
    return Reading.picture(widest?.width == nil ? images.first?.url : widest?.url)
}

extension Candidate {
    /// Where it can be played: by the platform's own word for the market asked, or by its list of markets.
    fileprivate mutating func take(
        _ isPlayable: Bool?, _ markets: SoftList<String>?, _ market: String
    ) {
        territories = Reading.countries(markets?.items ?? [])
        isAvailable = isPlayable ?? (territories.isEmpty || territories.contains(market))
    }
}
