import Outbound
import Smartlink

/// TIDAL's catalogue.
///
/// By its specification: JSON:API with the app's own token; filters by ISRC and barcode, tracks, albums and playlists by
/// id, search by words; what is related comes only when named in `include`; lengths as ISO 8601 has them. A track has no
/// date, it is its album's. One page is read: a recording stands on no more releases that matter than fit on it.
/// Recorded: barcodes with 14 digits, the form of its web addresses. Third parties' word only: what its rate bound is.
struct TidalCatalogue: MusicSource {
    let id = "tidal"
    private let api: String
    private let calls: AppCalls

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = (credentials.apiBase ?? "https://openapi.tidal.com") + "/v2"
        let flow = OAuthFlow(
            authorizeURL: "",
            tokenURL: credentials.tokenUrl ?? "https://auth.tidal.com/v1/oauth2/token",
            clientId: credentials.clientId, clientSecret: credentials.clientSecret,
            clientProof: .basic)
        calls = AppCalls(
            door: door, tokens: AppTokens(flow, door), clock: clock,
            accept: "application/vnd.api+json")
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc, .upc: true
        case .address(let address):
            address.platform == id && address.kind.linkKind != nil && isPlainID(address.id)
        case .words(let music): music.kind != .playlist
        }
    }

    private static let ofTrack = "albums.coverArt,artists"
    private static let ofAlbum = "coverArt,artists,items"
    private static let ofPlaylist = "coverArt,items"

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc):
                return try await list(
                    "tracks", [("filter[isrc]", isrc)], Self.ofTrack, market
                ) { $0.track($1, .code(isrc)) }
            case .upc(let upc):
                return try await list(
                    "albums", [("filter[barcodeId]", upc)], Self.ofAlbum, market
                ) { $0.album($1, .code(upc)) }
            case .address(let address): return try await find(address, market)
            case .words(let music): return try await search(music, market)
            }
        }
    }

    private func find(
        _ address: MusicAddress, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        guard isPlainID(address.id) else { return [] }
        switch address.kind {
        case .track:
            return try await list("tracks/\(address.id)", [], Self.ofTrack, market) {
                $0.track($1, .address)
            }
        case .album:
            return try await list("albums/\(address.id)", [], Self.ofAlbum, market) {
                $0.album($1, .address)
            }
        case .playlist:
            return try await list("playlists/\(address.id)", [], Self.ofPlaylist, market) {
                $0.playlist($1)
            }
        case .artist, .short: return []
        }
    }

    private func list(
        _ place: String, _ pairs: [(name: String, value: String)], _ include: String,
        _ market: String, _ read: (TidalDocument, TidalResource) -> Candidate?
    ) async throws(SourceFailure) -> [Candidate] {
        guard let document = try await ask(place, pairs, include, market) else { return [] }
        return try candidates(of: document.hits()) { read(document, $0) }
    }

    /// One resource stands for the search; the hits are related to it, best first.
    private func search(
        _ music: Music, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let words = music.searchWords
        let query = String("\(words.artist) \(words.title)".prefix(Limits.tidalQueryMax))
        let include =
            music.kind == .track
            ? "tracks.albums.coverArt,tracks.artists" : "albums.coverArt,albums.artists"
        let document = try await ask(
            "searchResults", [("filter[query]", query)], include, market)
        guard let document, let result = try document.hits().first else { return [] }
        let asked = Asked.words(music.code)
        return document.related(result, music.kind == .track ? "tracks" : "albums")
            .prefix(Limits.searchHitsMax).compactMap {
                music.kind == .track ? document.track($0, asked) : document.album($0, asked)
            }
    }

    private func ask(
        _ place: String, _ pairs: [(name: String, value: String)], _ include: String,
        _ market: String
    ) async throws(SourceFailure) -> TidalDocument? {
        try await calls.ask(
            url("\(api)/\(place)", pairs + [("countryCode", market), ("include", include)]),
            for: TidalDocument.self)
    }
}
