// What Amazon Music's Web API is asked and answers, by its documentation, and what it means.
import Smartlink

struct AmazonSearch: Encodable {
    struct Filter: Encodable {
        /// Without one the words may stand anywhere.
        var field: String?
        var query: String
    }
    var searchFilters: [Filter]
    var limit: Int
}

struct AmazonHits<Item: Decodable>: Decodable {
    struct Edge: Decodable { var node: Item }
    var edges: SoftList<Edge>
}

struct AmazonTrackHits: Decodable {
    struct Body: Decodable { var searchTracks: AmazonHits<AmazonTrack> }
    var data: Body
}

struct AmazonAlbumHits: Decodable {
    struct Body: Decodable { var searchAlbums: AmazonHits<AmazonAlbum> }
    var data: Body
}

struct AmazonTracksAnswer: Decodable {
    struct Body: Decodable { var tracks: SoftList<AmazonTrack> }
    var data: Body
}

struct AmazonAlbumAnswer: Decodable {
    struct Body: Decodable { var album: AmazonAlbum }
    var data: Body
}

struct AmazonName: Decodable { @Soft var name: String? }
struct AmazonPicture: Decodable { @Soft var url: String? }
struct AmazonMarket: Decodable { @Soft var id: String? }

struct AmazonTrack: Decodable {
    struct Release: Decodable {
        @Soft var id: String?
        @Soft var title: String?
        @Soft var releaseDate: String?
        @Soft var images: SoftList<AmazonPicture>?
    }

    var id: String
    var title: String
    @Soft var duration: Int64?
    @Soft var isrc: String?
    @Soft var releaseDate: String?
    @Soft var artists: SoftList<AmazonName>?
    @Soft var album: Release?
    @Soft var availableMarkets: SoftList<AmazonMarket>?

    func candidate(_ basis: Candidate.Basis, _ market: String) -> Candidate? {
        // Without its release there is no page of a song.
        guard isASIN(id), let release = album?.id, isASIN(release),
            let title = Reading.name(title),
            let artist = Reading.credit(artists?.items.map(\.name) ?? [])
        else { return nil }
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = Reading.name(album?.title)
        music.isrc = isrc.flatMap(ISRC.normal)
        music.durationMs = Reading.length(seconds: duration)
        music.releaseDate = Reading.date(releaseDate) ?? Reading.date(album?.releaseDate)
        music.artworkURL = Reading.picture(album?.images?.items.compactMap(\.url).first)
        var candidate = Candidate(
            platform: "amazon-music", id: id,
            url: "https://music.amazon.com/albums/\(release)?trackAsin=\(id)", music: music,
            basis: basis)
        candidate.exists(in: availableMarkets, market)
        return candidate
    }
}

struct AmazonAlbum: Decodable {
    var id: String
    var title: String
    @Soft var duration: Int64?
    @Soft var releaseDate: String?
    @Soft var artists: SoftList<AmazonName>?
    @Soft var images: SoftList<AmazonPicture>?
    @Soft var availableMarkets: SoftList<AmazonMarket>?

    func candidate(_ basis: Candidate.Basis, _ market: String) -> Candidate? {
        guard isASIN(id), let title = Reading.name(title),
            let artist = Reading.credit(artists?.items.map(\.name) ?? [])
        else { return nil }
        var music = Music(kind: .album, title: title, artist: artist)
        music.durationMs = Reading.length(seconds: duration)
        music.releaseDate = Reading.date(releaseDate)
        music.artworkURL = Reading.picture(images?.items.compactMap(\.url).first)
        var candidate = Candidate(
            platform: "amazon-music", id: id, url: "https://music.amazon.com/albums/\(id)",
            music: music, basis: basis)
        candidate.exists(in: availableMarkets, market)
        return candidate
    }
}

extension Candidate {
    fileprivate mutating func exists(in markets: SoftList<AmazonMarket>?, _ market: String) {
        guard let markets else { return }
        territories = Reading.countries(markets.items.compactMap(\.id))
        isAvailable = territories.contains(market)
    }
}
