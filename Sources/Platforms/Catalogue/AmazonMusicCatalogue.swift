import FoundationEssentials
import Outbound
import Smartlink

/// Amazon Music's catalogue, Web API version 1, a closed beta.
///
/// Documented: the search of tracks and its fields, tracks and an album by id, `x-api-key` with the security
/// profile's ID, the scope, the form of a search's answer. Unverified: that an app's own token (client credentials at
/// Login with Amazon) is enough, the form of several tracks' answer, the search of albums by words alone and its
/// answer, pictures. An answer of another form fails, and nothing else does. An album cannot be asked for by UPC: no
/// such field is documented.
struct AmazonMusicCatalogue: MusicSource {
    let id = "amazon-music"
    private let api: String
    private let profile: String
    private let door: PlatformDoor
    private let tokens: AppTokens
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://api.music.amazon.dev"
        profile = credentials.apiKey
        self.door = door
        self.clock = clock
        tokens = AppTokens(
            OAuthFlow(
                authorizeURL: "",
                tokenURL: credentials.tokenUrl ?? "https://api.amazon.com/auth/o2/token",
                clientId: credentials.clientId, clientSecret: credentials.clientSecret,
                scope: nil, tokenExtras: [("scope", "music::catalog")]), door)
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: true
        case .upc: false
        case .address(let address):
            address.platform == id && (address.kind == .track || address.kind == .album)
                && isASIN(address.id)
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc):
                return try await tracks([.init(field: "isrc", query: isrc)], isrc, market)
            case .upc: return []
            case .address(let address): return try await find(address, market)
            case .words(let music) where music.kind == .track:
                let filters: [AmazonSearch.Filter] = [
                    .init(field: "name", query: music.title),
                    .init(field: "artistName", query: music.artist),
                ]
                return try await tracks(filters, music.isrc, market)
            case .words(let music):
                let words = AmazonSearch.Filter(query: "\(music.artist) \(music.title)")
                let found = try await search("albums", [words], AmazonAlbumHits.self)
                return try found?.data.searchAlbums.edges.hits().compactMap {
                    $0.node.candidate(.words, market)
                } ?? []
            }
        }
    }

    private func tracks(
        _ filters: [AmazonSearch.Filter], _ isrc: String?, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let found = try await search("tracks", filters, AmazonTrackHits.self)
        return try found?.data.searchTracks.edges.hits().compactMap { hit in
            let code = hit.node.isrc.flatMap(ISRC.normal)
            // A search is no look-up: a hit has to carry the code itself.
            return hit.node.candidate(code != nil && code == isrc ? .code : .words, market)
        } ?? []
    }

    private func find(
        _ address: MusicAddress, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        guard isASIN(address.id) else { return [] }
        if address.kind == .track {
            let place = url("\(api)/v1/tracks", [("ids", address.id)])
            let answer = try await ask(
                door.call(.get, place, authorization: nil), AmazonTracksAnswer.self)
            let same = try answer?.data.tracks.hits().filter { $0.id == address.id } ?? []
            return same.compactMap { $0.candidate(.address, market) }
        }
        let request = door.call(.get, "\(api)/v1/albums/\(address.id)", authorization: nil)
        guard let answer = try await ask(request, AmazonAlbumAnswer.self) else { return [] }
        guard let found = answer.data.album.candidate(.address, market) else {
            throw SourceFailure(.garbled)
        }
        return [found]
    }

    // MARK: Asking

    private func search<Answer: Decodable>(
        _ what: String, _ filters: [AmazonSearch.Filter], _ type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        var request = door.call(.post, "\(api)/v1/search/\(what)", authorization: nil)
        let search = AmazonSearch(searchFilters: filters, limit: Limits.candidatesMax)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let body = try? encoder.encode(search) else { throw SourceFailure(.garbled) }
        request.body = Array(body)
        request.fields.append(("Content-Type", "application/json"))
        return try await ask(request, type)
    }

    /// Nil if there is no such thing.
    private func ask<Answer: Decodable>(
        _ request: OutboundRequest, _ type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        let response = try await tokens.use(clock) { token throws(SourceFailure) in
            var request = request
            request.fields += [("Authorization", "Bearer \(token)"), ("x-api-key", profile)]
            request.responseBytesMax = Limits.listBytesMax
            return try await door.ask(request, at: clock())
        }
        if response.status == 404 { return nil }
        // A profile Amazon has not enabled.
        if response.status == 403 { throw SourceFailure(.unauthorised) }
        guard response.isSuccess, let answer = response.catalogueJSON(type) else {
            throw SourceFailure(.garbled)
        }
        return answer
    }
}

/// Amazon's number of anything: ten capitals and digits.
func isASIN(_ text: String) -> Bool {
    text.utf8.count == 10
        && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
}
