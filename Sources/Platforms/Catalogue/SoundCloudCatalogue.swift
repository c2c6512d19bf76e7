import Outbound
import Smartlink

/// SoundCloud's catalogue, asked with the app's own token.
///
/// By its specification: the flow, `Authorization: OAuth`, both searches, `resolve` of soundcloud.com and
/// on.soundcloud.com, `access`, the fields. Third parties' word only: `-t500x500` in place of `-large` in a picture's
/// URL. Nothing can be asked for by code: hits of a search are compared by the ISRC or EAN they carry.
struct SoundCloudCatalogue: MusicSource {
    let id = "soundcloud"
    private let api: String
    private let door: PlatformDoor
    private let tokens: AppTokens
    private let clock: @Sendable () -> Instant

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor,
        clock: @escaping @Sendable () -> Instant
    ) {
        api = credentials.apiBase ?? "https://api.soundcloud.com"
        self.door = door
        self.clock = clock
        tokens = AppTokens(
            OAuthFlow(
                authorizeURL: "",
                tokenURL: credentials.tokenUrl ?? "https://secure.soundcloud.com/oauth/token",
                clientId: credentials.clientId, clientSecret: credentials.clientSecret,
                scope: nil, clientProof: .basic, tokens: .singleUse), door)
    }

    func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc, .upc: false
        case .address(let address): address.platform == id && address.kind != .artist
        case .words(let music): music.kind != .playlist
        }
    }

    func find(_ clue: Clue, market: String) async -> SourceAnswer {
        await sourceAnswer { () async throws(SourceFailure) in
            switch clue {
            case .isrc, .upc: return []
            case .address(let address): return try await resolve(address)
            case .words(let music): return try await search(music)
            }
        }
    }

    private func search(_ music: Music) async throws(SourceFailure) -> [Candidate] {
        let pairs = [
            ("q", "\(music.artist) \(music.title)"), ("limit", "\(Limits.searchHitsMax)"),
            // What may not be played is a find all the same.
            ("access", "playable,preview,blocked"), ("linked_partitioning", "true"),
        ]
        if music.kind == .track {
            let list = try await ask(url("\(api)/tracks", pairs), SoundCloudList.self)
            return try list?.items.hits().compactMap { $0.candidate(knowing: music.isrc) } ?? []
        }
        let list = try await ask(
            url("\(api)/playlists", pairs + [("show_tracks", "false")]), SoundCloudList.self)
        return try list?.items.hits().compactMap { $0.candidate(knowing: music.upc) } ?? []
    }

    /// What stands at a page's address, short ones too.
    private func resolve(_ address: MusicAddress) async throws(SourceFailure) -> [Candidate] {
        guard let item = try await ask(url("\(api)/resolve", [("url", address.url)]), Sound.self)
        else { return [] }
        // A short link may lead to a person as well.
        guard item.isMusic else { return [] }
        guard var candidate = item.candidate(knowing: nil) else { throw SourceFailure(.garbled) }
        candidate.basis = .address
        return [candidate]
    }

    private typealias Sound = SoundCloudItem

    /// Nil if there is no such thing.
    private func ask<Answer: Decodable>(
        _ url: String, _ type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        let response = try await tokens.use(clock) { token throws(SourceFailure) in
            var request = door.call(.get, url, authorization: "OAuth \(token)")
            request.responseBytesMax = Limits.listBytesMax
            // `resolve` sends on to the resource itself, at the same place.
            if let host = host(of: api) { request.redirects = .within([host]) }
            return try await door.ask(request, at: clock())
        }
        if response.status == 404 { return nil }
        if response.status == 403 { throw SourceFailure(.unauthorised) }
        guard response.isSuccess, let answer = response.catalogueJSON(type) else {
            throw SourceFailure(.garbled)
        }
        return answer
    }
}

/// The host of an address the operator gave or we know, as libcurl names it.
func host(of url: String) -> String? {
    let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let authority = parts[1].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if authority.hasPrefix("[") {
        return authority.firstIndex(of: "]").map { authority[...$0].lowercased() }
    }
    let host = authority.prefix { $0 != ":" }
    return host.isEmpty ? nil : host.lowercased()
}
