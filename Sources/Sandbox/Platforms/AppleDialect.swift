// Apple Music API: a developer token on every call, a Music-User-Token where a fan's library is meant.
import HTTP
import Smartlink

enum AppleDialect: Dialect {
    static let oauth: OAuthRules? = nil
    static let scriptPath = "/musickit.js"

    private static let idsMax = 100
    private static let isrcsMax = 25

    static func respond(to call: Call, in house: inout House) -> Response {
        if call.path == scriptPath, call.isRead {
            return MusicKitScript.respond(to: call, in: &house)
        }
        guard call.segments.first == "v1" else { return refuse(.notFound) }
        guard isDeveloper(call, &house) else { return .empty(401) }
        let path = Array(call.segments.dropFirst())
        if call.isRead, path == ["test"] { return .empty(200) }
        if call.isRead, path.first == "catalog" {
            return AppleCatalogue.respond(to: call, path, house, isrcsMax: isrcsMax)
        }
        guard path.first == "me" else { return refuse(.notFound) }
        guard let token = call.request.fields["music-user-token"],
            let grant = house.grants.grant(token, .access, of: .appleMusic, at: call.now),
            let account = house.ledger.accounts[grant.account]
        else { return error(403, "40300", "Invalid authentication") }
        switch (call.isRead ? .get : call.request.method, path.dropFirst().joined(separator: "/")) {
        case (.get, "storefront"): return .json(200, storefront(account.market.lowercased()))
        case (.post, "library"), (.post, "favorites"): return add(call, grant, &house)
        case (.get, "library/songs"):
            return .json(
                200,
                [
                    "data": .array(
                        account.saved.filter { $0.item.kind == .track }.map {
                            librarySong($0.item, house)
                        })
                ])
        default: return refuse(.notFound)
        }
    }

    /// Reading a token anew for every save would cost more than the save.
    private static func isDeveloper(_ call: Call, _ house: inout House) -> Bool {
        guard let token = call.credentials("Bearer") else { return false }
        let origin = call.request.fields["origin"]
        if origin == nil, let end = house.developerTokens[token] { return end > call.now }
        guard let end = DeveloperToken.end(of: token, origin: origin, at: call.now) else {
            return false
        }
        if origin == nil { house.developerTokens.insert(end, for: token) }
        return true
    }

    /// What cannot be added is passed over without a word, as Apple does.
    private static func add(_ call: Call, _ grant: Grant, _ house: inout House) -> Response {
        let kinds: [(String, Item.Kind)] = [
            ("ids[songs]", .track), ("ids[albums]", .album), ("ids[playlists]", .playlist),
        ]
        let items = kinds.flatMap { name, kind in call.list(name).map { Item(kind: kind, id: $0) } }
        // Nobody is followed over this API.
        guard !items.isEmpty, call.list("ids[artists]").isEmpty else {
            return error(400, "40005", "Invalid Parameter Value")
        }
        guard items.count <= idsMax else { return error(400, "40006", "Too many ids") }
        for item in items where item.id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            if case .hidden = house.shelf.find(item, call) { continue }
            house.ledger.save(item, for: grant.account, at: call.now)
        }
        return .empty(202)
    }

    private static func storefront(_ id: String) -> JSON {
        [
            "data": [
                [
                    "id": .string(id), "type": "storefronts",
                    "href": .string("/v1/storefronts/\(id)"),
                    "attributes": [
                        "name": .string("Sandbox \(id.uppercased())"),
                        "defaultLanguageTag": "en-US",
                        "supportedLanguageTags": ["en-US"], "explicitContentPolicy": "allowed",
                    ],
                ]
            ]
        ]
    }

    private static func librarySong(_ item: Item, _ house: House) -> JSON {
        [
            "id": .string("i.sandbox\(item.id)"), "type": "library-songs",
            "attributes": [
                "name": .text(house.shelf.title(of: item, on: .appleMusic)),
                "playParams": ["catalogId": .string(item.id), "isLibrary": true, "kind": "song"],
            ],
        ]
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised: .empty(401)
        case .scope, .notRegistered: error(403, "40300", "Invalid authentication")
        case .notFound: error(404, "40400", "Resource Not Found")
        case .malformed(let why): error(400, "40005", why)
        case .rateLimited, .quotaExceeded: error(429, "42900", "Too Many Requests")
        case .broken(let status): error(status, "\(status)00", "Upstream Service Error")
        }
    }

    static func error(_ status: Int, _ code: String, _ title: String) -> Response {
        .json(
            status,
            [
                "errors": [
                    [
                        "id": "SANDBOX", "title": .string(title), "detail": .string(title),
                        "status": .string(String(status)), "code": .string(code),
                    ]
                ]
            ])
    }
}
