import Smartlink
import Testing

@testable import Store

struct WebhookLeasesTests {
    let folder = TemporaryFolder()
    private func later(_ ms: Int64) -> Instant { Instant(ms: noon2026.ms + ms) }

    private func house(updates: Int = 1) async throws -> Presaves {
        let house = try await Presaves(folder)
        try await house.hear([.linkCreated])
        for place in 0..<updates {
            _ = try await house.store.create(
                plainLink("song\(place)", account: house.link.account), cost: 0, once: nil)
        }
        return house
    }

    @Test func `a webhook is leased once, with what is due in order`() async throws {
        let house = try await house(updates: 3)
        let leased = try await house.leaseWebhooks(each: 2)
        #expect(leased.map(\.webhook.id) == [1] && leased[0].sealed == [7])
        #expect(leased[0].deliveries.map(\.id) == [1, 2])
        #expect(try await house.leaseWebhooks().isEmpty)
    }

    @Test func `a killed process's messages are handed out again, as they were`() async throws {
        let house = try await house()
        let first = try #require(try await house.leaseWebhooks().first)
        let again = try #require(try await house.leaseWebhooks(at: later(60_000)).first)
        #expect(again.deliveries.map(\.event) == first.deliveries.map(\.event))
    }

    @Test func `what was delivered is not handed out again`() async throws {
        let house = try await house()
        let leased = try #require(try await house.leaseWebhooks().first)
        var turn = DeliveryTurn(webhook: leased.webhook, delivery: leased.deliveries[0])
        turn.settle(.status(204), at: noon2026, jitter: 0)
        #expect(try await house.store.settle(turn, leasedUntil: leased.webhook.nextAt))
        #expect(try await house.leaseWebhooks(at: later(1)).isEmpty)
        #expect(try house.store.number("SELECT queued FROM webhooks") == 0)
        let kept = try #require(try await house.store.webhook(1, of: house.link.account)).webhook
        #expect(kept.deliveredAt == noon2026 && kept.lastStatus == 204)
    }

    @Test func `a webhook that was changed meanwhile keeps its change`() async throws {
        let house = try await house()
        let leased = try #require(try await house.leaseWebhooks().first)
        var changed = leased.webhook
        changed.state = .paused
        try await house.store.replaceWebhook(changed, at: later(5))
        var turn = DeliveryTurn(webhook: leased.webhook, delivery: leased.deliveries[0])
        turn.settle(.status(410), at: later(6), jitter: 0)
        #expect(!(try await house.store.settle(turn, leasedUntil: leased.webhook.nextAt)))
        let kept = try #require(try await house.store.webhook(1, of: house.link.account)).webhook
        #expect(kept.state == .paused && kept.failingSince == nil)
    }

    @Test func `nobody but its account sees, changes or removes a webhook`() async throws {
        let house = try await house()
        let store = house.store
        #expect(try await store.webhook(1, of: 99) == nil)
        #expect(try await store.webhooks(of: 99).isEmpty)
        await #expect(throws: Failure.self) { try await store.removeWebhook(1, of: 99) }
        try await store.removeWebhook(1, of: house.link.account)
        #expect(try store.number("SELECT count(*) FROM deliveries") == 0)
    }

    @Test func `only so many webhooks are kept`() async throws {
        let house = try await Presaves(folder)
        for id in 1...20 { try await house.hear([.linkCreated], Int64(id)) }
        await #expect(throws: Failure.self) { try await house.hear([.linkCreated], 21) }
    }

    @Test func `what waits for two days is dead, what ended a week ago is erased`() async throws {
        let house = try await house(updates: 2)
        _ = try await house.store.sweepDeliveries(at: later(WebhookLimits.queuedMsMax))
        #expect(try await house.waiting().count == 2)
        let end = later(WebhookLimits.queuedMsMax + 1)
        _ = try await house.store.sweepDeliveries(at: end)
        let ended = try await house.store.deliveries(of: 1, limit: 10)
        #expect(ended.map(\.state) == [.dead, .dead] && ended[0].error != nil)
        _ = try await house.store.sweepDeliveries(
            at: Instant(ms: end.ms + WebhookLimits.endedMsMax + 1))
        #expect(try house.store.number("SELECT count(*) FROM deliveries") == 0)
        #expect(try house.store.number("SELECT queued FROM webhooks") == 0)
    }

    @Test func `a webhook keeps a thousand of its past deliveries`() async throws {
        let house = try await house()
        try await house.store.write { connection throws(StoreFailure) in
            try connection.run(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)
                INSERT INTO deliveries (webhook, event, kind, link, subject, facts, state, attempts,
                    nextAt, createdAt, endedAt)
                SELECT 1, 'evt_' || i, 'link.created', 1, 0, '', 'delivered', 1, ?1, ?1, ?1 FROM n
                """, .integer(noon2026.ms))
        }
        _ = try await house.store.sweepDeliveries(at: noon2026)
        #expect(try house.store.number("SELECT count(*) FROM deliveries") == 1_001)
        #expect(
            try await house.store.leaseWebhooks(
                1, each: 1, at: noon2026, until: later(1)
            ).first?.deliveries.first?.id == 1)
    }

    @Test func `secrets get a new seal, and only those that want one`() async throws {
        let house = try await house()
        #expect(try await house.store.resealWebhooks { _, _ in nil } == 0)
        #expect(
            try await house.store.resealWebhooks { sealed, webhook in
                sealed + [UInt8(webhook)]
            } == 1)
        let found = try await house.store.webhook(1, of: house.link.account)
        #expect(found?.sealed == [7, 1])
    }
}
