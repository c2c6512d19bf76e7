import Outbound
import Smartlink

/// SoundCloud.
///
/// By its specification: the flow, `resolve`, likes, `Authorization: OAuth`; a refresh token is good once. Finding a
/// recording by ISRC is for partners; a search whose hits carry the ISRC is compared instead, and may miss.
struct SoundCloud: CodeFlowPlatform {
    let id = "soundcloud"
    let api: String
    let flow: OAuthFlow
    let door: PlatformDoor
    private let found = FoundItems()
    let artists = Found<String>()

    init(_ credentials: PlatformCredentials, _ door: PlatformDoor) {
        self.door = door
        api = credentials.apiBase ?? "https://api.soundcloud.com"
        flow = OAuthFlow(
            authorizeURL: credentials.authorizeUrl ?? "https://secure.soundcloud.com/authorize",
            tokenURL: credentials.tokenUrl ?? "https://secure.soundcloud.com/oauth/token",
            clientId: credentials.clientId, clientSecret: credentials.clientSecret, scope: nil,
            tokens: .singleUse)
    }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        let item: Item
        switch await find(target, grant) {
        case .found(let match): item = match
        case .notReleased: return .notReleased
        case .ended(let outcome): return outcome
        }
        let kind = item.kind == .track ? "tracks" : "playlists"
        let request = door.call(
            .post, "\(api)/likes/\(kind)/\(item.id)", authorization: "OAuth \(grant.access)")
        guard let response = await door.send(request) else { return .unreachable }
        if let outcome = outcome(response) { return outcome.forgetting(item, in: found) }
        let isLiked = response.status == 200 && response.json(LikeAnswer.self) != nil
        return isLiked ? .saved : .unreachable
    }

    /// `{"status":"200 - OK"}`
    private struct LikeAnswer: Decodable { var status: String }

    /// Nil if it went well.
    func outcome(_ response: OutboundResponse) -> SaveOutcome? {
        if response.isSuccess { return nil }
        if let outcome = response.plainOutcome { return outcome }
        return response.status == 404 ? .notReleased : .refused(.rejected)
    }

    // MARK: Finding

    func find(_ target: SaveTarget, _ grant: TokenGrant) async -> Finding {
        if PlatformURL(target.url, on: "soundcloud.com", "snd.sc") != nil, let link = target.url {
            return await resolve(link, grant)
        }
        guard case .isrc(let isrc)? = target.key else { return .notReleased }
        return await search(isrc, target, grant)
    }

    /// The number behind a page's address: where `resolve` sends, or what it answers.
    private func resolve(_ link: String, _ grant: TokenGrant) async -> Finding {
        if let item = found.item(link) { return .found(item) }
        let request = door.call(
            .get, url("\(api)/resolve", [("url", link)]), authorization: "OAuth \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        let item: Item?
        if (301...308).contains(response.status), let location = response.field("location") {
            item = Self.item(resource: location)
        } else if let outcome = outcome(response) {
            return outcome == .notReleased ? .notReleased : .ended(outcome)
        } else {
            item = response.json(Sound.self)?.urn.flatMap(Self.item(urn:))
        }
        guard let item else { return .ended(.unreachable) }
        found.keep(item, link)
        return .found(item)
    }

    private func search(
        _ isrc: String, _ target: SaveTarget, _ grant: TokenGrant
    ) async -> Finding {
        if let item = found.item(isrc) { return .found(item) }
        let pairs = [
            ("q", "\(target.artist) \(target.title)"), ("limit", "\(Limits.searchHitsMax)"),
        ]
        let request = door.call(
            .get, url("\(api)/tracks", pairs), authorization: "OAuth \(grant.access)")
        guard let response = await door.send(request) else { return .ended(.unreachable) }
        if let outcome = outcome(response) { return .ended(outcome) }
        guard let sounds = response.json([Sound].self) else { return .ended(.unreachable) }
        let match = sounds.first { $0.isrc?.uppercased() == isrc.uppercased() }
        guard let item = match?.urn.flatMap(Self.item(urn:)) else { return .notReleased }
        found.keep(item, isrc)
        return .found(item)
    }

    private struct Sound: Decodable {
        var urn: String?
        var isrc: String?
    }

    /// `https://api.soundcloud.com/tracks/soundcloud:tracks:123`; ids without a URN are the older form.
    static func item(resource: String) -> Item? {
        let path = resource.prefix { $0 != "?" }.split(separator: "/")
        guard path.count >= 2, let last = path.last else { return nil }
        let name = last.replacing("%3A", with: ":").replacing("%3a", with: ":")
        let kind = path[path.count - 2]
        return item(urn: isNumber(name) ? "soundcloud:\(kind):\(name)" : String(name))
    }

    static func item(urn: String) -> Item? {
        let parts = urn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "soundcloud", isNumber(parts[2]) else { return nil }
        return switch parts[1] {
        case "tracks": Item(kind: .track, id: urn)
        case "playlists": Item(kind: .playlist, id: urn)
        default: nil
        }
    }
}
