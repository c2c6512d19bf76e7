// What SoundCloud's catalogue answers, by its specification, and what it means.
import Smartlink

/// A collection with its next page, or, in the older form, the bare list.
struct SoundCloudList: Decodable {
    var items: SoftList<SoundCloudItem>

    private enum CodingKeys: String, CodingKey { case collection }

    init(from decoder: any Decoder) throws {
        if let list = try? SoftList<SoundCloudItem>(from: decoder) {
            items = list
        } else {
            let page = try decoder.container(keyedBy: CodingKeys.self)
            items = try page.decode(SoftList<SoundCloudItem>.self, forKey: .collection)
        }
    }
}

/// A track or a playlist; releases are playlists.
struct SoundCloudItem: Decodable {
    struct User: Decodable { @Soft var username: String? }

    @Soft var kind: String?
    @Soft var title: String?
    @Soft var permalinkUrl: String?
    @Soft var metadataArtist: String?
    @Soft var user: User?
    @Soft var isrc: String?
    @Soft var ean: String?
    @Soft var duration: Int64?
    @Soft var artworkUrl: String?
    @Soft var releaseYear: Int64?
    @Soft var releaseMonth: Int64?
    @Soft var releaseDay: Int64?
    @Soft var access: String?
    @Soft var sharing: String?
    @Soft var playlistType: String?
    @Soft var tracks: SoftList<SoundCloudItem>?

    var isMusic: Bool { kind == "track" || kind == "playlist" }

    /// `code` is the ISRC or UPC that is looked for, where it is known.
    func candidate(knowing code: String?) -> Candidate? {
        guard isMusic, sharing != "private", let title = Reading.name(title),
            let artist = Reading.name(metadataArtist) ?? Reading.name(user?.username),
            let (path, url) = Self.place(permalinkUrl)
        else { return nil }
        let isTrack = kind == "track"
        // A list that somebody made is a playlist; what a label fills is an album, an EP, a single, a compilation.
        let isRelease = ean != nil || !["", "playlist"].contains(playlistType ?? "")
        var music = Music(
            kind: isTrack ? .track : isRelease ? .album : .playlist,
            title: Self.bare(title, of: artist), artist: artist)
        music.isrc = isTrack ? isrc.flatMap(ISRC.normal) : nil
        music.upc = isTrack ? nil : ean.flatMap(GTIN.normal)
        music.durationMs = Reading.length(ms: duration)
        music.releaseDate = Reading.date(year: releaseYear, month: releaseMonth, day: releaseDay)
        music.artworkURL = Reading.picture(artworkUrl).map(Self.large)
        music.tracks = (tracks?.items ?? []).prefix(Limits.songsMax).compactMap(\.song)
        let isSame = code != nil && code == (isTrack ? music.isrc : music.upc)
        var candidate = Candidate(
            platform: "soundcloud", id: path, url: url, music: music,
            basis: isSame ? .code : .words)
        candidate.isAvailable = access != "blocked"
        candidate.isCompilation = playlistType == "compilation"
        return candidate
    }

    private var song: Music.Song? {
        guard let title = Reading.name(title) else { return nil }
        var song = Music.Song(title: title)
        song.artist = Reading.name(metadataArtist) ?? Reading.name(user?.username)
        song.durationMs = Reading.length(ms: duration)
        song.isrc = isrc.flatMap(ISRC.normal)
        return song
    }

    /// `mira/sleeper` and its page, without what follows a fan about; nil if it is not SoundCloud's.
    private static func place(_ link: String?) -> (path: String, url: String)? {
        guard let page = PlatformURL(link, on: "soundcloud.com"), page.segments.count >= 2 else {
            return nil
        }
        let path = page.segments.joined(separator: "/")
        return (path, "https://soundcloud.com/\(path)")
    }

    /// Labels write `Mira - Sleeper` for a title beside the artist's name.
    private static func bare(_ title: String, of artist: String) -> String {
        let front = "\(artist) - "
        return title.lowercased().hasPrefix(front.lowercased()) && title.count > front.count
            ? String(title.dropFirst(front.count)) : title
    }

    /// The same picture in 500 × 500.
    private static func large(_ picture: String) -> String {
        picture.replacing("-large.", with: "-t500x500.")
    }
}
