// Tidal's API v2 (JSON:API): catalogue, and the fan's collections. Adding what is all there already is a conflict,
// adding what is partly there names it as skipped.
import Bytes
import HTTP
import Smartlink

enum TidalDialect: Dialect {
    static let oauth: OAuthRules? = OAuthRules(
        authorizePath: "/authorize", tokenPath: "/v1/oauth2/token",
        scopes: [
            "collection.write", "collection.read", "user.read", "search.read", "playlists.read",
        ],
        challenge: .required)

    static let type = "application/vnd.api+json"
    private static let itemsMax = 50
    private static let keyBytesMax = 128

    /// An answer kept under its `Idempotency-Key`.
    struct Repeat: Sendable {
        var body: [UInt8]
        var status: Int
        var answer: [UInt8]
        var at: Instant
    }

    static func respond(to call: Call, in house: inout House) -> Response {
        guard let token = call.credentials("Bearer"),
            let grant = house.grants.grant(token, .access, of: .tidal, at: call.now)
        else { return refuse(.unauthorised) }
        guard call.segments.first == "v2" else { return refuse(.notFound) }
        let path = Array(call.segments.dropFirst())
        if call.isRead, let first = path.first, first == "tracks" || first == "albums" {
            return TidalCatalogue.respond(to: call, path, house)
        }
        guard let account = house.ledger.accounts[grant.account] else { return refuse(.scope) }
        let isOwn = path.count > 1 && (path[1] == "me" || path[1] == String(account.id))
        if call.isRead, path.count == 2, path[0] == "users", isOwn {
            let attributes: JSON = [
                "username": .string(account.name), "country": .string(account.market),
            ]
            return document([
                "id": .string(String(account.id)), "type": "users", "attributes": attributes,
            ])
        }
        guard path.count == 4, path[2] == "relationships", path[3] == "items",
            let kind = collections[path[0]], isOwn
        else { return refuse(.notFound) }
        if call.isRead {
            let own = account.saved.filter { $0.item.kind == kind }
            return document(.array(own.map { reference($0.item) }))
        }
        guard call.request.method == .post else {
            return error(405, "METHOD_NOT_ALLOWED", "Only GET and POST")
        }
        guard grant.scopes.contains("collection.write") else { return refuse(.scope) }
        return add(kind, call, grant, &house)
    }

    private static let collections: [String: Item.Kind] = [
        "userCollectionTracks": .track, "userCollectionAlbums": .album,
        "userCollectionArtists": .artist, "userCollectionPlaylists": .playlist,
    ]

    private static func add(
        _ kind: Item.Kind, _ call: Call, _ grant: Grant, _ house: inout House
    ) -> Response {
        guard call.isBody(of: type) else {
            return error(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be \(type)")
        }
        let given = call.request.fields["idempotency-key"]
        if let given, given.isEmpty || given.utf8.count > keyBytesMax {
            return refuse(.malformed("Idempotency-Key must have 1 to \(keyBytesMax) characters"))
        }
        let key = given.map { "\(grant.account)/\(kind.rawValue)/\($0)" }
        if let key, let known = house.repeats[key],
            call.now.ms - known.at.ms <= SandboxLimits.idempotencyMs
        {
            guard known.body == call.request.body else {
                return error(
                    422, "IDEMPOTENCY_KEY_REUSED", "The key was used with another payload")
            }
            return .bytes(known.status, known.answer, type: type)
        }
        let response = add(kind, call, grant.account, &house)
        if let key, case .bytes(let answer) = response.body, response.status < 500 {
            house.repeats.insert(
                Repeat(
                    body: call.request.body, status: response.status, answer: answer, at: call.now),
                for: key)
        }
        return response
    }

    private struct Body: Decodable {
        var data: [Entry]

        struct Entry: Decodable {
            var id: String
            var type: String
        }
    }

    private static func add(
        _ kind: Item.Kind, _ call: Call, _ account: Int, _ house: inout House
    ) -> Response {
        guard let body = call.body(Body.self), (1...itemsMax).contains(body.data.count),
            body.data.allSatisfy({ $0.type == plural(kind) && !$0.id.isEmpty })
        else {
            return error(
                400, "INVALID_REQUEST", "data must hold 1 to \(itemsMax) \(plural(kind))",
                source: ("pointer", "/data"))
        }
        let items = body.data.map { Item(kind: kind, id: $0.id) }
        var skipped: [(Item, String)] = []
        for item in items {
            if case .hidden = house.shelf.find(item, call) {
                skipped.append((item, "NOT_FOUND"))
            } else if house.ledger.save(item, for: account, at: call.now) {
                skipped.append((item, "ALREADY_PRESENT"))
            }
        }
        if skipped.count == items.count, skipped.allSatisfy({ $0.1 == "ALREADY_PRESENT" }) {
            return error(409, "DUPLICATE_ITEMS_IN_COLLECTION", "All items are in the collection")
        }
        let named: [JSON] = skipped.map { item, reason in
            ["id": .string(item.id), "type": .string(plural(kind)), "reason": .string(reason)]
        }
        let added = items.filter { item in !skipped.contains { $0.0 == item } }
        return .json(
            200,
            [
                "data": .array(added.map(reference)),
                "links": ["self": .string(call.request.path)], "meta": ["skipped": .array(named)],
            ], type: type)
    }

    private static func reference(_ item: Item) -> JSON {
        ["id": .string(item.id), "type": .string(plural(item.kind))]
    }

    private static func plural(_ kind: Item.Kind) -> String { kind.rawValue + "s" }

    static func document(_ content: JSON, included: [JSON] = []) -> Response {
        var members: [(String, JSON)] = [("data", content), ("links", [:])]
        if !included.isEmpty { members.append(("included", .array(included))) }
        return .json(200, .object(members), type: type)
            .adding("X-RateLimit-Remaining", "100").adding("X-RateLimit-Requested-Tokens", "5")
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised: error(401, "UNAUTHORIZED", "Token is missing or has expired")
        case .scope: error(403, "FORBIDDEN", "Missing scope")
        case .notRegistered: error(403, "FORBIDDEN", "Client is not allowed to act for this user")
        case .notFound: error(404, "NOT_FOUND", "Resource not found")
        case .malformed(let why): error(400, "INVALID_REQUEST", why)
        case .rateLimited, .quotaExceeded: error(429, "TOO_MANY_REQUESTS", "Rate limit exceeded")
        case .broken(let status): error(status, "INTERNAL_SERVER_ERROR", "Something went wrong")
        }
    }

    static func error(
        _ status: Int, _ code: String, _ detail: String, source: (String, String)? = nil
    ) -> Response {
        var members: [(String, JSON)] = [
            ("id", "sandbox"), ("status", .string(String(status))), ("code", .string(code)),
            ("detail", .string(detail)),
        ]
        if let source { members.append(("source", .object([(source.0, .string(source.1))]))) }
        return .json(status, ["errors": [.object(members)]], type: type)
    }
}
