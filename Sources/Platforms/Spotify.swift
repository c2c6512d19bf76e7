import Outbound
import Smartlink

/// Spotify.
///
/// Documented: the flow, the life of refresh tokens, `PUT /v1/me/library`, the older endpoints, 429's `Retry-After`.
/// Measured by others only: `q=upc:` wants 14 digits at times, and a miss of `q=isrc:` is no proof, so a miss is
/// asked again later.
struct Spotify: CodeFlowPlatform {
    let id = "spotify"
    let api: String
    let library: Library
    let flow: OAuthFlow
    let door: PlatformDoor
    private let found = FoundItems()
    let artists = Found<String>()

    enum Library {
        case current
        /// Extended Quota: one endpoint a kind.
        case legacy
    }

    init(_ credentials: PlatformCredentials, _ door: PlatformDoor) {
        self.door = door
        api = credentials.apiBase ?? "https://api.spotify.com"
        library = credentials.legacyLibrary ? .legacy : .current
        flow = OAuthFlow(
            authorizeURL: credentials.authorizeUrl ?? "https://accounts.spotify.com/authorize",
            tokenURL: credentials.tokenUrl ?? "https://accounts.spotify.com/api/token",
            clientId: credentials.clientId, clientSecret: credentials.clientSecret,
            scope: "user-library-modify", clientProof: .basic)
    }

    /// Six months after the fan agreed, however often the grant is renewed.
    func dies(_ grant: TokenGrant) -> Instant? {
        Instant(ms: grant.authorisedAt.ms + Limits.spotifyGrantDays * 86_400_000)
    }

    /// `account_id` never changes; answers without it are older. Neither needs a scope.
    func account(of grant: TokenGrant) async -> String? {
        let request = door.call(
            .get, "\(api)/v1/me", authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request, msMax: Limits.accountMsMax),
            response.isSuccess, let profile = response.json(Profile.self),
            let account = profile.account ?? profile.user, isPlainID(account)
        else { return nil }
        return account
    }

    private struct Profile: Decodable {
        var account: String?
        var user: String?

        private enum CodingKeys: String, CodingKey {
            case account = "account_id"
            case user = "id"
        }
    }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        switch await find(target, grant) {
        case .found(let item): await save(item, grant).forgetting(item, in: found)
        case .notReleased: .notReleased
        case .ended(let outcome): outcome
        }
    }

    private func save(_ item: Item, _ grant: TokenGrant) async -> SaveOutcome {
        await send(adding([item], grant))
    }

    var togetherMax: Int {
        switch library {
        case .current: Limits.spotifyURIsMax
        case .legacy: Limits.spotifyAlbumsMax
        }
    }

    func save(
        _ targets: [SaveTarget], with grant: TokenGrant, key: String
    ) async -> [SaveOutcome]? {
        var findings = await Findings(of: targets) { await find($0, grant) }
        let all = findings.items.map(\.item)
        let groups =
            switch library {
            case .current: [all]
            case .legacy: [all.filter { $0.kind == .track }, all.filter { $0.kind != .track }]
            }
        for group in groups where !group.isEmpty {
            let outcome = await send(adding(group, grant))
            guard outcome.isOfRequest else { return nil }
            findings.settle(outcome, group.contains)
        }
        return findings.settled
    }

    /// The request that saves things: of one kind where the older endpoints are used.
    private func adding(_ items: [Item], _ grant: TokenGrant) -> OutboundRequest {
        let authorization = "Bearer \(grant.access)"
        let ids = items.map(\.id)
        switch (library, items.first?.kind) {
        case (.current, _):
            let uris = items.map { "spotify:\($0.kind.rawValue):\($0.id)" }
            return door.call(
                .put, url("\(api)/v1/me/library", [("uris", uris.joined(separator: ","))]),
                authorization: authorization)
        case (.legacy, .track):
            var request = door.call(.put, "\(api)/v1/me/tracks", authorization: authorization)
            request.fields.append(("Content-Type", "application/json"))
            request.body = Array(#"{"ids":["\#(ids.joined(separator: #"",""#))"]}"#.utf8)
            return request
        case (.legacy, _):
            return door.call(
                .put, url("\(api)/v1/me/albums", [("ids", ids.joined(separator: ","))]),
                authorization: authorization)
        }
    }

    private func send(_ request: OutboundRequest) async -> SaveOutcome {
        guard let response = await door.send(request) else { return .unreachable }
        if let outcome = outcome(response) { return outcome }
        return response.status == 200 && response.isBare ? .saved : .unreachable
    }

    /// Nil if it went well.
    func outcome(_ response: OutboundResponse) -> SaveOutcome? {
        if response.isSuccess { return nil }
        if let outcome = response.plainOutcome { return outcome }
        return switch response.status {
        // A fan who is not on a development app's list may agree, but never be served.
        case 403: .refused(.notRegistered)
        case 404: .notReleased
        default: .refused(.rejected)
        }
    }

    // MARK: Finding

    func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding {
        if let item = Self.item(target.url) { return .found(item) }
        switch target.key {
        case .isrc(let isrc)?: return await search("isrc:\(isrc)", .track, grant)
        case .upc(let upc)?:
            for form in upcForms(upc) {
                let finding = await search("upc:\(form)", .album, grant)
                if case .notReleased = finding { continue }
                return finding
            }
            return .notReleased
        // The library takes playlists only with a scope that may change the fan's own ones.
        case nil: return target.kind == .playlist ? .ended(.refused(.rejected)) : .notReleased
        }
    }

    private func search(_ query: String, _ kind: Link.Kind, _ grant: TokenGrant) async -> Finding {
        if let item = found.item(query) { return .found(item) }
        let pairs = [("q", query), ("type", kind.rawValue), ("limit", "1")]
        let request = door.call(
            .get, url("\(api)/v1/search", pairs), authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        if let outcome = outcome(response) { return .ended(outcome) }
        guard let answer = response.json(SearchAnswer.self) else { return .ended(.unreachable) }
        guard let hit = (answer.tracks ?? answer.albums)?.items.first, isPlainID(hit.id) else {
            return .notReleased
        }
        let item = Item(kind: kind, id: hit.id)
        found.keep(item, query)
        return .found(item)
    }

    private struct SearchAnswer: Decodable {
        struct Hits: Decodable { var items: [Hit] }
        struct Hit: Decodable { var id: String }
        var tracks: Hits?
        var albums: Hits?
    }

    /// `open.spotify.com/[intl-de/]track/{22 letters and digits}`
    static func item(_ text: String?) -> Item? {
        guard let address = PlatformURL(text, on: "spotify.com") else { return nil }
        for kind in [Link.Kind.track, .album] {
            guard let id = address.segment(after: kind.rawValue), id.utf8.count == 22,
                id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
            else { continue }
            return Item(kind: kind, id: String(id))
        }
        return nil
    }
}
