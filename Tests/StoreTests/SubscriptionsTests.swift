import Smartlink
import Testing

@testable import Store

struct SubscriptionsTests {
    let folder = TemporaryFolder()
    private func later(_ ms: Int64) -> Instant { Instant(ms: noon2026.ms + ms) }

    @Test func `an address is kept with its proof and one letter`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await house.subscribe(5, of: 1)
        let letters = try await house.letters(at: noon2026)
        #expect(letters.map(\.letter.id) == [1_005])
        #expect(letters[0].letter.kind == .confirmation)
        #expect(letters[0].subscription.address == "mira@example.org")
        #expect(letters[0].subscription.wording == "r1.de")
        #expect(letters[0].subscription.askedAt == noon2026)
        #expect(letters[0].fan.id == 1 && letters[0].code == house.link.code)
        let held = try #require(try await house.store.holdings(of: 1))
        #expect(held.subscriptions.map(\.subscription) == [letters[0].subscription])
    }

    @Test func `asked again it is one row, and one letter in ten minutes`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await house.keep(2)
        try await house.subscribe(5, of: 1)
        try await house.subscribe(6, of: 1, "MIRA@example.org", at: later(599_999))
        #expect(try house.store.number("SELECT count(*) FROM subscriptions") == 1)
        let first = try await house.letters(at: later(599_999))
        #expect(first.count == 1)
        try await house.store.settle(letter: first[0].letter.id, nextAt: nil, wasSent: true)
        try await house.subscribe(7, of: 1, at: later(599_999))
        #expect(try house.store.number("SELECT count(*) FROM letters") == 0)
        try await house.subscribe(8, of: 2, at: later(600_000))
        let second = try await house.letters(at: later(600_000))
        #expect(second.map(\.letter.subscription) == [5])
        #expect(second[0].subscription.fan == 2)
        // Another purpose is another consent.
        try await house.subscribe(9, of: 1, "mira@example.org", .news)
        #expect(try house.store.number("SELECT count(*) FROM subscriptions") == 2)
    }

    @Test func `confirmed once it is confirmed, and no letter goes out again`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await house.subscribe(5, of: 1)
        let (confirmed, code) = try #require(
            try await house.store.confirm(subscription: 5, at: later(1)))
        #expect(confirmed.confirmedAt == later(1) && code == house.link.code)
        let again = try await house.store.confirm(subscription: 5, at: later(99 * hourMs))
        #expect(again?.0.confirmedAt == later(1))
        try await house.subscribe(6, of: 1, at: later(9_000_000))
        #expect(try await house.letters(at: later(9_000_000)).isEmpty)
        #expect(try await house.store.confirm(subscription: 6, at: later(1)) == nil)
    }

    @Test func `after 48 hours nothing is left to confirm`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await house.subscribe(5, of: 1)
        try await house.subscribe(6, of: 1, "b@example.org")
        #expect(try await house.store.confirm(subscription: 6, at: later(48 * hourMs)) != nil)
        #expect(try await house.store.confirm(subscription: 5, at: later(48 * hourMs + 1)) == nil)
        try await house.store.sweep(at: later(48 * hourMs + 1))
        #expect(try house.store.number("SELECT group_concat(id) = '6' FROM subscriptions") == 1)
        #expect(try house.store.number("SELECT count(*) FROM letters WHERE subscription = 5") == 0)
        #expect(try await house.store.fan(1) != nil)
    }

    @Test func `an ended one has no address, no letters and no reminders`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1, "bandcamp", .reminder)
        try await house.subscribe(5, of: 1)
        #expect(try await house.store.unsubscribe(subscription: 5, at: later(1)))
        #expect(try await house.store.unsubscribe(subscription: 5, at: later(2)))
        #expect(try await house.store.unsubscribe(subscription: 6, at: later(2)) == false)
        let held = try #require(try await house.store.holdings(of: 1))
        #expect(held.subscriptions[0].subscription.address == "")
        #expect(held.subscriptions[0].subscription.endedAt == later(1))
        #expect(held.saves[0].save.state == .revoked)
        #expect(try await house.letters(at: later(9)).isEmpty)
        #expect(try await house.store.confirm(subscription: 5, at: later(3)) == nil)
        // Who changes their mind asks anew.
        try await house.subscribe(7, of: 1, at: later(4))
        #expect(try await house.letters(at: later(9)).map(\.letter.subscription) == [7])
    }

    @Test func `the artist sees confirmed fans of news only, page by page`() async throws {
        let house = try await Presaves(folder)
        for id in 1...7 as ClosedRange<Int64> {
            try await house.keep(id)
            try await house.subscribe(
                id, of: id, "f\(id)@example.org", id == 6 ? .reminder : .news)
            if id == 7 { continue }
            _ = try await house.store.confirm(subscription: id, at: later(id / 3))
        }
        #expect(try await house.store.unsubscribe(subscription: 2, at: later(9)))
        var seen: [Int64] = []
        var cursor: String?
        repeat {
            let page = try await house.store.fans(of: house.link.id, limit: 2, cursor: cursor)
            #expect(page.items.allSatisfy { $0.fan.id == $0.subscription.fan })
            seen += page.items.map(\.subscription.id)
            cursor = page.next
        } while cursor != nil
        #expect(seen == [1, 3, 4, 5])
        for cursor in ["", "1", "1.2.3", "a.b", "-createdAt.1.1"] {
            let failure = await #expect(throws: Failure.self) {
                try await house.store.fans(of: house.link.id, limit: 2, cursor: cursor)
            }
            #expect(failure?.code == .invalidField)
        }
    }
}
