import Crypto
import FoundationEssentials
import Glibc
import Operations
import Smartlink
import Synchronization
import Telemetry
import Testing

@testable import Releases
@testable import Store

/// A store with real seals, platforms that do what the test says, and a clock that sleeping moves.
final class ReleaseDay: Sendable {
    let store: Store
    let actions: FanActions
    let keys: KeyRing
    let tidal: ScriptedPlatform
    let spotify: ScriptedPlatform
    let tally = SaveTally()
    let log: Log
    private let account: Account
    private let folder: String
    private let clock: Clock
    private let logFile: CInt

    /// 2026-03-04T12:00:00Z, a day before the release.
    static let start = Instant(ms: 1_772_625_600_000)
    static let release = Instant(ms: start.ms + 86_400_000)

    final class Clock: Sendable {
        private let value = Mutex(ReleaseDay.start)
        private let draws = Mutex<UInt64>(0)
        var now: Instant { value.withLock { $0 } }
        /// Never back: of several who sleep at once, the longest decides.
        func reach(_ moment: Instant) { value.withLock { $0 = max($0, moment) } }
        func set(_ moment: Instant) { value.withLock { $0 = moment } }
        func draw() -> UInt64 {
            draws.withLock { draws in
                draws += 1
                return draws
            }
        }
    }

    init() async throws {
        let clock = Clock()
        folder =
            FileManager.default.temporaryDirectory.appending(path: "release-\(UUID())").path
        var settings = Settings(folder: "\(folder)/data") { clock.now }
        settings.durability = .process
        settings.role = .tool
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        store = try Store(settings)
        keys = try KeyRing(folder: "\(folder)/keys")
        logFile = unsafe creat("\(folder)/log", 0o600)
        log = Log(level: .debug, descriptor: logFile)
        let tidal = ScriptedPlatform("tidal")
        let spotify = ScriptedPlatform("spotify")
        let agents = try AgentTable(file: Self.noCrawlers(), platforms: [])
        let key = keys.signingKey
        actions = FanActions(
            fans: store, links: store, vault: keys, zones: FewZones(),
            tokens: FanTokens(
                sign: { SignedToken.make($0, purpose: $1, key: key) },
                read: { SignedToken.payload(of: $0, purpose: $1, key: key) }),
            surroundings: Surroundings(
                now: { clock.now },
                random: { Array(SHA256.digest(Array("\(clock.draw())".utf8)).prefix($0)) },
                sha256: SHA256.digest, catalogue: { Catalogue(platforms: [], orders: [:]) },
                agents: { agents }),
            platforms: { ["tidal": tidal, "spotify": spotify] },
            baseURL: { "https://segue.example" })
        self.tidal = tidal
        self.spotify = spotify
        self.clock = clock
        account = try await store.createAccount(
            name: "Mira", plan: .pro, credits: 10, at: Self.start)
    }

    deinit {
        store.close()
        close(logFile)
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func noCrawlers() throws -> CrawlersFile {
        let empty = #"{"previews":[],"crawlers":[],"libraries":[],"inApp":[],"systems":[]}"#
        return try JSONDecoder().decode(CrawlersFile.self, from: Data(empty.utf8))
    }

    // MARK: The stage

    var now: Instant { clock.now }
    func wait(ms: Int64) { clock.set(Instant(ms: clock.now.ms + ms)) }
    func set(_ moment: Instant) { clock.set(moment) }

    /// Sleeping is over at once, and later.
    var sleep: @Sendable (Int64) async -> Void {
        { [clock] ms in
            clock.reach(Instant(ms: clock.now.ms + ms))
            await Task.yield()
        }
    }

    func link(
        _ name: String = "summer", releaseAt: Instant = release,
        mode: Link.ReleaseMode = .global, title: String = "Summer"
    ) async throws -> Link {
        let code = try #require(Code(name))
        var link = Link(
            code: code, account: account.id, kind: .track, title: title, artist: "Mira",
            createdAt: Self.start)
        link.isrc = "GBARL9300135"
        link.releaseAt = releaseAt
        link.releaseMode = mode
        link.emailCapture = true
        return try await store.create(link, cost: 0, once: nil).link
    }

    /// A fan of that number with one save of the same number, direct ones with a sealed grant.
    func queue(
        _ id: Int64, _ link: Link, _ platform: String = "tidal", _ mode: Save.Mode = .direct,
        refresh: String? = "refresh", of fan: Int64? = nil, follow: Save.Follow = .none,
        diesAt: Instant? = nil, account: String? = nil
    ) async throws {
        try await store.keep(Fan(id: fan ?? id, locale: "de", createdAt: now))
        var save = Save(
            id: id, fan: fan ?? id, link: link.id, platform: platform, mode: mode,
            dueAt: try #require(link.releaseAt), createdAt: now)
        save.follow = follow
        save.diesAt = diesAt
        var grant = TokenGrant(access: "secret-\(id)", authorisedAt: now)
        grant.refresh = refresh.map { "\($0)-\(id)" }
        grant.account = account
        let sealed = mode == .direct ? try keys.seal(grant.bytes, row: id) : nil
        #expect(try await store.queue(save, sealed: sealed))
    }

    /// An address of that number for the fan's reminders, its letter on its way.
    func subscribe(_ id: Int64, of fan: Int64, _ link: Link) async throws {
        let subscription = Subscription(
            id: id, fan: fan, link: link.id, address: "fan\(fan)@example.org", purpose: .reminder,
            wording: "r1.de", askedAt: now)
        try await store.subscribe(
            subscription,
            letter: Letter(
                id: id, kind: .confirmation, subscription: id, nextAt: now, createdAt: now))
    }

    func confirm(_ id: Int64) async throws {
        #expect(try await store.confirm(subscription: id, at: now) != nil)
    }

    func delete(_ link: Link) async throws {
        try await store.delete(link.code, of: link.account, at: now)
    }

    /// Moves a link's release as the API does.
    func move(_ link: Link, to moment: Instant) async throws {
        var link = link
        link.releaseAt = moment
        try await actions.reschedule(store.replace(link, at: now))
    }

    /// Several, as `lease` has one.
    func leaseErrands(ms: Int64) async throws -> [SaveErrand] {
        let held = try await store.leaseSaves(
            10, without: [], at: now, until: Instant(ms: now.ms + ms))
        var errands: [SaveErrand] = []
        for leased in held {
            let link = try #require(try await store.link(id: leased.save.link))
            errands.append(SaveErrand(leased: leased, link: link))
        }
        return errands
    }

    /// Takes what is due, as a process does that is killed before it settles anything.
    func lease(ms: Int64) async throws -> (LeasedSave, Link) {
        let held = try await store.leaseSaves(
            10, without: [], at: now, until: Instant(ms: now.ms + ms))
        let first = try #require(held.first)
        return (first, try #require(try await store.link(id: first.save.link)))
    }

    /// Does to the database what no process of ours would.
    func damage(_ statement: String) async throws {
        try await store.write { connection throws(StoreFailure) in
            try connection.run(statement)
        }
    }

    // MARK: What became of it

    func runner(perSecond: [String: Double] = [:]) -> SaveRunner {
        SaveRunner(actions, perSecond: perSecond, tally: tally, log: log, sleep: sleep)
    }

    @discardableResult
    func run() async throws -> Int { try await runner().runDue() }

    func saves(of fan: Int64) async throws -> [Int64: Save] {
        let holdings = try #require(try await store.holdings(of: fan))
        return Dictionary(
            holdings.saves.map { ($0.save.id, $0.save) }, uniquingKeysWith: { first, _ in first })
    }

    func save(of fan: Int64) async throws -> Save {
        let holdings = try #require(try await store.holdings(of: fan))
        return try #require(holdings.saves.first).save
    }

    func number(_ query: String) throws -> Int64 {
        try Store.reader(store.folder.database).integer(query) ?? -1
    }

    /// The grant a save has in the store.
    func grant(of save: Int64) throws -> TokenGrant? {
        let sealed: [UInt8]? = try Store.reader(store.folder.database).row(
            "SELECT sealed FROM grants WHERE save = ?", .integer(save)
        ) { $0.bytes(0) }
        return try sealed.flatMap { TokenGrant(bytes: try keys.open($0, row: save)) }
    }

    func logged() throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/log")), as: UTF8.self)
    }
}

struct FewZones: ZoneSource {
    static let rules = [
        "Pacific/Kiritimati": "<+14>-14", "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3",
        "America/New_York": "EST5EDT,M3.2.0,M11.1.0", "Pacific/Honolulu": "HST10",
        // Clocks go forward at midnight.
        "America/Havana": "CST5CDT,M3.2.0/0,M11.1.0/1",
    ]

    func zone(named name: String) -> Zone? { Self.rules[name].flatMap { Zone(rule: $0) } }
    func zone(ofCountry country: ShortCode) -> Zone? { nil }
}
