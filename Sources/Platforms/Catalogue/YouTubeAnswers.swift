// What the YouTube Data API answers, by its discovery document, and what it means.
import Smartlink

struct YouTubeList<Item: Decodable>: Decodable { var items: SoftList<Item> }

struct YouTubeFault: Decodable {
    struct Reason: Decodable { @Soft var reason: String? }
    struct Fault: Decodable {
        @Soft var errors: SoftList<Reason>?
        @Soft var details: SoftList<Reason>?
    }
    var error: Fault
}

struct YouTubeHit: Decodable {
    struct Name: Decodable {
        @Soft var videoId: String?
        @Soft var playlistId: String?
    }
    var id: Name
    var snippet: YouTubeSnippet
}

struct YouTubeSnippet: Decodable {
    struct Picture: Decodable {
        var url: String
        @Soft var width: Int?
    }

    var title: String
    @Soft var channelTitle: String?
    @Soft var description: String?
    @Soft var liveBroadcastContent: String?
    @Soft var thumbnails: [String: Picture]?

    /// The largest.
    var picture: String? {
        Reading.picture(thumbnails?.values.max { ($0.width ?? 0) < ($1.width ?? 0) }?.url)
    }
}

struct YouTubeVideo: Decodable {
    struct Content: Decodable {
        struct Regions: Decodable {
            @Soft var allowed: SoftList<String>?
            @Soft var blocked: SoftList<String>?
        }
        @Soft var duration: String?
        @Soft var regionRestriction: Regions?
    }
    struct Status: Decodable {
        @Soft var uploadStatus: String?
        @Soft var privacyStatus: String?
    }

    var id: String
    var snippet: YouTubeSnippet
    @Soft var contentDetails: Content?
    @Soft var status: Status?

    var isUnlisted: Bool { status?.privacyStatus == "unlisted" }

    /// The same video at both places; none if nobody can watch it.
    func candidates(_ basis: Candidate.Basis, _ market: String) -> [Candidate] {
        guard status?.privacyStatus != "private",
            !["rejected", "failed", "deleted"].contains(status?.uploadStatus ?? ""),
            snippet.liveBroadcastContent != "live", var music = YouTubeTitle.music(of: snippet)
        else { return [] }
        music.durationMs = YouTubeTitle.length(contentDetails?.duration)
        music.artworkURL = snippet.picture
        var candidate = Candidate(
            platform: "youtube-music", id: id, url: "https://music.youtube.com/watch?v=\(id)",
            music: music, basis: basis)
        let regions = contentDetails?.regionRestriction
        if let allowed = regions?.allowed {
            candidate.territories = Reading.countries(allowed.items)
            candidate.isAvailable = candidate.territories.contains(market)
        } else if let blocked = regions?.blocked {
            candidate.isAvailable = !Reading.countries(blocked.items).contains(market)
        }
        // A première is announced, not there.
        if snippet.liveBroadcastContent == "upcoming" { candidate.isAvailable = false }
        var video = candidate
        video.platform = "youtube"
        video.url = "https://www.youtube.com/watch?v=\(id)"
        return [candidate, video]
    }
}

/// A track of a playlist.
struct YouTubeEntry: Decodable {
    struct Snippet: Decodable {
        var title: String
        @Soft var videoOwnerChannelTitle: String?
    }
    var snippet: Snippet

    /// Nil for what was deleted or hidden: nobody owns it any more.
    var song: Music.Song? {
        guard let owner = Reading.name(snippet.videoOwnerChannelTitle),
            let title = Reading.name(snippet.title)
        else { return nil }
        var song = Music.Song(title: title)
        song.artist = YouTubeTitle.artist(ofChannel: owner)
        return song
    }
}

struct YouTubePlaylist: Decodable {
    var id: String
    var snippet: YouTubeSnippet

    func candidates(_ entries: [YouTubeEntry], _ basis: Candidate.Basis) -> [Candidate] {
        let isRelease = id.hasPrefix("OLAK5uy_")
        let songs = entries.prefix(Limits.songsMax).compactMap(\.song)
        let owners = songs.compactMap(\.artist)
        let most = Dictionary(owners.map { ($0, 1) }, uniquingKeysWith: +)
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let channel = Reading.name(snippet.channelTitle).map(YouTubeTitle.artist(ofChannel:))
        guard var title = Reading.name(YouTubeTitle.plain(snippet.title)),
            let artist = isRelease ? most ?? channel : channel
        else { return [] }
        if isRelease, title.hasPrefix("Album - ") { title.removeFirst("Album - ".count) }
        var music = Music(kind: isRelease ? .album : .playlist, title: title, artist: artist)
        music.tracks = songs
        music.artworkURL = snippet.picture
        let candidate = Candidate(
            platform: "youtube-music", id: id,
            url: "https://music.youtube.com/playlist?list=\(id)", music: music, basis: basis)
        var list = candidate
        list.platform = "youtube"
        list.url = "https://www.youtube.com/playlist?list=\(id)"
        return [candidate, list]
    }
}
