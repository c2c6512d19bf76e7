// Deezer's API: errors come inside a 200, the token travels in the query, saving answers `true`.
import HTTP

enum DeezerDialect: Dialect {
    static let oauth: OAuthRules? = OAuthRules(
        authorizePath: "/oauth/auth.php", tokenPath: "/oauth/access_token.php",
        scopes: [
            "basic_access", "email", "offline_access", "manage_library", "manage_community",
            "delete_library", "listening_history",
        ],
        challenge: .none, client: .secret, refresh: .none,
        words: .init(client: "app_id", scope: "perms", scopeSeparator: ",", responseType: nil))

    static func respond(to call: Call, in house: inout House) -> Response {
        let path = call.segments
        if call.isRead, path.count == 2, path[0] == "track" || path[0] == "album" {
            return item(path[0] == "track" ? .track : .album, path[1], call, house)
        }
        if call.isRead, path.first == "search" {
            let found = house.shelf.find(words: call.parameter("q") ?? "", call)
            return .json(200, ["data": .array(found.map(track)), "total": .integer(found.count)])
        }
        guard path.first == "user", path.count >= 2 else {
            return error("InvalidQueryException", "Unknown path components : \(call.path)", 600)
        }
        let text = call.parameter("access_token")
        guard let text else {
            return error(
                "OAuthException",
                "An active access token must be used to query information about the current user",
                200)
        }
        guard let grant = house.grants.grant(text, .access, of: .deezer, at: call.now),
            let account = house.ledger.accounts[grant.account]
        else { return refuse(.unauthorised) }
        guard path[1] == "me" || path[1] == String(account.id) else { return refuse(.scope) }
        if call.isRead, path.count == 2 {
            return .json(
                200,
                [
                    "id": .integer(account.id), "name": .string(account.name),
                    "country": .string(account.market), "type": "user",
                ])
        }
        guard path.count == 3, let (kind, name) = shelves[path[2]] else {
            return error("InvalidQueryException", "Unknown path components : \(call.path)", 600)
        }
        if call.isRead {
            let own = account.saved.filter { $0.item.kind == kind }
            let rows: [JSON] = own.map {
                ["id": .integer(Int($0.item.id) ?? 0), "type": .string(kind.rawValue)]
            }
            return .json(200, ["data": .array(rows), "total": .integer(rows.count)])
        }
        guard call.request.method == .post else { return error("Exception", "Invalid method", 600) }
        return save(kind, name, call, grant, &house)
    }

    private static let shelves: [String: (Item.Kind, String)] = [
        "tracks": (.track, "track_id"), "albums": (.album, "album_id"),
        "artists": (.artist, "artist_id"),
    ]

    private static func save(
        _ kind: Item.Kind, _ name: String, _ call: Call, _ grant: Grant, _ house: inout House
    ) -> Response {
        guard grant.scopes.contains("manage_library") else { return refuse(.scope) }
        let ids = call.list(name)
        guard !ids.isEmpty else {
            return error("MissingParameterException", "Missing parameters: \(name)", 501)
        }
        guard ids.allSatisfy({ UInt64($0) != nil }) else {
            return error("ParameterException", "Wrong parameter: \(name)", 500)
        }
        for id in ids {
            if case .hidden = house.shelf.find(Item(kind: kind, id: id), call) {
                return refuse(.notFound)
            }
        }
        for id in ids {
            house.ledger.save(Item(kind: kind, id: id), for: grant.account, at: call.now)
        }
        return .json(200, true)
    }

    private static func item(_ kind: Item.Kind, _ id: String, _ call: Call, _ house: House)
        -> Response
    {
        var found: Release?
        if kind == .track, id.hasPrefix("isrc:") {
            found = house.shelf.find(isrc: String(id.dropFirst(5)), call).first
        } else if kind == .album, id.hasPrefix("upc:") {
            let upc = id.dropFirst(4)
            // More than 13 digits miss: leading zeros must be cut to 12.
            found = upc.utf8.count <= 13 ? house.shelf.find(upc: String(upc), call).first : nil
        } else if case .out(let release) = house.shelf.find(Item(kind: kind, id: id), call) {
            found = release
        }
        guard let found else { return refuse(.notFound) }
        return .json(200, kind == .track ? track(found) : album(found))
    }

    private static func track(_ release: Release) -> JSON {
        let id = release.id(.track, on: .deezer)
        return [
            "id": .integer(Int(id) ?? 0), "readable": true, "title": .string(release.title),
            "isrc": .string(release.isrc), "link": .string("https://www.deezer.com/track/\(id)"),
            "duration": .integer(release.durationMs / 1000),
            "release_date": .string(release.releaseDate), "explicit_lyrics": false,
            "artist": artist(release),
            "album": [
                "id": .integer(Int(release.id(.album, on: .deezer)) ?? 0),
                "title": .string(release.album), "type": "album",
            ],
            "type": "track",
        ]
    }

    private static func album(_ release: Release) -> JSON {
        let id = release.id(.album, on: .deezer)
        return [
            "id": .integer(Int(id) ?? 0), "title": .string(release.album),
            "upc": .text(release.upc),
            "link": .string("https://www.deezer.com/album/\(id)"), "nb_tracks": 1,
            "duration": .integer(release.durationMs / 1000),
            "release_date": .string(release.releaseDate), "record_type": "album",
            "artist": artist(release), "type": "album",
        ]
    }

    private static func artist(_ release: Release) -> JSON {
        [
            "id": .integer(Int(release.id(.artist, on: .deezer)) ?? 0),
            "name": .string(release.artist), "type": "artist",
        ]
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised: error("OAuthException", "Invalid OAuth access token.", 300)
        case .scope: error("OAuthException", "The user must allow manage_library", 200)
        case .notRegistered:
            error(
                "IndividualAccountChangedNotAllowedException", "Individual account not allowed", 901
            )
        case .notFound: error("DataException", "no data", 800)
        case .malformed(let why): error("ParameterException", why, 500)
        case .rateLimited, .quotaExceeded: error("Exception", "Quota limit exceeded", 4)
        case .broken(500): .text(500, "Internal Server Error")
        case .broken: error("Exception", "Service busy", 700)
        }
    }

    private static func error(_ type: String, _ message: String, _ code: Int) -> Response {
        .json(
            200,
            [
                "error": [
                    "type": .string(type), "message": .string(message), "code": .integer(code),
                ]
            ])
    }
}
