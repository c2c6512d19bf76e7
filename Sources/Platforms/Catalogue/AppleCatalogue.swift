import Outbound
import Smartlink

/// Apple Music's catalogue, with the operator's MusicKit key.
///
/// Documented: the developer token; songs by ISRC, one of which may have several; albums by UPC; songs, albums and
/// playlists by id; search; a storefront's ids are its own; artwork as a template; 429 without a number.
/// Unverified: how many digits `filter[upc]` wants, so the number is tried as given, with 13 and with 14.
/// By a developers' forum: albums included with an ISRC filter time out, so the relationship that comes anyway is read.
struct AppleCatalogue: MusicSource {
    let id = "apple-music"
    private let api: String
    private let token: AppleDeveloperToken
    private let door: PlatformDoor
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor, _ token: AppleDeveloperToken,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = (credentials.apiBase ?? "https://api.music.apple.com") + "/v1/catalog"
        self.token = token
        self.door = door
        self.clock = clock
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc, .upc: true
        case .address(let address):
            address.platform == id && address.kind.linkKind != nil && isPlainID(address.id)
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc(let isrc):
                let hits = try await list("songs", [("filter[isrc]", isrc)], market)
                return try candidates(of: hits) { $0.candidate(.code(isrc), .track) }
            case .upc(let upc): return try await releases(upc: upc, market)
            case .address(let address): return try await find(address, market)
            case .words(let music): return try await search(music, market)
            }
        }
    }

    private func releases(
        upc: String, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        for form in [upc] + upcForms(upc).filter({ $0 != upc && $0.utf8.count > 12 }) {
            let hits = try await list("albums", [("filter[upc]", form)], market)
            let found = try candidates(of: hits) { $0.candidate(.code(upc), .album) }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// An id is its storefront's own: it is looked up where the address has it from.
    private func find(
        _ address: MusicAddress, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        guard let kind = address.kind.linkKind, isPlainID(address.id) else { return [] }
        let hits = try await list(
            "\(Self.type(kind))/\(address.id)", [], address.country ?? market)
        return try candidates(of: hits) { $0.candidate(.address, kind) }
    }

    private func search(
        _ music: Music, _ market: String
    ) async throws(SourceFailure) -> [Candidate] {
        let words = music.searchWords
        let answer = try await ask(
            "search",
            [
                ("types", Self.type(music.kind)), ("term", "\(words.artist) \(words.title)"),
                ("limit", "10"),
            ], market, for: AppleSearch.self)
        // A type nothing is found of is left out.
        let page = music.kind == .track ? answer?.results.songs : answer?.results.albums
        let hits = try page?.data.hits() ?? []
        return try candidates(of: hits) { $0.candidate(.words(music.code), music.kind) }
    }

    private func list(
        _ place: String, _ pairs: [(name: String, value: String)], _ storefront: String
    ) async throws(SourceFailure) -> [AppleResource] {
        let page = try await ask(place, pairs, storefront, for: AppleSearch.Page.self)
        return try page?.data.hits() ?? []
    }

    private func ask<Answer: Decodable>(
        _ place: String, _ pairs: [(name: String, value: String)], _ storefront: String,
        for type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        guard let token = token.token(at: clock()) else { throw SourceFailure(.unauthorised) }
        let storefront = percentEncoded(storefront.lowercased())
        let request = door.call(
            .get, url("\(api)/\(storefront)/\(place)", pairs), authorization: "Bearer \(token)")
        return try await door.ask(request, at: clock()).answer(type)
    }

    private static func type(_ kind: Link.Kind) -> String {
        switch kind {
        case .track: "songs"
        case .album: "albums"
        case .playlist: "playlists"
        }
    }
}
