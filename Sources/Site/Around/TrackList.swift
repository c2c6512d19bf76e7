// The music of a link as a list that players take, apart from the form it is written in. Its bytes change only when
// the link does: a player asks every few minutes and takes a list in anew whenever they differ.
internal import Smartlink

/// What a playlist file says.
struct TrackList {
    var title: String
    var creator: String
    /// Says where the list goes on; nil where it is whole.
    var annotation: String?
    /// The link's page.
    var page: String
    /// The file's own address.
    var location: String
    var image: String?
    /// RFC 3339, of the link's creation.
    var date: String
    var identifiers: [String]
    var tracks: [Entry]

    /// One track: what it is called and who made it is always known.
    struct Entry {
        var title: String
        var creator: String
        var album: String?
        var durationMs: Int64?
        var number: Int
        var identifiers: [String]
        /// A page of it on some platform.
        var page: String?
    }

    /// The link's list as far as its files hold it.
    init(_ link: Link, suffix: String, baseURL: String) {
        let extent = ListExtent(link, baseURL: baseURL)
        let tracks = link.tracks.prefix(extent.count).enumerated().map { place, track in
            Entry(track, of: link, number: place + 1, extent.detail)
        }
        self.init(link, suffix: suffix, tracks, baseURL: baseURL)
        annotation = extent.sentence
    }

    init(_ link: Link, suffix: String, _ tracks: [Entry], baseURL: String) {
        title = link.title
        creator = link.artist
        page = "\(baseURL)/link/\(link.code)"
        location = page + suffix
        image = link.artwork.map { baseURL + $0.path }
        date = link.createdAt.rfc3339
        let isSong = link.kind == .track
        identifiers = isSong ? [] : link.upc.map { ["upc:\($0)"] } ?? []
        self.tracks = isSong ? [Entry(song: link)] : tracks
    }
}

extension TrackList.Entry {
    init(song link: Link) {
        self.init(
            title: link.title, creator: link.artist, album: link.album,
            durationMs: link.durationMs, number: 1,
            identifiers: Self.identifiers(isrc: link.isrc, link.destinations),
            page: Self.page(link.destinations))
    }

    init(_ track: Track, of link: Link, number: Int, _ detail: ListExtent.Detail) {
        let artist = track.artist.flatMap { $0.isEmpty ? nil : $0 }
        let album = link.kind == .album ? link.title : nil
        self.init(
            title: track.title, creator: artist ?? link.artist, album: track.album ?? album,
            durationMs: track.durationMs, number: number,
            identifiers: Self.identifiers(isrc: track.isrc, track.destinations),
            page: Self.page(track.destinations))
        if detail != .whole { page = nil }
        if detail == .names { (self.album, identifiers) = (nil, []) }
    }

    /// The recording's URI at MusicBrainz where a destination is one, then its ISRC, which MusicBrainz keeps pages of too.
    private static func identifiers(isrc: String?, _ destinations: [Destination]) -> [String] {
        let recordings = destinations.filter {
            $0.status == .verified && $0.url.hasPrefix(recordingPrefix)
        }
        return recordings.map(\.url) + (isrc.map { [isrcPrefix + $0] } ?? [])
    }

    private static let recordingPrefix = "https://musicbrainz.org/recording/"
    private static let isrcPrefix = "https://musicbrainz.org/isrc/"

    private static func page(_ destinations: [Destination]) -> String? {
        destinations.first { $0.status == .verified && !$0.url.hasPrefix(recordingPrefix) }?.url
    }
}
