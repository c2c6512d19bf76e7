import Outbound
import Smartlink

/// Spotify's catalogue.
///
/// By its specification: search with `isrc:`, `upc:`, `track:`, `album:`, `artist:`, ten hits a page; tracks, albums and
/// playlists by id, and their fields; the app's own token; 429 with `Retry-After`.
/// Recorded: `upc:` finds some releases by 14 digits only, so all forms are tried.
/// Third parties' word only: several ISRCs in one search find nothing, so each is a call; a search by ISRC comes back
/// empty at times, so a miss is asked again later. Entries of a playlist that is not the app's own may be left out.
struct SpotifyCatalogue: MusicSource {
    let id = "spotify"
    private let api: String
    private let calls: AppCalls

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = (credentials.apiBase ?? "https://api.spotify.com") + "/v1"
        let flow = OAuthFlow(
            authorizeURL: "",
            tokenURL: credentials.tokenUrl ?? "https://accounts.spotify.com/api/token",
            clientId: credentials.clientId, clientSecret: credentials.clientSecret,
            clientProof: .basic)
        calls = AppCalls(door: door, tokens: AppTokens(flow, door), clock: clock)
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc, .upc: true
        case .address(let address):
            address.platform == id && address.kind.linkKind != nil && Self.isID(address.id)
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc):
                return try await tracks("isrc:\(isrc)", .code(isrc), market)
            case .upc(let upc): return try await releases(upc: upc, market)
            case .address(let address): return try await find(address, market)
            case .words(let music):
                let words = music.searchWords
                let artist = "artist:\"\(words.artist)\""
                return music.kind == .track
                    ? try await tracks(
                        "track:\"\(words.title)\" \(artist)", .words(music.isrc), market)
                    : try await candidates(
                        of: albums("album:\"\(words.title)\" \(artist)", market)
                    ) { $0.candidate(.words(music.upc), market) }
            }
        }
    }

    private func tracks(
        _ query: String, _ asked: Asked, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let hits = try await search(query, "track", market)?.tracks?.items.hits() ?? []
        return try candidates(of: hits) { $0.candidate(asked, market) }
    }

    private func albums(
        _ query: String, _ market: String
    ) async throws(SourceFailure) -> [SpotifyAlbum] {
        try await search(query, "album", market)?.albums?.items.hits() ?? []
    }

    /// Hits of a search carry no UPC and no tracks: the release itself is asked for both.
    private func releases(
        upc: String, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        for form in upcForms(upc) {
            var found: [Candidate] = []
            for hit in try await albums("upc:\(form)", market).prefix(Limits.releasesMax) {
                guard Self.isID(hit.id), let album = try await album(hit.id, market) else {
                    continue
                }
                if let candidate = album.candidate(.code(upc), market) { found.append(candidate) }
            }
            if !found.isEmpty { return found }
        }
        return []
    }

    private func find(
        _ address: MusicAddress, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        guard Self.isID(address.id) else { return [] }
        let candidate: Candidate?
        switch address.kind {
        case .track:
            let place = url("\(api)/tracks/\(address.id)", [("market", market)])
            guard let track = try await calls.ask(place, for: SpotifyTrack.self) else { return [] }
            candidate = track.candidate(.address, market)
        case .album:
            guard let album = try await album(address.id, market) else { return [] }
            candidate = album.candidate(.address, market)
        case .playlist:
            let place = url(
                "\(api)/playlists/\(address.id)",
                [("market", market), ("fields", SpotifyPlaylist.fields)])
            guard let list = try await calls.ask(place, for: SpotifyPlaylist.self) else {
                return []
            }
            candidate = list.candidate
        case .artist, .short: return []
        }
        guard let candidate else { throw SourceFailure(.garbled) }
        return [candidate]
    }

    private func album(
        _ id: String, _ market: String
    ) async throws(SourceFailure) -> SpotifyAlbum? {
        try await calls.ask(
            url("\(api)/albums/\(id)", [("market", market)]), for: SpotifyAlbum.self)
    }

    private func search(
        _ query: String, _ type: String, _ market: String
    ) async throws(SourceFailure) -> SpotifySearch? {
        let answer = try await calls.ask(
            url(
                "\(api)/search",
                [("q", query), ("type", type), ("market", market), ("limit", "10")]),
            for: SpotifySearch.self)
        // It answers for the type that was asked for, whatever it finds.
        if let answer, answer.tracks == nil, answer.albums == nil { throw SourceFailure(.garbled) }
        return answer
    }

    /// 22 letters and digits.
    static func isID(_ text: String) -> Bool {
        text.utf8.count == 22 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
