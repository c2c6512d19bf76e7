// What Deezer's catalogue answers, as recorded, and what it means.
import Smartlink

struct DeezerFault: Decodable {
    struct Fault: Decodable { @Soft var code: Int? }
    var error: Fault
}

struct DeezerList<Item: Decodable>: Decodable { var data: SoftList<Item> }

struct DeezerName: Decodable {
    @Soft var name: String?
    @Soft var role: String?
}

struct DeezerTrack: Decodable {
    struct Release: Decodable {
        @Soft var title: String?
        @Soft var coverXl: String?
        @Soft var releaseDate: String?
    }

    var id: Int64
    var title: String
    @Soft var isrc: String?
    @Soft var duration: Int64?
    @Soft var releaseDate: String?
    @Soft var artist: DeezerName?
    @Soft var contributors: SoftList<DeezerName>?
    @Soft var album: Release?
    @Soft var readable: Bool?
    @Soft var availableCountries: SoftList<String>?

    func candidate(_ asked: Asked, _ market: String) -> Candidate? {
        guard let title = Reading.name(title), let artist = deezerCredit(artist, contributors)
        else { return nil }
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = Reading.name(album?.title)
        music.isrc = isrc.flatMap(ISRC.normal)
        music.durationMs = Reading.length(seconds: duration)
        music.releaseDate = Reading.date(releaseDate) ?? Reading.date(album?.releaseDate)
        music.artworkURL = Reading.picture(album?.coverXl)
        var candidate = Candidate(
            platform: "deezer", id: "\(id)", url: "https://www.deezer.com/track/\(id)",
            music: music, basis: asked.basis(carrying: music.isrc))
        if let countries = availableCountries {
            candidate.territories = Reading.countries(countries.items)
            candidate.isAvailable = candidate.territories.contains(market)
        } else {
            candidate.isAvailable = readable ?? true
        }
        return candidate
    }

    var song: Music.Song? {
        guard let title = Reading.name(title) else { return nil }
        var song = Music.Song(title: title)
        song.artist = Reading.name(artist?.name)
        song.durationMs = Reading.length(seconds: duration)
        song.isrc = isrc.flatMap(ISRC.normal)
        return song
    }
}

struct DeezerAlbum: Decodable {
    var id: Int64
    var title: String
    @Soft var upc: String?
    @Soft var duration: Int64?
    @Soft var releaseDate: String?
    @Soft var recordType: String?
    @Soft var available: Bool?
    @Soft var coverXl: String?
    @Soft var artist: DeezerName?
    @Soft var contributors: SoftList<DeezerName>?
    @Soft var tracks: DeezerList<DeezerTrack>?

    func candidate(_ asked: Asked, _ market: String) -> Candidate? {
        guard let title = Reading.name(title), let artist = deezerCredit(artist, contributors)
        else { return nil }
        var music = Music(kind: .album, title: title, artist: artist)
        music.upc = upc.flatMap(GTIN.normal)
        music.durationMs = Reading.length(seconds: duration)
        music.releaseDate = Reading.date(releaseDate)
        music.artworkURL = Reading.picture(coverXl)
        music.tracks = deezerSongs(tracks)
        var candidate = Candidate(
            platform: "deezer", id: "\(id)", url: "https://www.deezer.com/album/\(id)",
            music: music, basis: asked.basis(carrying: music.upc))
        candidate.isAvailable = available ?? true
        candidate.isCompilation = recordType == "compile"
        return candidate
    }
}

struct DeezerPlaylist: Decodable {
    var id: Int64
    var title: String
    @Soft var duration: Int64?
    @Soft var pictureXl: String?
    @Soft var creator: DeezerName?
    @Soft var tracks: DeezerList<DeezerTrack>?

    var candidate: Candidate? {
        guard let title = Reading.name(title) else { return nil }
        var music = Music(
            kind: .playlist, title: title, artist: Reading.name(creator?.name) ?? "Deezer")
        music.durationMs = Reading.length(seconds: duration)
        music.artworkURL = Reading.picture(pictureXl)
        music.tracks = deezerSongs(tracks)
        return Candidate(
            platform: "deezer", id: "\(id)", url: "https://www.deezer.com/playlist/\(id)",
            music: music, basis: .address)
    }
}

private func deezerSongs(_ tracks: DeezerList<DeezerTrack>?) -> [Music.Song] {
    (tracks?.data.items ?? []).prefix(Limits.songsMax).compactMap(\.song)
}

/// Those it is by, without guests where they are told apart.
private func deezerCredit(_ artist: DeezerName?, _ contributors: SoftList<DeezerName>?) -> String? {
    let main = contributors?.items.filter { $0.role == "Main" }.map(\.name) ?? []
    return main.count > 1 ? Reading.credit(main) : Reading.name(artist?.name)
}
