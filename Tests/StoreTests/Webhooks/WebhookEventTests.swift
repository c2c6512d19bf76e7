import Smartlink
import Testing

@testable import Store

/// What is written for a webhook, in the transaction that makes it happen.
struct WebhookEventTests {
    let folder = TemporaryFolder()

    @Test func `a new link is told to every webhook that wants it, under one id`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkCreated], 1)
        try await house.hear([.linkCreated, .linkUpdated], 2)
        try await house.hear([.linkUpdated], 3)
        let made = try await house.store.create(
            plainLink("second", account: house.link.account), cost: 1, once: nil
        ).link
        let first = try #require(try await house.waiting(1).first)
        #expect(first.kind == .linkCreated && first.link == made.id && first.subject == .link)
        #expect(first.event.hasPrefix("evt_") && first.event.count == 28)
        #expect(try await house.waiting(2).map(\.event) == [first.event])
        #expect(try await house.waiting(3).isEmpty)
    }

    @Test func `a link that was not made is not told`() async throws {
        let house = try await Presaves(folder)
        try await house.hear()
        await #expect(throws: Failure.self) {
            _ = try await house.store.create(
                plainLink("dear", account: house.link.account), cost: 1_000, once: nil)
        }
        #expect(try await house.waiting().isEmpty)
    }

    @Test func `somebody else's links are not heard of, and nothing while nobody listens`()
        async throws
    {
        let house = try await Presaves(folder)
        let other = try await house.store.createAccount(
            name: "B", plan: .pro, credits: 5, at: noon2026)
        var webhook = try await house.hear()
        _ = try await house.store.create(
            plainLink("theirs", account: other.id), cost: 1, once: nil)
        #expect(try await house.waiting().isEmpty)
        webhook.state = .paused
        try await house.store.replaceWebhook(webhook, at: noon2026)
        try await house.retitle("Another")
        #expect(try house.store.number("SELECT count(*) FROM deliveries") == 0)
    }

    @Test func `changes of a link are one event until somebody has taken it`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkUpdated])
        try await house.retitle("One")
        try await house.retitle("Two")
        #expect(try await house.kinds() == [.linkUpdated])
        #expect(try await house.leaseWebhooks().first?.deliveries.count == 1)
        try await house.retitle("Three")
        #expect(try await house.kinds() == [.linkUpdated, .linkUpdated])
    }

    @Test func `a pre-save is told when it is queued and when it is done, without its fan`()
        async throws
    {
        let house = try await Presaves(folder)
        try await house.hear()
        try await house.queue(1)
        try await house.queue(2)
        try await house.settle(try await house.lease(), .saved)
        let told = try await house.waiting()
        #expect(
            told.map(\.kind) == [
                .presaveQueued, .presaveQueued, .presaveDelivered, .presaveDelivered,
            ])
        #expect(
            told[0].subject
                == .save(
                    SaveNews(platform: "tidal", mode: "direct", state: "queued", reason: nil)))
        #expect(
            told[3].subject
                == .save(SaveNews(platform: "tidal", mode: "direct", state: "saved", reason: nil)))
        #expect(told[3].createdAt == release)
    }

    @Test func `a pre-save that fails says why`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.presaveFailed])
        try await house.queue(1)
        try await house.settle(try await house.lease(), .refused(.rejected))
        let told = try #require(try await house.waiting().first)
        guard case .save(let news) = told.subject else {
            Issue.record("\(told.subject)")
            return
        }
        #expect(news.state == "failed" && news.reason == "rejected")
    }

    @Test func `a reminder without a confirmed address is not told as delivered`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1, "tidal", .reminder)
        try await house.subscribe(5, of: 1)
        _ = try await house.store.confirm(subscription: 5, at: noon2026)
        let leased = try await house.lease()
        try await house.hear([.presaveDelivered, .presaveFailed])
        // Withdrawn while the save was on lease.
        _ = try await house.store.unsubscribe(subscription: 5, at: release)
        try await house.remind(leased)
        #expect(try await house.kinds().contains(.presaveDelivered) == false)
    }

    @Test func `an address for news is told once it is confirmed, one for a reminder never`()
        async throws
    {
        let house = try await Presaves(folder)
        try await house.hear()
        try await house.keep(1)
        try await house.subscribe(5, of: 1, "a@example.org", .reminder)
        try await house.subscribe(6, of: 1, "a@example.org", .news)
        #expect(try await house.waiting().isEmpty)
        for id in [Int64(5), 6, 6] {
            _ = try await house.store.confirm(subscription: id, at: noon2026)
        }
        let told = try await house.waiting()
        #expect(told.map(\.kind) == [.subscriberConfirmed])
        #expect(told.first?.subject == .subscription(6))
        #expect(
            try house.store.number(
                "SELECT count(*) FROM deliveries WHERE facts || coalesce(error, '') LIKE '%@%'")
                == 0)
    }

    @Test func `a full queue takes nothing more, and that is counted`() async throws {
        let house = try await Presaves(folder)
        try await house.hear([.linkUpdated])
        try await house.store.write { connection throws(StoreFailure) in
            try connection.run(
                "UPDATE webhooks SET queued = ?", .integer(WebhookLimits.queuedMax))
        }
        try await house.retitle("One")
        #expect(try await house.waiting().isEmpty)
        #expect(try await house.store.sweepDeliveries(at: noon2026) == 1)
        #expect(try await house.store.sweepDeliveries(at: noon2026) == 0)
    }
}
