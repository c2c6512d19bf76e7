// Spotify's Web API, as far as searching, saving and following go. The stand-in's app has Extended Quota, so the
// older endpoints answer too; the fault `not_registered` shows Development Mode's 403.
import HTTP

enum SpotifyDialect: Dialect {
    static let oauth: OAuthRules? = OAuthRules(
        authorizePath: "/authorize", tokenPath: "/api/token",
        scopes: [
            "user-library-modify", "user-library-read", "user-follow-modify", "user-follow-read",
            "user-read-private", "user-read-email", "playlist-modify-public",
        ],
        refreshMs: SandboxLimits.spotifyRefreshMs)

    private static let urisMax = 40
    private static let trackIDsMax = 50
    private static let albumIDsMax = 20
    private static let searchItemsMax = 10

    static func respond(to call: Call, in house: inout House) -> Response {
        guard let token = call.credentials("Bearer") else {
            return error(401, "No token provided")
        }
        guard let grant = house.grants.grant(token, .access, of: .spotify, at: call.now) else {
            return error(401, "The access token expired")
        }
        let path = call.segments.dropFirst()
        guard call.segments.first == "v1" else { return refuse(.notFound) }
        switch (call.isRead ? .get : call.request.method, path.count, path.first) {
        case (.get, 1, "search"):
            return SpotifyCatalogue.search(call, house, itemsMax: searchItemsMax)
        case (.get, 2, "tracks"), (.get, 2, "albums"):
            return SpotifyCatalogue.one(path.first ?? "", path.last ?? "", call, house)
        default: break
        }
        guard path.first == "me", let account = house.ledger.accounts[grant.account] else {
            return refuse(.notFound)
        }
        switch (call.isRead ? .get : call.request.method, path.dropFirst().joined(separator: "/")) {
        case (.get, ""): return .json(200, me(account))
        case (.put, "library"): return saveURIs(call, grant, &house)
        case (.get, "library/contains"): return contains(call, grant, house)
        case (.put, "tracks"): return save(.track, call, grant, most: trackIDsMax, &house)
        case (.put, "albums"): return save(.album, call, grant, most: albumIDsMax, &house)
        case (.put, "following"):
            guard call.parameter("type") == "artist" else {
                return error(400, "Invalid type; only artist is followed here")
            }
            return save(.artist, call, grant, most: trackIDsMax, &house)
        default: return refuse(.notFound)
        }
    }

    private static func me(_ account: SandboxAccount) -> JSON {
        [
            "account_id": .string("sandbox\(account.id)"), "id": .string("sandbox\(account.id)"),
            "display_name": .string(account.name), "country": .string(account.market),
            "product": "premium", "type": "user",
            "uri": .string("spotify:user:sandbox\(account.id)"),
        ]
    }

    private static func saveURIs(_ call: Call, _ grant: Grant, _ house: inout House) -> Response {
        let uris = call.list("uris")
        guard !uris.isEmpty else { return error(400, "Missing required field: uris") }
        guard uris.count <= urisMax else { return error(400, "Too many URIs requested") }
        var items: [Item] = []
        for uri in uris {
            guard let item = item(uri) else { return error(400, "Invalid URI: \(uri)") }
            items.append(item)
        }
        return keep(items, grant, call, &house, success: 200)
    }

    private static func save(
        _ kind: Item.Kind, _ call: Call, _ grant: Grant, most: Int, _ house: inout House
    ) -> Response {
        struct Body: Decodable { var ids: [String] }
        var ids = call.list("ids")
        if !call.request.body.isEmpty {
            guard let body = call.body(Body.self) else { return error(400, "Error parsing JSON.") }
            ids += body.ids
        }
        guard !ids.isEmpty else { return error(400, "Missing required field: ids") }
        guard ids.count <= most else { return error(400, "Too many ids requested") }
        guard ids.allSatisfy(isID) else { return error(400, "Invalid id") }
        return keep(
            ids.map { Item(kind: kind, id: $0) }, grant, call, &house,
            success: kind == .artist ? 204 : 200)
    }

    private static func keep(
        _ items: [Item], _ grant: Grant, _ call: Call, _ house: inout House, success: Int
    ) -> Response {
        for item in items {
            let scope = item.kind == .artist ? "user-follow-modify" : "user-library-modify"
            guard grant.scopes.contains(scope) else { return refuse(.scope) }
            if case .hidden = house.shelf.find(item, call) { return refuse(.notFound) }
        }
        for item in items { house.ledger.save(item, for: grant.account, at: call.now) }
        return .empty(success)
    }

    private static func contains(_ call: Call, _ grant: Grant, _ house: House) -> Response {
        let items = call.list("uris").map(item)
        guard !items.isEmpty, items.count <= urisMax, !items.contains(nil) else {
            return error(400, "Invalid URIs")
        }
        return .json(
            200,
            .array(
                items.map { item in
                    .bool(item.map { house.ledger.has($0, grant.account) } ?? false)
                }))
    }

    private static func item(_ uri: String) -> Item? {
        let parts = uri.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "spotify",
            let kind = Item.Kind(rawValue: String(parts[1])),
            isID(String(parts[2]))
        else { return nil }
        return Item(kind: kind, id: String(parts[2]))
    }

    private static func isID(_ text: String) -> Bool {
        text.utf8.count == 22
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            }
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised: error(401, "The access token expired")
        case .scope: error(403, "Insufficient client scope")
        case .notRegistered:
            error(
                403,
                "Check settings on developer.spotify.com/dashboard, the user may not be registered."
            )
        case .notFound: error(404, "Resource not found")
        case .malformed(let why): error(400, why)
        case .rateLimited: error(429, "API rate limit exceeded")
        case .quotaExceeded:
            .json(
                429,
                [
                    "error": [
                        "status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED",
                    ]
                ])
        case .broken(let status): error(status, "Server error")
        }
    }

    static func error(_ status: Int, _ message: String) -> Response {
        .json(status, ["error": ["status": .integer(status), "message": .string(message)]])
    }
}
