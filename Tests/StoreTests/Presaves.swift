import Smartlink
import Testing

@testable import Store

let release = Instant(ms: noon2026.ms + 86_400_000)
/// A link deleted then can be restored until the release.
let monthBefore = Instant(ms: release.ms - Link.restorableMs)
let hourMs: Int64 = 3_600_000

/// A store with one link that fans pre-save.
final class Presaves: Sendable {
    let store: Store
    let link: Link

    deinit { store.close() }

    init(store: Store, link: Link) {
        self.store = store
        self.link = link
    }

    convenience init(_ folder: TemporaryFolder) async throws {
        let store = try openStore(folder)
        let account = try await store.createAccount(
            name: "A", plan: .pro, credits: 10, at: noon2026)
        var link = try plainLink("summer", account: account.id)
        link.releaseAt = release
        self.init(store: store, link: try await store.create(link, cost: 1, once: nil).link)
    }

    func keep(_ id: Int64, zone: String? = nil) async throws {
        var fan = Fan(id: id, locale: "de", createdAt: noon2026)
        fan.zone = zone
        fan.country = ShortCode("DE") ?? .unknown
        try await store.keep(fan)
    }

    func save(
        _ id: Int64, of fan: Int64, _ platform: String = "tidal", _ mode: Save.Mode = .direct,
        due: Instant = release
    ) -> Save {
        Save(
            id: id, fan: fan, link: link.id, platform: platform, mode: mode, dueAt: due,
            createdAt: noon2026)
    }

    /// A fan of that number with one save of the same number, direct ones with a grant.
    @discardableResult
    func queue(
        _ id: Int64, _ platform: String = "tidal", _ mode: Save.Mode = .direct,
        due: Instant = release, sealed: [UInt8] = [1, 2, 3]
    ) async throws -> Bool {
        try await keep(id)
        return try await store.queue(
            save(id, of: id, platform, mode, due: due), sealed: mode == .direct ? sealed : nil)
    }

    func lease(
        _ limit: Int = 100, without platforms: Set<String> = [], at now: Instant = release
    ) async throws -> [LeasedSave] {
        try await store.leaseSaves(
            limit, without: platforms, at: now, until: Instant(ms: now.ms + 60_000))
    }

    /// Settles what is leased as `outcome` has it.
    func settle(_ leased: [LeasedSave], _ outcome: SaveOutcome, at now: Instant = release)
        async throws
    {
        try await store.settle(
            leased.map { leased in
                var leased = leased
                leased.save = leased.save.after(
                    outcome, at: now, jitter: 0, canRemind: leased.reminder != nil)
                return leased
            })
    }

    /// Settles due reminders.
    func remind(_ leased: [LeasedSave], at now: Instant = release) async throws {
        try await store.settle(
            leased.map { leased in
                var leased = leased
                leased.save = leased.save.reminding(at: now, canRemind: leased.reminder != nil)
                return leased
            })
    }

    func present(_ fan: Int64) async throws -> Save {
        let holdings = try #require(try await store.holdings(of: fan))
        return try #require(holdings.saves.first).save
    }

    func subscribe(
        _ id: Int64, of fan: Int64, _ address: String = "mira@example.org",
        _ purpose: Subscription.Purpose = .reminder, at now: Instant = noon2026
    ) async throws {
        let subscription = Subscription(
            id: id, fan: fan, link: link.id, address: address, purpose: purpose, wording: "r1.de",
            askedAt: now)
        try await store.subscribe(
            subscription,
            letter: Letter(
                id: id + 1_000, kind: .confirmation, subscription: id, nextAt: now, createdAt: now))
    }

    func letters(at now: Instant) async throws -> [LeasedLetter] {
        try await store.leaseLetters(100, at: now, until: Instant(ms: now.ms + 60_000))
    }
}
