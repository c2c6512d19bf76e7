import Smartlink
import Testing

@testable import Store

/// What time brings: releases, and clicks that are counted together.
struct WebhookNewsTests {
    let folder = TemporaryFolder()
    private func later(_ ms: Int64) -> Instant { Instant(ms: noon2026.ms + ms) }

    // MARK: Releases

    @Test func `a release is told once, when its moment passes`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkReleased])
        #expect(try await house.store.noteReleases(at: noon2026) == 0)
        #expect(try await house.store.noteReleases(at: Instant(ms: release.ms - 1)) == 0)
        #expect(try await house.store.noteReleases(at: release) == 1)
        #expect(try await house.store.noteReleases(at: Instant(ms: release.ms + 1)) == 0)
        let told = try await house.waiting()
        #expect(told.map(\.kind) == [.linkReleased] && told[0].link == house.link.id)
    }

    @Test func `what passed while nobody ran is told at the next look`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkReleased])
        _ = try await house.store.noteReleases(at: noon2026)
        for place in 0..<700 {
            var link = try plainLink("r\(place)", account: house.link.account)
            link.releaseAt = release
            _ = try await house.store.create(link, cost: 0, once: nil)
        }
        var rounds = 0
        while try await house.store.noteReleases(at: Instant(ms: release.ms + 86_400_000)) > 0 {
            rounds += 1
        }
        #expect(rounds == 2)
        #expect(try house.store.number("SELECT count(DISTINCT link) FROM deliveries") == 701)
        #expect(try house.store.number("SELECT count(*) FROM deliveries") == 701)
    }

    @Test func `a link made after its release, or switched off, is not told`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkReleased])
        _ = try await house.store.noteReleases(at: noon2026)
        var late = try plainLink("late", account: house.link.account, at: 10)
        late.releaseAt = later(5)
        var off = try plainLink("off", account: house.link.account)
        off.releaseAt = later(5)
        off.isDisabled = true
        for link in [late, off] { _ = try await house.store.create(link, cost: 0, once: nil) }
        #expect(try await house.store.noteReleases(at: later(20)) == 2)
        #expect(try await house.waiting().isEmpty)
    }

    @Test func `a release moved into the past is told at once`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkReleased])
        _ = try await house.store.noteReleases(at: noon2026)
        var moved = house.link
        moved.releaseAt = later(-5)
        _ = try await house.store.replace(moved, at: noon2026)
        #expect(try await house.kinds() == [.linkReleased])
        #expect(try await house.store.noteReleases(at: release) == 0)
    }

    @Test func `a release moved to shortly before is told once, and the next one again`()
        async throws
    {
        let house = try await Presaves(folder)
        try await house.hear([.linkReleased])
        _ = try await house.store.noteReleases(at: noon2026)
        var moved = house.link
        moved.releaseAt = later(5)
        // Nothing has passed since the first look, so this one comes after the mark.
        moved = try await house.store.replace(moved, at: later(9))
        #expect(try await house.store.noteReleases(at: later(10)) == 1)
        #expect(try await house.kinds() == [.linkReleased])
        moved.releaseAt = later(20)
        _ = try await house.store.replace(moved, at: later(11))
        #expect(try await house.store.noteReleases(at: later(20)) == 1)
        #expect(try await house.kinds() == [.linkReleased, .linkReleased])
    }

    @Test func `the mark keeps up where nothing is released`() async throws {
        let house = try await Presaves(folder)
        _ = try await house.store.noteReleases(at: noon2026)
        _ = try await house.store.noteReleases(at: later(Limits.releaseMarkMsMax + 1))
        #expect(
            try house.store.number("SELECT releasedAt FROM webhookWork")
                == later(Limits.releaseMarkMsMax + 1).ms)
    }

    // MARK: Clicks

    private func click(_ store: Store, _ kinds: Event.Kind..., agent: Agent = Agent()) {
        var batch = Batch()
        for kind in kinds { batch.add(event(kind, platform: 1, agent: agent)) }
        store.keep(batch)
    }

    private func batches(_ house: Presaves) async throws -> [ClickBatch] {
        try await house.waiting().compactMap {
            if case .clicks(let batch) = $0.subject { batch } else { nil }
        }
    }

    @Test func `clicks are told together, humans' alone, a minute apart`() async throws {
        let house = try await Presaves(folder)
        _ = try await house.store.numbers(for: ["tidal"])
        try await house.hear([.clickBatch])
        click(house.store, .redirect)
        // What was before the first look is not told.
        try await house.store.noteClicks(at: noon2026)
        click(house.store, .visit, .redirect, .clickThrough, .presaveStarted)
        click(house.store, .redirect, agent: Agent(kind: .crawler))
        try await house.store.noteClicks(at: later(59_999))
        #expect(try await batches(house).isEmpty)
        try await house.store.noteClicks(at: later(60_000))
        let first = try #require(try await batches(house).first)
        #expect(first.visits == 2 && first.clickThroughs == 2)
        #expect(first.platforms == [.init(key: "tidal", visits: 1, clickThroughs: 2)])
        #expect(first.countries == [.init(key: "", visits: 2, clickThroughs: 2)])
        #expect(first.from == noon2026 && first.to == later(60_000))
        click(house.store, .redirect)
        try await house.store.noteClicks(at: later(119_999))
        #expect(try await batches(house).count == 1)
        try await house.store.noteClicks(at: later(120_000))
        #expect(try await batches(house).count == 2)
        try await house.store.noteClicks(at: later(240_000))
        #expect(try await batches(house).count == 2)
    }

    @Test func `clicks of days when nobody listened stay untold`() async throws {
        let house = try await Presaves(folder)
        var webhook = try await house.hear([.clickBatch])
        try await house.store.noteClicks(at: noon2026)
        webhook.state = .paused
        try await house.store.replaceWebhook(webhook, at: noon2026)
        try await house.store.noteClicks(at: later(1))
        click(house.store, .redirect)
        webhook.state = .active
        try await house.store.replaceWebhook(webhook, at: later(2))
        try await house.store.noteClicks(at: later(100_000))
        try await house.store.noteClicks(at: later(200_000))
        #expect(try await batches(house).isEmpty)
    }

    @Test func `more links than one transaction takes are all told`() async throws {
        let house = try await Presaves(folder)
        let count = Limits.clickLinksMax + 10
        for place in 1..<count {
            _ = try await house.store.create(
                plainLink("c\(place)", account: house.link.account), cost: 0, once: nil)
        }
        try await house.hear([.clickBatch])
        try await house.store.noteClicks(at: noon2026)
        var batch = Batch()
        for link in 1...count { batch.add(event(.visit, link: Int64(link))) }
        house.store.keep(batch)
        try await house.store.noteClicks(at: later(60_000))
        #expect(
            try house.store.number("SELECT count(DISTINCT link) FROM deliveries") == Int64(count))
        #expect(try house.store.number("SELECT count(*) FROM deliveries") == Int64(count))
    }
}
