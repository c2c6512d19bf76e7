// Amazon Music's Web API V1 (closed beta): search and the fan's own account. How to write to a library is not
// public, so nothing here takes a save.
import HTTP

enum AmazonDialect: Dialect {
    static let oauth: OAuthRules? = OAuthRules(
        authorizePath: "/ap/oa", tokenPath: "/auth/o2/token",
        scopes: [
            "profile", "music::library", "music::favorites", "music::catalog", "music::profile",
        ],
        refresh: .repeated)

    static func respond(to call: Call, in house: inout House) -> Response {
        guard let token = call.credentials("Bearer"),
            let grant = house.grants.grant(token, .access, of: .amazonMusic, at: call.now)
        else { return refuse(.unauthorised) }
        guard let key = call.request.fields["x-api-key"], !key.isEmpty else {
            return error(403, "FORBIDDEN", "x-api-key is missing")
        }
        let path = call.segments.joined(separator: "/")
        if call.request.method == .post, path == "v1/search/tracks" { return search(call, house) }
        if call.isRead, path == "v1/tracks" {
            let found = call.list("ids").compactMap { id -> JSON? in
                guard case .out(let release) = house.shelf.find(Item(kind: .track, id: id), call)
                else { return nil }
                return track(release)
            }
            return .json(200, ["data": ["tracks": .array(found)]])
        }
        if call.isRead, path == "v1/me", let account = house.ledger.accounts[grant.account] {
            let user: JSON = ["id": .string("sandbox\(account.id)"), "name": .string(account.name)]
            return .json(200, ["data": ["user": user]])
        }
        return refuse(.notFound)
    }

    private struct Body: Decodable {
        var searchFilters: [Filter]

        struct Filter: Decodable {
            var field: String
            var query: String
        }
    }

    private static func search(_ call: Call, _ house: House) -> Response {
        guard let filters = call.body(Body.self)?.searchFilters, let first = filters.first else {
            return refuse(.malformed("searchFilters must hold a field and a query"))
        }
        let found: [Release]
        switch first.field {
        case "isrc": found = house.shelf.find(isrc: first.query, call)
        case "name", "artistName", "albumName": found = house.shelf.find(words: first.query, call)
        default: return refuse(.malformed("there is no field \(first.field)"))
        }
        let edges: [JSON] = found.map { ["node": track($0)] }
        return .json(200, ["data": ["searchTracks": ["edges": .array(edges)]]])
    }

    private static func track(_ release: Release) -> JSON {
        let album = release.id(.album, on: .amazonMusic)
        return [
            "id": .string(release.id(.track, on: .amazonMusic)), "title": .string(release.title),
            "duration": .integer(release.durationMs / 1000), "isrc": .string(release.isrc),
            "releaseDate": .string(release.releaseDate),
            "album": [
                "id": .string(album), "title": .string(release.album),
                "url": .string("https://music.amazon.com/albums/\(album)"),
            ],
            "artists": [["name": .string(release.artist)]],
        ]
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised: error(401, "UNAUTHORIZED", "The access token is invalid")
        case .scope, .notRegistered: error(403, "FORBIDDEN", "Access is denied")
        case .notFound: error(404, "NOT_FOUND", "Resource not found")
        case .malformed(let why): error(400, "BAD_REQUEST", why)
        case .rateLimited, .quotaExceeded: error(429, "THROTTLED", "Too many requests")
        case .broken(let status): error(status, "INTERNAL_SERVER_ERROR", "Internal error")
        }
    }

    private static func error(_ status: Int, _ code: String, _ message: String) -> Response {
        .json(
            status,
            [
                "error": [
                    "status": .integer(status), "code": .string(code), "message": .string(message),
                    "reference": "sandbox",
                ]
            ])
    }
}
