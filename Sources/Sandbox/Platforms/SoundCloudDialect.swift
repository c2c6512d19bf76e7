// SoundCloud's API: `Authorization: OAuth …`, URNs, refresh tokens good for one use.
import HTTP

enum SoundCloudDialect: Dialect {
    static let oauth: OAuthRules? = OAuthRules(
        authorizePath: "/authorize", tokenPath: "/oauth/token", scopes: nil, challenge: .required,
        client: .secret, refresh: .replaced)

    private static let itemsMax = 200

    static func respond(to call: Call, in house: inout House) -> Response {
        guard let token = call.credentials("OAuth"),
            let grant = house.grants.grant(token, .access, of: .soundcloud, at: call.now)
        else { return refuse(.unauthorised) }
        let path = call.segments
        if call.isRead, path.first == "tracks" {
            return path.count == 2 ? one(path[1], call, house) : search(call, house)
        }
        if call.isRead, path.count == 2, path[0] == "playlists" {
            return playlist(path[1], call, house)
        }
        if call.isRead, path == ["playlists"] { return searchPlaylists(call, house) }
        if call.isRead, path == ["resolve"] { return resolve(call, house) }
        guard let account = house.ledger.accounts[grant.account] else {
            return refuse(.unauthorised)
        }
        switch (call.isRead ? .get : call.request.method, path.count, path.first) {
        case (.get, 1, "me"):
            return .json(
                200,
                [
                    "urn": .string("soundcloud:users:\(account.id)"), "kind": "user",
                    "username": .string(account.name), "country": .string(account.market),
                ])
        case (.post, 3, "likes") where path[1] == "tracks":
            return save(.track, "soundcloud:tracks:", path[2], call, grant, success: 200, &house)
        case (.post, 3, "likes") where path[1] == "playlists":
            return save(.album, "soundcloud:playlists:", path[2], call, grant, success: 200, &house)
        case (.put, 3, "me") where path[1] == "followings":
            return save(.artist, "soundcloud:users:", path[2], call, grant, success: 201, &house)
        default: return refuse(.notFound)
        }
    }

    private static func save(
        _ kind: Item.Kind, _ prefix: String, _ urn: String, _ call: Call, _ grant: Grant,
        success: Int, _ house: inout House
    ) -> Response {
        guard urn.hasPrefix(prefix), UInt64(urn.dropFirst(prefix.utf8.count)) != nil else {
            return refuse(.malformed("\(urn) is no URN of that kind"))
        }
        let item = Item(kind: kind, id: String(urn.dropFirst(prefix.utf8.count)))
        if case .hidden = house.shelf.find(item, call) { return refuse(.notFound) }
        let wasThere = house.ledger.save(item, for: grant.account, at: call.now)
        if kind == .artist {
            return .json(
                wasThere ? 200 : success,
                ["status": .string(wasThere ? "200 - OK" : "201 - Created")])
        }
        return .json(success, ["status": "200 - OK"])
    }

    private static func search(_ call: Call, _ house: House) -> Response {
        let limit = call.parameter("limit").map(Int.init) ?? 50
        guard let limit, (1...itemsMax).contains(limit) else {
            return refuse(.malformed("limit must be 1 to \(itemsMax)"))
        }
        let found = house.shelf.find(words: call.parameter("q") ?? "", call).prefix(limit).map(
            track)
        guard call.parameter("linked_partitioning") == "true" else {
            return .json(200, .array(found))
        }
        return .json(200, ["collection": .array(found), "next_href": nil])
    }

    private static func one(_ urn: String, _ call: Call, _ house: House) -> Response {
        let prefix = "soundcloud:tracks:"
        let id = urn.hasPrefix(prefix) ? String(urn.dropFirst(prefix.utf8.count)) : urn
        guard case .out(let release) = house.shelf.find(Item(kind: .track, id: id), call) else {
            return refuse(.notFound)
        }
        return .json(200, track(release))
    }

    private static func playlist(_ urn: String, _ call: Call, _ house: House) -> Response {
        let prefix = "soundcloud:playlists:"
        let id = urn.hasPrefix(prefix) ? String(urn.dropFirst(prefix.utf8.count)) : urn
        guard case .out(let release) = house.shelf.find(Item(kind: .album, id: id), call) else {
            return refuse(.notFound)
        }
        return .json(200, playlist(release))
    }

    private static func searchPlaylists(_ call: Call, _ house: House) -> Response {
        guard let query = call.parameter("q"), !query.isEmpty else {
            return refuse(.malformed("q is missing"))
        }
        var albums: [Release] = []
        for release in house.shelf.find(words: query, call)
        where !albums.contains(where: { $0.album == release.album }) {
            albums.append(release)
        }
        return .json(200, .array(albums.map(playlist)))
    }

    private static func playlist(_ release: Release) -> JSON {
        let id = release.id(.album, on: .soundcloud)
        let address = "https://soundcloud.com/\(slug(release.artist))/sets/\(slug(release.album))"
        return [
            "kind": "playlist", "urn": .string("soundcloud:playlists:\(id)"),
            "title": .string(release.album), "user": user(release),
            "permalink_url": .string(address),
            "playlist_type": "album", "track_count": 1, "duration": .integer(release.durationMs),
        ]
    }

    private static func user(_ release: Release) -> JSON {
        [
            "urn": .string("soundcloud:users:\(release.id(.artist, on: .soundcloud))"),
            "username": .string(release.artist),
        ]
    }

    /// `/resolve?url=https://soundcloud.com/{user}/{track}`: to the resource, by a redirect.
    private static func resolve(_ call: Call, _ house: House) -> Response {
        guard let url = call.parameter("url"), url.hasPrefix("https://soundcloud.com/") else {
            return refuse(.malformed("url must be one of soundcloud.com"))
        }
        let found = house.shelf.releases.first { permalink($0) == url }
        guard let found,
            case .out = house.shelf.find(
                Item(kind: .track, id: found.id(.track, on: .soundcloud)), call)
        else { return refuse(.notFound) }
        let id = found.id(.track, on: .soundcloud)
        return .redirect(
            "http://\(call.request.authority)/soundcloud/tracks/soundcloud:tracks:\(id)")
    }

    private static func slug(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }

    private static func permalink(_ release: Release) -> String {
        "https://soundcloud.com/\(slug(release.artist))/\(slug(release.title))"
    }

    private static func track(_ release: Release) -> JSON {
        let id = release.id(.track, on: .soundcloud)
        return [
            "kind": "track", "id": .integer(Int(id) ?? 0),
            "urn": .string("soundcloud:tracks:\(id)"),
            "title": .string(release.title), "isrc": .string(release.isrc),
            "duration": .integer(release.durationMs), "access": "playable", "sharing": "public",
            "metadata_artist": .string(release.artist), "artwork_url": nil,
            "permalink_url": .string(permalink(release)),
            "user": user(release),
        ]
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised: error(401, "Unauthorized", "")
        case .scope, .notRegistered: error(403, "Forbidden", "")
        case .notFound: error(404, "Not Found", "")
        case .malformed(let why): error(400, "Bad Request", why)
        case .rateLimited, .quotaExceeded:
            error(429, "Too Many Requests", "spam_warning_urn: soundcloud:sandbox")
        case .broken(let status): error(status, StatusPhrase.of(status).description, "")
        }
    }

    private static func error(_ status: Int, _ phrase: String, _ message: String) -> Response {
        .json(
            status,
            [
                "code": .integer(status), "message": .string(message),
                "link": "https://developers.soundcloud.com/docs/api/explorer/open-api",
                "status": .string("\(status) - \(phrase)"),
                "errors": [["error_message": .string(message)]], "error": nil,
            ])
    }
}
