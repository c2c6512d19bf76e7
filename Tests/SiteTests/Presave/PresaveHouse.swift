// The fan's side of the control plane over a real store, real seals and signatures, the project's own platforms,
// crawlers and languages, and two platforms of the test's own.
import Bytes
import Crypto
import FoundationEssentials
import HTTP
import Operations
import Pages
import Site
import Smartlink
import Store
import Synchronization
import Testing

final class PresaveHouse: Sendable {
    let door: PresaveDoor
    let store: Store
    let log = KeptLog()
    let platform = StandInPlatform("tidal")
    private let apple = StandInPlatform("apple-music")
    private let account: Account
    private let folder: String
    private let clock: Clock

    /// 2026-03-04T12:00:00Z, a day before the release.
    static let start = Instant(ms: 1_772_625_600_000)
    static let release = Instant(ms: start.ms + 86_400_000)
    static let browser =
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    static let scanner = "facebookexternalhit/1.1"

    final class Clock: Sendable {
        let now = Mutex(PresaveHouse.start)
    }

    init(rates: VisitRates = VisitRates()) async throws {
        let clock = Clock()
        let now: @Sendable () -> Instant = { clock.now.withLock { $0 } }
        folder = FileManager.default.temporaryDirectory.appending(path: "door-\(UUID())").path
        var settings = Settings(folder: "\(folder)/data", now: now)
        settings.durability = .process
        settings.role = .tool
        store = try Store(settings)
        let keys = try KeyRing(folder: "\(folder)/keys")
        let tables = try FanHouse().inForce.tables
        let adapters: [String: any SavingPlatform] = [
            "tidal": platform, "apple-music": apple, "spotify": StandInPlatform("spotify"),
        ]
        let key = keys.signingKey
        let actions = FanActions(
            fans: store, links: store, vault: keys, zones: NoZones(),
            tokens: FanTokens(
                sign: { SignedToken.make($0, purpose: $1, key: key) },
                read: { SignedToken.payload(of: $0, purpose: $1, key: key) }),
            surroundings: Surroundings(
                now: now, random: randomBytes, sha256: SHA256.digest,
                catalogue: { tables.catalogue }, agents: { tables.agents }),
            platforms: { adapters }, baseURL: { tables.baseURL })
        let inForce = FanTablesInForce(
            FanTables(
                baseURL: tables.baseURL, catalogue: tables.catalogue, agents: tables.agents,
                wordings: tables.wordings, policy: tables.policy, countryField: "CF-IPCountry",
                presaves: PresaveTables(
                    scriptURL: nil, isSandbox: false, developerToken: { "developer" },
                    mode: { actions.mode(of: $0, for: $1, at: $2) }), compress: { $0 }))
        door = PresaveDoor(
            actions, tables: inForce, countries: NoCountry(),
            steps: FanSteps(log: log, salts: FixedSalt()), rates: rates)
        self.clock = clock
        account = try await store.createAccount(
            name: "Mira", plan: .pro, credits: 10, at: Self.start)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func wait(ms: Int64) { clock.now.withLock { $0 = Instant(ms: $0.ms + ms) } }

    @discardableResult
    func link(_ name: String = "summer", _ adjust: (inout Link) -> Void = { _ in }) async throws
        -> Link
    {
        var link = Link(
            code: try #require(Code(name)), account: account.id, kind: .track, title: "Summer",
            artist: "Mira", createdAt: Self.start)
        link.isrc = "GBARL9300135"
        link.releaseAt = Self.release
        link.emailCapture = true
        adjust(&link)
        return try await store.create(link, cost: 0, once: nil).link
    }

    func delete(_ link: Link) async throws {
        try await store.delete(link.code, of: link.account, at: Self.start)
    }

    /// One request; nil where the path is not this door's. `target` may carry a query, `body` is a form.
    func ask(
        _ method: HTTP.Method, _ target: String, _ body: String = "", cookie: String? = nil,
        fields: [String: String] = [:], secure: Bool = true, peer: UInt32 = 0x0102_0304
    ) async throws -> Page? {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? try #require(Target.pairs(form: Array(parts[1].utf8))) : []
        var head = Fields(["User-Agent": Self.browser])
        for (name, value) in fields { head[name] = value }
        if let cookie { head["Cookie"] = cookie }
        let request = Request(
            method: method, path: parts[0], query: query, fields: head, body: Array(body.utf8),
            arrival: Arrival(
                peer: PeerAddress(v4: peer), isSecure: secure,
                nowMs: clock.now.withLock { $0.ms }, closes: false))
        return await door.respond(to: request).map(Page.init)
    }

    struct Page {
        let status: Int
        let fields: Fields
        let text: String

        init(_ response: Response) {
            status = response.status
            fields = response.fields
            if case .bytes(let bytes) = response.body {
                text = String(decoding: bytes, as: UTF8.self)
            } else {
                text = ""
            }
        }

        var cookies: [String] {
            fields.all.filter { $0.name == "Set-Cookie" }.map(\.value)
        }

        /// Name and value of each, as a browser sends them back.
        var cookie: String {
            cookies.map { String($0.prefix { $0 != ";" }) }.joined(separator: "; ")
        }

        /// The value of the `state` a platform was asked with.
        var state: String {
            let location = fields["Location"] ?? ""
            return location.split(separator: "state=").last.map(String.init) ?? ""
        }
    }

    /// What a browser that has pre-saved on the test's platform has afterwards.
    func presave(
        _ code: String = "summer", on platform: String = "tidal", cookie: String? = nil
    ) async throws -> (begun: Page, done: Page) {
        let begun = try #require(
            try await ask(.get, "/link/\(code)/presave/\(platform)", cookie: cookie))
        let done = try #require(
            try await ask(
                .get, "/oauth/\(platform)/callback?code=good&state=\(begun.state)",
                cookie: begun.cookie))
        return (begun, done)
    }

    /// The kinds of what was recorded so far, and why.
    var steps: [String] {
        log.records.map { "\($0.event.kind)" + ($0.channel.isEmpty ? "" : " \($0.channel)") }
    }

    /// The fan a page's cookie names.
    func fan(_ page: Page) throws -> (id: Int64, token: String) {
        let cookie = try #require(page.cookies.first { $0.hasPrefix("segue_fan=") })
        let token = String(cookie.dropFirst("segue_fan=".count).prefix { $0 != ";" })
        return (try #require(door.actions.fan(of: token)), token)
    }
}

struct NoZones: ZoneSource {
    func zone(named name: String) -> Zone? { nil }
    func zone(ofCountry country: ShortCode) -> Zone? { nil }
}

/// A platform that takes every code but `bad`; Apple's asks by script.
struct StandInPlatform: SavingPlatform {
    let id: String

    init(_ id: String) { self.id = id }

    func authorizeURL(state: String, challenge: String, redirect: String) -> String? {
        id == "apple-music" ? nil : "https://\(id).example/authorize?state=\(state)"
    }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant {
        guard code != "bad" else { throw .unreachable }
        return TokenGrant(access: code, authorisedAt: now)
    }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        grant
    }
    func dies(_ grant: TokenGrant) -> Instant? { nil }
    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        .saved
    }

    var followTerms: FollowTerms {
        switch id {
        case "tidal": .covered
        case "spotify": .asked
        default: .unsupported
        }
    }

    func followURL(state: String, challenge: String, redirect: String) -> String? {
        "https://\(id).example/authorize?both&state=\(state)"
    }
}
