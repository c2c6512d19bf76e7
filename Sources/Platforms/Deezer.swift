import Outbound
import Smartlink

/// Deezer, for operators whose app is from before 2024: new ones are not taken.
///
/// Recorded: the catalogue, errors inside 200, `true` for a save, the token in the query (which no log shows).
/// Third parties' word only: the error codes, plain text for a refused code, `expires=0` for a token that stays. A
/// code we do not know is tried again. There is no PKCE and no renewal.
struct Deezer: SavingPlatform {
    let id = "deezer"
    let api: String
    private let authorizePage: String
    private let tokenURL: String
    private let appId: String
    private let secret: String
    let door: PlatformDoor
    private let found = FoundItems()
    let artists = Found<String>()

    init(_ credentials: PlatformCredentials, _ door: PlatformDoor) {
        self.door = door
        api = credentials.apiBase ?? "https://api.deezer.com"
        authorizePage = credentials.authorizeUrl ?? "https://connect.deezer.com/oauth/auth.php"
        tokenURL = credentials.tokenUrl ?? "https://connect.deezer.com/oauth/access_token.php"
        appId = credentials.clientId
        secret = credentials.clientSecret
    }

    func authorizeURL(state: String, challenge: String, redirect: String) -> String? {
        url(
            authorizePage,
            [
                ("app_id", appId), ("redirect_uri", redirect),
                ("perms", "basic_access,manage_library,offline_access"), ("state", state),
            ])
    }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant {
        let pairs = [("app_id", appId), ("secret", secret), ("code", code), ("output", "json")]
        var request = door.call(.get, url(tokenURL, pairs), authorization: nil)
        request.responseBytesMax = Limits.tokenAnswerBytesMax
        request.connection = .fresh
        guard let response = await door.send(request) else { throw .unreachable }
        if response.body.starts(with: Array("wrong code".utf8)) { throw .invalidGrant }
        guard response.isSuccess else { throw response.grantRefusal }
        guard let answer = response.json(TokenReply.self), TokenAnswer.isToken(answer.access),
            (0...Limits.lifeSecondsMax).contains(answer.expires ?? 0)
        else { throw .unreachable }
        var grant = TokenGrant(access: answer.access, authorisedAt: now)
        if let seconds = answer.expires, seconds > 0 {
            grant.expiresAt = Instant(ms: now.ms + seconds * 1_000)
        }
        return grant
    }

    private struct TokenReply: Decodable {
        var access: String
        var expires: Int64?

        private enum CodingKeys: String, CodingKey {
            case access = "access_token"
            case expires
        }
    }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        if let expiresAt = grant.expiresAt, expiresAt <= now { throw .invalidGrant }
        return grant
    }

    func dies(_ grant: TokenGrant) -> Instant? { grant.expiresAt }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        let item: Item
        switch await find(target) {
        case .found(let match): item = match
        case .notReleased: return .notReleased
        case .ended(let outcome): return outcome
        }
        let (path, name) = item.kind == .track ? ("tracks", "track_id") : ("albums", "album_id")
        let pairs = [(name, item.id), ("access_token", grant.access)]
        let request = door.call(
            .post, url("\(api)/user/me/\(path)", pairs), authorization: nil)
        guard let response = await door.send(request) else { return .unreachable }
        if let outcome = outcome(response) { return outcome.forgetting(item, in: found) }
        return response.json(Bool.self) == true ? .saved : .unreachable
    }

    /// Nil if it is no error.
    func outcome(_ response: OutboundResponse) -> SaveOutcome? {
        if let fault = response.json(ErrorAnswer.self)?.error {
            return Self.outcome(code: fault.code)
        }
        if response.isSuccess { return nil }
        if response.status == 401 { return .refused(.invalidGrant) }
        return response.plainOutcome ?? (response.status == 404 ? .notReleased : .unreachable)
    }

    static func outcome(code: Int) -> SaveOutcome {
        switch code {
        // 50 requests in 5 seconds; SERVICE_BUSY.
        case 4: .busy(retryAfterSeconds: 5)
        case 700: .busy(retryAfterSeconds: nil)
        // TOKEN_INVALID: nothing renews it.
        case 300: .refused(.invalidGrant)
        case 800: .notReleased
        // A full library, no permission, a wrong parameter, an account that may not.
        case 100, 200, 500, 501, 600, 901: .refused(.rejected)
        default: .unreachable
        }
    }

    private struct ErrorAnswer: Decodable {
        struct Fault: Decodable { var code: Int }
        var error: Fault
    }

    // MARK: Finding

    func find(_ target: SaveTarget) async -> Finding {
        if let item = Self.item(target.url) { return .found(item) }
        let (path, kind): (String, Link.Kind)
        switch target.key {
        case .isrc(let isrc)? where isPlainID(isrc): (path, kind) = ("track/isrc:\(isrc)", .track)
        case .upc(let upc)? where isNumber(upc):
            // More zeros in front than twelve digits need are not found.
            (path, kind) = ("album/upc:\(upcForms(upc)[0])", .album)
        default: return target.kind == .playlist ? .ended(.refused(.rejected)) : .notReleased
        }
        if let item = found.item(path) { return .found(item) }
        guard let response = await door.send(door.call(.get, "\(api)/\(path)", authorization: nil))
        else { return .ended(.unreachable) }
        if let outcome = outcome(response) {
            return outcome == .notReleased ? .notReleased : .ended(outcome)
        }
        guard let hit = response.json(Hit.self), hit.id > 0 else { return .ended(.unreachable) }
        let item = Item(kind: kind, id: "\(hit.id)")
        found.keep(item, path)
        return .found(item)
    }

    private struct Hit: Decodable { var id: Int64 }

    /// `www.deezer.com/[en/]track/{number}`
    static func item(_ text: String?) -> Item? {
        guard let address = PlatformURL(text, on: "deezer.com") else { return nil }
        for kind in [Link.Kind.track, .album] {
            if let id = address.segment(after: kind.rawValue), isNumber(id) {
                return Item(kind: kind, id: String(id))
            }
        }
        return nil
    }
}
