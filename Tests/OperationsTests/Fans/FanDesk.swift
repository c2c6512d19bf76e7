import Crypto
import FoundationEssentials
import Operations
import Smartlink
import Synchronization
import Testing

@testable import Store

/// The verbs about fans over a real store with real seals and signatures, one platform of the test's own, and a
/// clock that stands still.
final class FanDesk: Sendable {
    let store: Store
    let actions: FanActions
    let keys: KeyRing
    let platform = WillingPlatform("tidal")
    /// Wants to be asked for following on its own.
    let spotify = WillingPlatform("spotify")
    private let apple = WillingPlatform("apple-music")
    private let heard: Heard
    private let account: Account
    private let folder: String
    private let clock: Clock

    /// 2026-03-04T12:00:00Z, a day before the release.
    static let start = Instant(ms: 1_772_625_600_000)
    static let release = Instant(ms: start.ms + 86_400_000)
    static let trace = FanTrace(fan: nil, locale: "de", zone: nil, country: .unknown)

    final class Clock: Sendable {
        let now = Mutex(FanDesk.start)
    }

    /// What those outside the store were told.
    final class Heard: Sendable {
        let forgotten = Mutex<[Set<String>]>([])
        let refusals = Mutex<[String]>([])
    }

    init() async throws {
        let clock = Clock()
        let heard = Heard()
        let now: @Sendable () -> Instant = { clock.now.withLock { $0 } }
        folder = FileManager.default.temporaryDirectory.appending(path: "fans-\(UUID())").path
        var settings = Settings(folder: "\(folder)/data", now: now)
        settings.durability = .process
        settings.role = .tool
        store = try Store(settings)
        keys = try KeyRing(folder: "\(folder)/keys")
        let empty = #"{"previews":[],"crawlers":[],"libraries":[],"inApp":[],"systems":[]}"#
        let agents = try AgentTable(
            file: JSONDecoder().decode(CrawlersFile.self, from: Data(empty.utf8)), platforms: [])
        let adapters: [String: any SavingPlatform] = [
            "tidal": platform, "spotify": spotify, "apple-music": apple,
        ]
        let key = keys.signingKey
        actions = FanActions(
            fans: store, links: store, vault: keys, zones: TwoZones(),
            tokens: FanTokens(
                sign: { SignedToken.make($0, purpose: $1, key: key) },
                read: { SignedToken.payload(of: $0, purpose: $1, key: key) }),
            surroundings: Surroundings(
                now: now, random: randomBytes, sha256: SHA256.digest,
                catalogue: { Self.catalogue }, agents: { agents }),
            platforms: { adapters }, baseURL: { "https://segue.example" },
            forget: { addresses in heard.forgotten.withLock { $0.append(addresses) } },
            refused: { platform, refusal in
                heard.refusals.withLock { $0.append("\(platform) \(refusal)") }
            })
        self.clock = clock
        self.heard = heard
        account = try await store.createAccount(
            name: "Mira", plan: .pro, credits: 10, at: Self.start)
        apple.isScripted()
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static let catalogue = Catalogue(
        platforms: ["tidal", "apple-music", "bandcamp", "spotify"].enumerated().map { place, id in
            Platform(
                number: UInt8(place + 1), id: id, name: id, color: "000000",
                hosts: ["\(id).example"])
        }, orders: [:])

    /// Addresses that were to be forgotten, each time.
    var forgotten: [Set<String>] { heard.forgotten.withLock { $0 } }
    /// Agreements that came to no grant.
    var refusals: [String] { heard.refusals.withLock { $0 } }

    func wait(ms: Int64) { clock.now.withLock { $0 = Instant(ms: $0.ms + ms) } }

    /// A track that is out tomorrow, unless the test says otherwise.
    func link(_ name: String = "summer", _ adjust: (inout Link) -> Void = { _ in }) async throws
        -> Link
    {
        var link = Link(
            code: try #require(Code(name)), account: account.id, kind: .track, title: "Summer",
            artist: "Mira", createdAt: Self.start)
        link.isrc = "GBARL9300135"
        link.releaseAt = Self.release
        adjust(&link)
        return try await store.create(link, cost: 0, once: nil).link
    }

    /// What a platform gets and gives back when a fan begins there.
    struct Begun {
        var fan: Fan
        var state: String
        var browser: String
    }

    func begin(
        _ code: String = "summer", _ platform: String = "tidal", _ trace: FanTrace = trace
    ) async throws -> Begun {
        switch try await actions.startPresave(code, on: platform, trace) {
        case .authorise(let fan, _, let url, let browser):
            return Begun(fan: fan, state: url, browser: browser)
        case .script(let fan, _, let state, let browser):
            return Begun(fan: fan, state: state, browser: browser)
        case .remind, .released: throw Failure(.notFound, "Nothing began.")
        }
    }

    /// Ends what began; the word for how, and how often a grant was given.
    @discardableResult
    func finish(
        _ begun: Begun, on platform: String = "tidal", browser: String?? = .none,
        _ answer: PresaveAnswer = .code("good")
    ) async throws -> String {
        let grants = Mutex(0)
        let finish = try await actions.finishPresave(
            on: platform, state: begun.state, browser: browser ?? begun.browser, answer
        ) { _ in grants.withLock { $0 += 1 } }
        let count = grants.withLock { $0 }
        switch finish {
        case .queued: return count == 1 ? "queued" : "queued, granted \(count) times"
        case .follows(_, _, let save): return "follows \(save.follow)"
        case .stays(_, _, let save): return "stays \(save.follow)"
        case .failed(let failure, let link):
            return "\(failure)\(link == nil ? ", no link" : "")\(count == 0 ? "" : ", granted")"
        }
    }

    func saves(of fan: Int64) async throws -> [Save] {
        try await store.holdings(of: fan)?.saves.map(\.save) ?? []
    }

    func subscriptions(of fan: Int64) async throws -> [Subscription] {
        try await store.holdings(of: fan)?.subscriptions.map(\.subscription) ?? []
    }

    func number(_ query: String) throws -> Int64 {
        try Store.reader(store.folder.database).integer(query) ?? -1
    }

    /// The grant of the only save there is.
    func grant() throws -> TokenGrant? {
        let row: (Int64, [UInt8])? = try Store.reader(store.folder.database).row(
            "SELECT save, sealed FROM grants"
        ) { ($0.integer(0), $0.bytes(1)) }
        return try row.flatMap { TokenGrant(bytes: try keys.open($0.1, row: $0.0)) }
    }
}

/// Berlin's winter, and for Germany.
struct TwoZones: ZoneSource {
    func zone(named name: String) -> Zone? {
        name == "Europe/Berlin" ? Zone(offset: 3_600) : nil
    }
    func zone(ofCountry country: ShortCode) -> Zone? {
        country.text == "DE" ? Zone(offset: 3_600) : nil
    }
}

/// A platform that gives a grant for every code but the one the test says it fails for.
final class WillingPlatform: SavingPlatform {
    private struct Script {
        var failure: GrantRefusal?
        var livesMs: Int64?
        var isScripted = false
        var redeemed: [[String]] = []
        var challenges: [String] = []
        var whenRedeeming: (@Sendable () async -> Void)?
    }

    let id: String
    private let script = Mutex(Script())

    init(_ id: String) { self.id = id }

    /// Code, verifier and redirect address of each.
    var redeemed: [[String]] { script.withLock { $0.redeemed } }
    var challenges: [String] { script.withLock { $0.challenges } }
    func fail(_ failure: GrantRefusal?) { script.withLock { $0.failure = failure } }
    func grantsLive(ms: Int64) { script.withLock { $0.livesMs = ms } }
    func isScripted() { script.withLock { $0.isScripted = true } }
    func whenRedeeming(_ body: @escaping @Sendable () async -> Void) {
        script.withLock { $0.whenRedeeming = body }
    }

    /// The state alone stands for the address, so that a test can read it.
    func authorizeURL(state: String, challenge: String, redirect: String) -> String? {
        script.withLock { script in
            script.challenges.append(challenge)
            return script.isScripted ? nil : state
        }
    }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant {
        let (failure, body) = script.withLock { script in
            script.redeemed.append([code, verifier, redirect])
            return (script.failure, script.whenRedeeming)
        }
        await body?()
        if let failure { throw failure }
        return TokenGrant(access: "access-\(code)", refresh: "refresh", authorisedAt: now)
    }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        grant
    }

    func dies(_ grant: TokenGrant) -> Instant? {
        script.withLock(\.livesMs).map { Instant(ms: grant.authorisedAt.ms + $0) }
    }

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

    func followURL(state: String, challenge: String, redirect: String) -> String? { state }
}
