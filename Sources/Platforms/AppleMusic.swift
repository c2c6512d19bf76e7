import Outbound
import Smartlink

/// Apple Music. The browser hands over a Music User Token; there is no code and no renewal.
///
/// Documented: the developer token, the catalogue, `POST /v1/me/library` with 202, 403 for a token that is not taken
/// any more. Ids are a storefront's own and what cannot be added is passed over in silence, so each is looked up in
/// the fan's catalogue just before it is added. Unverified: how long a user token lives, and how many digits `filter[upc]` wants, so all are tried.
struct AppleMusic: SavingPlatform {
    let id = "apple-music"
    private let api: String
    private let developerToken: AppleDeveloperToken
    private let clock: @Sendable () -> Instant
    private let door: PlatformDoor
    private let found = FoundItems()

    init(
        _ credentials: PlatformCredentials, _ door: PlatformDoor, _ token: AppleDeveloperToken,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.door = door
        self.clock = clock
        developerToken = token
        api = credentials.apiBase ?? "https://api.music.apple.com"
    }

    func authorizeURL(state: String, challenge: String, redirect: String) -> String? { nil }

    /// `code` is the Music User Token; asking for the fan's storefront shows whether it is one.
    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant {
        guard TokenAnswer.isToken(code) else { throw .invalidGrant }
        var grant = TokenGrant(access: code, authorisedAt: now)
        guard let request = call(.get, "\(api)/v1/me/storefront", grant, at: now) else {
            throw .misconfigured
        }
        guard let response = await door.send(request) else { throw .unreachable }
        switch response.status {
        case 401: throw .misconfigured
        case 403: throw .invalidGrant
        default: break
        }
        guard response.isSuccess, let storefront = response.json(Answer.self)?.data.first?.id,
            isPlainID(storefront)
        else { throw .unreachable }
        grant.market = storefront
        return grant
    }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        grant
    }

    func dies(_ grant: TokenGrant) -> Instant? { nil }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        let item: Item
        switch await find(target, grant) {
        case .found(let match): item = match
        case .notReleased: return .notReleased
        case .ended(let outcome): return outcome
        }
        return await add([item], grant).forgetting(item, in: found)
    }

    var togetherMax: Int { Limits.appleIDsMax }

    func save(
        _ targets: [SaveTarget], with grant: TokenGrant, key: String
    ) async -> [SaveOutcome]? {
        var findings = await Findings(of: targets) { await find($0, grant) }
        if findings.items.isEmpty { return findings.settled }
        let outcome = await add(findings.items.map(\.item), grant)
        guard outcome.isOfRequest else { return nil }
        findings.settle(outcome)
        return findings.settled
    }

    private func add(_ items: [Item], _ grant: TokenGrant) async -> SaveOutcome {
        var pairs: [(String, String)] = []
        for kind in Link.Kind.allCases {
            let ids = items.filter { $0.kind == kind }.map(\.id)
            if !ids.isEmpty {
                pairs.append(("ids[\(Self.type(kind))]", ids.joined(separator: ",")))
            }
        }
        let response: OutboundResponse
        switch await send(.post, url("\(api)/v1/me/library", pairs), grant) {
        case .success(let answer): response = answer
        case .failure(let trouble): return trouble.outcome
        }
        if response.isSuccess {
            return response.status == 202 && response.isBare ? .saved : .unreachable
        }
        return response.status == 404 ? .notReleased : .refused(.rejected)
    }

    private static func type(_ kind: Link.Kind) -> String {
        switch kind {
        case .track: "songs"
        case .album: "albums"
        case .playlist: "playlists"
        }
    }

    // MARK: Calls

    private struct Trouble: Error { var outcome: SaveOutcome }

    private func call(
        _ method: OutboundRequest.Method, _ url: String, _ grant: TokenGrant, at now: Instant
    ) -> OutboundRequest? {
        guard let token = developerToken.token(at: now) else { return nil }
        var request = door.call(method, url, authorization: "Bearer \(token)")
        request.fields.append(("Music-User-Token", grant.access))
        return request
    }

    private func send(
        _ method: OutboundRequest.Method, _ url: String, _ grant: TokenGrant
    ) async -> Result<OutboundResponse, Trouble> {
        guard let request = call(method, url, grant, at: clock()),
            let response = await door.send(request)
        else { return .failure(Trouble(outcome: .unreachable)) }
        switch response.status {
        // The developer token: the operator's to mend, no fan's.
        case 401: return .failure(Trouble(outcome: .misconfigured))
        case 403: return .failure(Trouble(outcome: .refused(.invalidGrant)))
        default:
            if let outcome = response.plainOutcome { return .failure(Trouble(outcome: outcome)) }
            return .success(response)
        }
    }

    private struct Answer: Decodable {
        struct Resource: Decodable { var id: String }
        var data: [Resource]
    }

    // MARK: Finding

    private func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding {
        let own = Self.item(target.url)
        // Without a storefront nothing shows whether an id can be added.
        guard let storefront = grant.market ?? own?.storefront else { return .notReleased }
        let catalogue = "\(api)/v1/catalog/\(storefront)"
        let (filter, values) =
            switch target.key {
            case .isrc(let isrc)?: ("isrc", [isrc])
            case .upc(let upc)?: ("upc", upcForms(upc))
            case nil: ("", [])
            }
        let known = "\(storefront) \(filter) \(values.first ?? "")"
        if let item = found.item(known) {
            let finding = await look(Self.address(of: item, in: catalogue), item.kind, grant)
            guard case .notReleased = finding else { return finding }
            found.forget(item)
        }
        for value in values {
            let address = url(
                "\(catalogue)/\(Self.type(target.kind))", [("filter[\(filter)]", value)])
            let finding = await look(address, target.kind, grant)
            if case .notReleased = finding { continue }
            if case .found(let item) = finding { found.keep(item, known) }
            return finding
        }
        guard let item = own?.item else { return .notReleased }
        return await look(Self.address(of: item, in: catalogue), item.kind, grant)
    }

    private static func address(of item: Item, in catalogue: String) -> String {
        "\(catalogue)/\(type(item.kind))/\(item.id)"
    }

    private func look(_ address: String, _ kind: Link.Kind, _ grant: TokenGrant) async -> Finding {
        let response: OutboundResponse
        switch await send(.get, address, grant) {
        case .success(let answer): response = answer
        case .failure(let trouble): return .ended(trouble.outcome)
        }
        if response.status == 404 { return .notReleased }
        guard response.isSuccess else { return .ended(.refused(.rejected)) }
        guard let answer = response.json(Answer.self) else { return .ended(.unreachable) }
        guard let hit = answer.data.first, isPlainID(hit.id) else { return .notReleased }
        return .found(Item(kind: kind, id: hit.id))
    }

    /// `music.apple.com/{cc}/album/{slug}/{number}[?i={number}]`, `/{cc}/song/…`, `/{cc}/playlist/{slug}/pl.{id}`
    static func item(_ text: String?) -> (item: Item, storefront: String?)? {
        guard let address = PlatformURL(text, on: "music.apple.com"),
            let last = address.segments.last
        else { return nil }
        let country = address.segments.first { $0.utf8.count == 2 }.map(String.init)
        func item(_ kind: Link.Kind, _ id: Substring) -> (item: Item, storefront: String?) {
            (Item(kind: kind, id: String(id)), country)
        }
        if address.segments.contains("playlist"), last.hasPrefix("pl."), isPlainID(last) {
            return item(.playlist, last)
        }
        if let track = address.parameter("i"), isNumber(track) { return item(.track, track) }
        guard isNumber(last) else { return nil }
        if address.segments.contains("song") { return item(.track, last) }
        return address.segments.contains("album") ? item(.album, last) : nil
    }
}
