// The YouTube Data API v3, for YouTube and YouTube Music: rating a video puts the song among the liked ones.
import HTTP

enum YouTubeDialect: Dialect {
    static let oauth: OAuthRules? = OAuthRules(
        authorizePath: "/o/oauth2/v2/auth", tokenPath: "/token",
        scopes: [full, "https://www.googleapis.com/auth/youtube.readonly", forced],
        client: .secret, refresh: .onRequest)

    private static let full = "https://www.googleapis.com/auth/youtube"
    private static let forced = "https://www.googleapis.com/auth/youtube.force-ssl"
    private static let idsMax = 50

    static func respond(to call: Call, in house: inout House) -> Response {
        guard Array(call.segments.prefix(2)) == ["youtube", "v3"] else { return refuse(.notFound) }
        let path = call.segments.dropFirst(2).joined(separator: "/")
        let grant = call.credentials("Bearer").flatMap {
            house.grants.grant($0, .access, of: call.standIn, at: call.now)
        }
        // Reading the catalogue takes any API key instead of a token.
        let hasKey = call.parameter("key").map { !$0.isEmpty } ?? false
        guard grant != nil || hasKey && call.isRead && call.request.fields["authorization"] == nil
        else {
            return refuse(.unauthorised)
        }
        switch (call.isRead ? .get : call.request.method, path) {
        case (.get, "search"): return search(call, house)
        case (.get, "videos"): return videos(call, house)
        case (.get, "channels"): return channels(call, grant, house)
        default: break
        }
        guard let grant, house.ledger.accounts[grant.account] != nil else {
            return refuse(.unauthorised)
        }
        guard grant.scopes.contains(full) || grant.scopes.contains(forced) else {
            return refuse(.scope)
        }
        switch (call.request.method, path) {
        case (.post, "videos/rate"): return rate(call, grant, &house)
        case (.post, "playlistItems"): return insert(call, grant, &house)
        case (.post, "subscriptions"): return subscribe(call, grant, &house)
        default: return refuse(.notFound)
        }
    }

    private static func rate(_ call: Call, _ grant: Grant, _ house: inout House) -> Response {
        guard let id = call.parameter("id"), !id.isEmpty else {
            return error(400, "Required parameter: id", "required")
        }
        let rating = call.parameter("rating")
        guard let rating else { return error(400, "Required parameter: rating", "required") }
        guard rating == "like" else {
            return error(400, "Invalid value for rating", "invalidRating")
        }
        let item = Item(kind: .track, id: id)
        if case .hidden = house.shelf.find(item, call) {
            return error(
                404, "The video that you are trying to rate cannot be found.", "videoNotFound")
        }
        guard isVideo(id) else {
            return error(
                404, "The video that you are trying to rate cannot be found.", "videoNotFound")
        }
        house.ledger.save(item, for: grant.account, at: call.now)
        return .empty(204)
    }

    private struct Body: Decodable {
        var snippet: Snippet

        struct Snippet: Decodable {
            var playlistId: String?
            var resourceId: Resource
        }

        struct Resource: Decodable {
            var kind: String
            var videoId: String?
            var channelId: String?
        }
    }

    private static func insert(_ call: Call, _ grant: Grant, _ house: inout House) -> Response {
        guard call.list("part").contains("snippet") else {
            return error(400, "No filter selected: part", "missingRequiredParameter")
        }
        guard let body = call.body(Body.self), body.snippet.playlistId != nil,
            body.snippet.resourceId.kind == "youtube#video",
            let id = body.snippet.resourceId.videoId,
            isVideo(id)
        else { return error(400, "Invalid resource", "invalidResourceType") }
        let item = Item(kind: .track, id: id)
        if case .hidden = house.shelf.find(item, call) {
            return error(404, "Video not found.", "videoNotFound")
        }
        house.ledger.save(item, for: grant.account, at: call.now)
        return .json(200, ["kind": "youtube#playlistItem", "id": .string(house.draws.token())])
    }

    private static func subscribe(_ call: Call, _ grant: Grant, _ house: inout House) -> Response {
        guard call.list("part").contains("snippet") else {
            return error(400, "No filter selected: part", "missingRequiredParameter")
        }
        guard let body = call.body(Body.self), body.snippet.resourceId.kind == "youtube#channel",
            let id = body.snippet.resourceId.channelId, !id.isEmpty
        else { return error(400, "Invalid resource", "publisherNotFound") }
        let item = Item(kind: .artist, id: id)
        guard !house.ledger.has(item, grant.account) else {
            return error(
                400, "The subscription that you are trying to create already exists.",
                "subscriptionDuplicate")
        }
        house.ledger.save(item, for: grant.account, at: call.now)
        return .json(200, ["kind": "youtube#subscription", "id": .string(house.draws.token())])
    }

    private static func search(_ call: Call, _ house: House) -> Response {
        guard call.list("part").contains("snippet") else {
            return error(400, "No filter selected: part", "missingRequiredParameter")
        }
        let most = call.parameter("maxResults").map(Int.init) ?? 5
        guard let most, (0...idsMax).contains(most) else {
            return error(400, "Invalid value for maxResults", "invalidParameter")
        }
        let found = house.shelf.find(words: call.parameter("q") ?? "", call).prefix(most)
        let items: [JSON] = found.map { release in
            let id: JSON = [
                "kind": "youtube#video", "videoId": .string(release.id(.track, on: call.standIn)),
            ]
            return ["kind": "youtube#searchResult", "id": id, "snippet": snippet(release)]
        }
        return list("searchListResponse", items)
    }

    private static func videos(_ call: Call, _ house: House) -> Response {
        let ids = call.list("id")
        guard !ids.isEmpty, ids.count <= idsMax else {
            return error(400, "No filter selected", "missingRequiredParameter")
        }
        let items = ids.compactMap { id -> JSON? in
            guard case .out(let release) = house.shelf.find(Item(kind: .track, id: id), call) else {
                return nil
            }
            return [
                "kind": "youtube#video", "id": .string(id), "snippet": snippet(release),
                "contentDetails": [
                    "duration": .string(
                        "PT\(release.durationMs / 60_000)M\(release.durationMs / 1000 % 60)S")
                ],
            ]
        }
        return list("videoListResponse", items)
    }

    private static func channels(_ call: Call, _ grant: Grant?, _ house: House) -> Response {
        guard let grant, let account = house.ledger.accounts[grant.account],
            call.parameter("mine") == "true"
        else {
            return list("channelListResponse", [])
        }
        let snippet: JSON = ["title": .string(account.name), "country": .string(account.market)]
        return list(
            "channelListResponse", [["id": .string("UCsandbox\(account.id)"), "snippet": snippet]])
    }

    private static func snippet(_ release: Release) -> JSON {
        [
            "publishedAt": .string("\(release.releaseDate)T00:00:00Z"),
            "channelId": .string("UC" + release.id(.artist, on: .youtube)),
            "title": .string(release.title), "channelTitle": .string("\(release.artist) - Topic"),
            "description": .string(
                "Provided to YouTube by the Segue sandbox · \(release.title) · \(release.artist) · \(release.album)"
            ),
        ]
    }

    private static func list(_ kind: String, _ items: [JSON]) -> Response {
        .json(
            200,
            [
                "kind": .string("youtube#\(kind)"), "items": .array(items),
                "pageInfo": [
                    "totalResults": .integer(items.count), "resultsPerPage": .integer(items.count),
                ],
            ])
    }

    private static func isVideo(_ id: String) -> Bool {
        id.utf8.count == 11 && id.utf8.allSatisfy { $0 > 0x2C && $0 < 0x7B }
    }

    static func refuse(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unauthorised:
            error(401, "Request had invalid authentication credentials.", "authError")
        case .scope:
            error(403, "Request had insufficient authentication scopes.", "insufficientPermissions")
        case .notRegistered: error(403, "The caller does not have permission", "forbidden")
        case .notFound: error(404, "Not Found", "notFound")
        case .malformed(let why): error(400, why, "invalidParameter")
        case .rateLimited: error(429, "Rate Limit Exceeded", "rateLimitExceeded")
        case .quotaExceeded:
            error(
                403, "The request cannot be completed because you have exceeded your quota.",
                "quotaExceeded")
        case .broken(let status): error(status, "Backend Error", "backendError")
        }
    }

    private static func error(_ status: Int, _ message: String, _ reason: String) -> Response {
        .json(
            status,
            [
                "error": [
                    "code": .integer(status), "message": .string(message),
                    "errors": [
                        [
                            "message": .string(message), "domain": "youtube",
                            "reason": .string(reason),
                        ]
                    ],
                ]
            ])
    }
}
