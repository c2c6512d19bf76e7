import Outbound
import Smartlink

/// YouTube Music, over the YouTube Data API.
///
/// Documented: the flow, `videos.rate` and its quota. Third parties' word only: that liking a song's video puts it
/// into the fan's library, and that the ISRC as a search text finds it; a hit counts only if its title fits. A
/// project has 100 searches and about 200 saves a day. Albums cannot be saved.
struct YouTubeMusic: CodeFlowPlatform {
    let id = "youtube-music"
    let api: String
    let flow: OAuthFlow
    let door: PlatformDoor
    private let found = FoundItems()
    let artists = Found<String>()

    init(_ credentials: PlatformCredentials, _ door: PlatformDoor) {
        self.door = door
        api = credentials.apiBase ?? "https://www.googleapis.com"
        flow = OAuthFlow(
            authorizeURL: credentials.authorizeUrl
                ?? "https://accounts.google.com/o/oauth2/v2/auth",
            tokenURL: credentials.tokenUrl ?? "https://oauth2.googleapis.com/token",
            clientId: credentials.clientId, clientSecret: credentials.clientSecret,
            scope: "https://www.googleapis.com/auth/youtube",
            // Without these two there is no refresh token.
            authorizeExtras: [("access_type", "offline"), ("prompt", "consent")])
    }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        let item: Item
        switch await find(target, grant) {
        case .found(let match): item = match
        case .notReleased: return .notReleased
        case .ended(let outcome): return outcome
        }
        let pairs = [("id", item.id), ("rating", "like")]
        let request = door.call(
            .post, url("\(api)/youtube/v3/videos/rate", pairs),
            authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request) else { return .unreachable }
        let outcome = outcome(response) ?? (response.status == 204 ? .saved : .unreachable)
        return outcome.forgetting(item, in: found)
    }

    /// Nil if it went well.
    func outcome(_ response: OutboundResponse) -> SaveOutcome? {
        if response.isSuccess { return nil }
        if let outcome = response.plainOutcome { return outcome }
        switch response.status {
        case 404: return .notReleased
        case 403:
            let reason = response.json(ErrorAnswer.self)?.error.errors?.first?.reason
            let quotas = ["quotaExceeded", "rateLimitExceeded", "dailyLimitExceeded"]
            guard let reason, quotas.contains(reason) else { return .refused(.rejected) }
            return .busy(retryAfterSeconds: Limits.youTubeQuotaSeconds)
        default: return .refused(.rejected)
        }
    }

    private struct ErrorAnswer: Decodable {
        struct Fault: Decodable { var errors: [Detail]? }
        struct Detail: Decodable { var reason: String? }
        var error: Fault
    }

    // MARK: Finding

    func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding {
        if let item = Self.item(target.url) { return .found(item) }
        guard target.kind == .track else { return .ended(.refused(.rejected)) }
        guard case .isrc(let isrc)? = target.key else { return .notReleased }
        if let item = found.item(isrc) { return .found(item) }
        let pairs = [
            ("part", "snippet"), ("type", "video"), ("videoCategoryId", "10"), ("q", isrc),
            ("maxResults", "5"),
        ]
        let request = door.call(
            .get, url("\(api)/youtube/v3/search", pairs), authorization: "Bearer \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        if let outcome = outcome(response) { return .ended(outcome) }
        guard let answer = response.json(SearchAnswer.self) else { return .ended(.unreachable) }
        let title = target.title.lowercased()
        let match = answer.items.first { $0.snippet.title.lowercased().contains(title) }
        guard let video = match?.id.videoId, isVideo(video) else { return .notReleased }
        let item = Item(kind: .track, id: video)
        found.keep(item, isrc)
        return .found(item)
    }

    private struct SearchAnswer: Decodable {
        struct Hit: Decodable {
            var id: Name
            var snippet: Snippet
        }
        struct Name: Decodable { var videoId: String? }
        struct Snippet: Decodable { var title: String }
        var items: [Hit]
    }

    /// `…youtube.com/watch?v={id}`, `youtu.be/{id}`
    static func item(_ text: String?) -> Item? {
        let id: Substring?
        if let address = PlatformURL(text, on: "youtu.be") {
            id = address.segments.first
        } else {
            id = PlatformURL(text, on: "youtube.com")?.parameter("v")
        }
        return id.flatMap { isVideo($0) ? Item(kind: .track, id: String($0)) : nil }
    }
}

private func isVideo(_ id: some StringProtocol) -> Bool { id.utf8.count == 11 && isPlainID(id) }
