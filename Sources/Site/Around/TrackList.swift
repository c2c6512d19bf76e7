// The music of a link as a list that players take, apart from the form it is written in. Its bytes change only when
// the link does: a player asks every few minutes and takes a list in anew whenever they differ.
internal import Smartlink

/// What a playlist file says.
struct TrackList {
    var title: String
    var creator: String
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

    /// Players take no longer file.
    static let bytesMax = 100_000
    static let tracksMax = LinkLimits.tracksMax

    init(_ link: Link, suffix: String, baseURL: String) {
        title = link.title
        creator = link.artist
        page = "\(baseURL)/link/\(link.code)"
        location = page + suffix
        image = link.artwork.map { baseURL + $0.path }
        date = link.createdAt.rfc3339
        identifiers = link.upc.map { ["upc:\($0)"] } ?? []
        let album = link.kind == .album ? link.title : nil
        tracks = link.tracks.prefix(Self.tracksMax).enumerated().map { place, track in
            let artist = track.artist.flatMap { $0.isEmpty ? nil : $0 }
            return Entry(
                title: track.title, creator: artist ?? link.artist, album: track.album ?? album,
                durationMs: track.durationMs, number: place + 1,
                identifiers: Self.identifiers(isrc: track.isrc, track.destinations),
                page: Self.page(track.destinations))
        }
        guard link.kind == .track else { return }
        identifiers = []
        tracks = [
            Entry(
                title: link.title, creator: link.artist, album: link.album,
                durationMs: link.durationMs, number: 1,
                identifiers: Self.identifiers(isrc: link.isrc, link.destinations),
                page: Self.page(link.destinations))
        ]
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
