import Outbound
import Smartlink

/// Deezer's catalogue; it wants no credentials.
///
/// Recorded: tracks, albums and their fields, both searches, `track:` and the like in them, errors inside 200.
/// Documented by the community's specification: playlists by id, without their fields. Third parties' word only:
/// look-up by `isrc:` and `upc:`, twelve digits of a UPC, what the error codes mean, the fields of a playlist,
/// `compile` as type of a compilation.
struct DeezerCatalogue: MusicSource {
    let id = "deezer"
    private let api: String
    private let door: PlatformDoor
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://api.deezer.com"
        self.door = door
        self.clock = clock
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc, .upc: true
        case .address(let address):
            address.platform == id && address.kind.linkKind != nil && isNumber(address.id)
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc):
                return try await one("track/isrc:\(isrc)", DeezerTrack.self) {
                    $0.candidate(.code(isrc), market)
                }
            case .upc(let upc):
                // More zeros in front than twelve digits need are not found.
                return try await one("album/upc:\(upcForms(upc)[0])", DeezerAlbum.self) {
                    $0.candidate(.code(upc), market)
                }
            case .address(let address): return try await find(address, market)
            case .words(let music): return try await search(music, market)
            }
        }
    }

    private func find(
        _ address: MusicAddress, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        guard isNumber(address.id) else { return [] }
        switch address.kind {
        case .track:
            return try await one("track/\(address.id)", DeezerTrack.self) {
                $0.candidate(.address, market)
            }
        case .album:
            return try await one("album/\(address.id)", DeezerAlbum.self) {
                $0.candidate(.address, market)
            }
        case .playlist:
            return try await one("playlist/\(address.id)", DeezerPlaylist.self) { $0.candidate }
        case .artist, .short: return []
        }
    }

    private func one<Hit: Decodable>(
        _ place: String, _ type: Hit.Type, _ read: (Hit) -> Candidate?
    ) async throws(SourceFailure) -> [Candidate] {
        guard let hit = try await ask(place, for: type) else { return [] }
        guard let candidate = read(hit) else { throw SourceFailure(.garbled) }
        return [candidate]
    }

    /// Asks for exactly these words, and if that is not found for something like them.
    private func search(
        _ music: Music, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let artist = music.artist.replacing("\"", with: " ")
        let title = music.title.replacing("\"", with: " ")
        let name = music.kind == .track ? "track" : "album"
        let exact = try await search(music, "artist:\"\(artist)\" \(name):\"\(title)\"", market)
        return exact.isEmpty ? try await search(music, "\(artist) \(title)", market) : exact
    }

    private func search(
        _ music: Music, _ query: String, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let asked = Asked.words(music.code)
        if music.kind == .track {
            let list = try await ask(
                url("search", [("q", query)]), for: DeezerList<DeezerTrack>.self)
            return try list?.data.hits().compactMap { $0.candidate(asked, market) } ?? []
        }
        let list = try await ask(
            url("search/album", [("q", query)]), for: DeezerList<DeezerAlbum>.self)
        return try list?.data.hits().compactMap { $0.candidate(asked, market) } ?? []
    }

    // MARK: Asking

    /// Nil if there is no such thing.
    private func ask<Answer: Decodable>(
        _ place: String, for type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        var request = door.call(.get, "\(api)/\(place)", authorization: nil)
        request.responseBytesMax = Limits.listBytesMax
        let response = try await door.ask(request, at: clock())
        if let fault = response.catalogueJSON(DeezerFault.self)?.error {
            guard let failure = Self.failure(code: fault.code) else { return nil }
            throw failure
        }
        if response.status == 404 { return nil }
        guard response.isSuccess, let answer = response.catalogueJSON(type) else {
            throw SourceFailure(.garbled)
        }
        return answer
    }

    /// Nil for DATA_NOT_FOUND.
    static func failure(code: Int?) -> SourceFailure? {
        switch code {
        // QUOTA
        case 4: SourceFailure(.rateLimited, retryAfterSeconds: Limits.deezerRestSeconds)
        case 800: nil
        // PERMISSION, TOKEN_INVALID, INDIVIDUAL_ACCOUNT_NOT_ALLOWED
        case 200, 300, 901: SourceFailure(.unauthorised)
        // ITEMS_LIMIT_EXCEEDED, PARAMETER, PARAMETER_MISSING, QUERY_INVALID: it is spoken to in another form now.
        case 100, 500, 501, 600: SourceFailure(.garbled)
        // SERVICE_BUSY, and codes nobody has told of.
        default: SourceFailure(.unreachable)
        }
    }
}
