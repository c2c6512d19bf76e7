import Outbound
import Smartlink

/// TIDAL.
///
/// By its specification: catalogue filters, the collections, `meta.skipped`, 409 and its codes, `Idempotency-Key`.
/// By its own development kits only: the scope at the token endpoint, and that refresh tokens stay, so another one is
/// taken if it comes; a client secret, which they do not send, goes along where the operator has one.
struct Tidal: CodeFlowPlatform {
    let id = "tidal"
    let api: String
    let flow: OAuthFlow
    let door: PlatformDoor
    private let found = FoundItems()
    let artists = Found<String>()
    static let mediaType = "application/vnd.api+json"

    init(_ credentials: PlatformCredentials, _ door: PlatformDoor) {
        self.door = door
        api = credentials.apiBase ?? "https://openapi.tidal.com"
        flow = OAuthFlow(
            authorizeURL: credentials.authorizeUrl ?? "https://login.tidal.com/authorize",
            tokenURL: credentials.tokenUrl ?? "https://auth.tidal.com/v1/oauth2/token",
            clientId: credentials.clientId, clientSecret: credentials.clientSecret,
            scope: "collection.write", tokenExtras: [("scope", "collection.write")])
    }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        switch await find(target, grant) {
        case .found(let item): await save(item, grant, key).forgetting(item, in: found)
        case .notReleased: .notReleased
        case .ended(let outcome): outcome
        }
    }

    private func save(_ item: Item, _ grant: TokenGrant, _ key: String) async -> SaveOutcome {
        let request = adding([item.id], of: Collection(item.kind), grant, key)
        guard let response = await door.send(request) else { return .unreachable }
        switch outcomes(response, of: [item.id]) {
        case .each(let outcomes): return outcomes[0]
        case .whole(let outcome): return outcome
        }
    }

    var togetherMax: Int { Limits.tidalItemsMax }

    func save(
        _ targets: [SaveTarget], with grant: TokenGrant, key: String
    ) async -> [SaveOutcome]? {
        var findings = await Findings(of: targets) { await find($0, grant) }
        for kind in Link.Kind.allCases {
            let ids = findings.ids(of: kind)
            if ids.isEmpty { continue }
            // One key a request: the same one would stand for another payload.
            let request = adding(ids, of: Collection(kind), grant, "\(key)-\(kind.rawValue)")
            guard let response = await door.send(request) else { continue }
            switch outcomes(response, of: ids) {
            case .each(let outcomes):
                for (id, outcome) in zip(ids, outcomes) {
                    let item = Item(kind: kind, id: id)
                    findings.settle(outcome.forgetting(item, in: found)) { $0 == item }
                }
            // A conflict does not say whether all were there.
            case .whole(let outcome):
                guard outcome != .saved, outcome.isOfRequest else { return nil }
                findings.settle(outcome) { $0.kind == kind }
            }
        }
        return findings.settled
    }

    /// One of the fan's collections: what it is called, and what is in it.
    enum Collection: String, CaseIterable {
        case tracks = "userCollectionTracks"
        case albums = "userCollectionAlbums"
        case playlists = "userCollectionPlaylists"
        case artists = "userCollectionArtists"

        init(_ kind: Link.Kind) {
            self =
                switch kind {
                case .track: .tracks
                case .album: .albums
                case .playlist: .playlists
                }
        }
    }

    /// The request that adds things of one kind, as many as there may be in one.
    func adding(
        _ ids: [String], of collection: Collection, _ grant: TokenGrant, _ key: String
    ) -> OutboundRequest {
        var request = door.call(
            .post, "\(api)/v2/\(collection.rawValue)/me/relationships/items",
            authorization: "Bearer \(grant.access)", accept: Self.mediaType)
        request.fields.append(("Content-Type", Self.mediaType))
        request.fields.append(
            ("Idempotency-Key", String(key.prefix(Limits.idempotencyKeyBytesMax))))
        let entries = ids.map { #"{"id":"\#($0)","type":"\#(collection)"}"# }
        request.body = Array(#"{"data":[\#(entries.joined(separator: ","))]}"#.utf8)
        return request
    }

    /// What an answer says: of each thing on its own, or of the request.
    enum Answer {
        case each([SaveOutcome])
        case whole(SaveOutcome)
    }

    func outcomes(_ response: OutboundResponse, of ids: [String]) -> Answer {
        if response.isSuccess {
            guard response.status == 200, let answer = response.json(SaveAnswer.self) else {
                return .whole(.unreachable)
            }
            let skipped = answer.meta?.skipped ?? []
            return .each(
                ids.map { id in
                    let reason = skipped.first { $0.id == id }?.reason
                    return reason == "NOT_FOUND" ? .notReleased : .saved
                })
        }
        if let outcome = response.plainOutcome { return .whole(outcome) }
        switch response.status {
        case 404: return .whole(.notReleased)
        case 409:
            return switch response.json(ErrorAnswer.self)?.errors.first?.code {
            case "IDEMPOTENT_REQUEST_IN_PROGRESS": .whole(.unreachable)
            case "TOO_MANY_ITEMS_IN_COLLECTION": .whole(.refused(.rejected))
            default: .whole(.saved)
            }
        // The key stood for another id within the hour: later it is free again.
        case 422: return .whole(.unreachable)
        default: return .whole(.refused(.rejected))
        }
    }

    private struct SaveAnswer: Decodable {
        struct Meta: Decodable { var skipped: [Skipped]? }
        struct Skipped: Decodable {
            var id: String
            var reason: String
        }
        var meta: Meta?
    }

    private struct ErrorAnswer: Decodable {
        struct Fault: Decodable { var code: String? }
        var errors: [Fault]
    }

    // MARK: Finding

    func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding {
        if let item = Self.item(target.url) { return .found(item) }
        let (path, filter, value, kind): (String, String, String, Link.Kind)
        switch target.key {
        case .isrc(let isrc)?: (path, filter, value, kind) = ("tracks", "isrc", isrc, .track)
        case .upc(let upc)?:
            (path, filter, value, kind) = ("albums", "barcodeId", upc, .album)
        case nil: return .notReleased
        }
        let cacheKey = "\(filter):\(value):\(grant.market ?? "")"
        if let item = found.item(cacheKey) { return .found(item) }
        var pairs = [("filter[\(filter)]", value)]
        if let market = grant.market { pairs.append(("countryCode", market.uppercased())) }
        let request = door.call(
            .get, url("\(api)/v2/\(path)", pairs), authorization: "Bearer \(grant.access)",
            accept: Self.mediaType)
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        if let outcome = response.plainOutcome { return .ended(outcome) }
        if response.status == 404 { return .notReleased }
        guard response.isSuccess else { return .ended(.refused(.rejected)) }
        guard let answer = response.json(CatalogueAnswer.self) else { return .ended(.unreachable) }
        guard let hit = answer.data.first, isPlainID(hit.id) else { return .notReleased }
        let item = Item(kind: kind, id: hit.id)
        found.keep(item, cacheKey)
        return .found(item)
    }

    private struct CatalogueAnswer: Decodable {
        struct Hit: Decodable { var id: String }
        var data: [Hit]
    }

    /// `tidal.com/[browse/]track/{number}`, albums alike; `tidal.com/playlist/{UUID}`
    static func item(_ text: String?) -> Item? {
        guard let address = PlatformURL(text, on: "tidal.com") else { return nil }
        for kind in Link.Kind.allCases {
            guard let id = address.segment(after: kind.rawValue),
                kind == .playlist ? isPlainID(id) && id.utf8.count == 36 : isNumber(id)
            else { continue }
            return Item(kind: kind, id: String(id))
        }
        return nil
    }
}
