import Smartlink
import Testing

@testable import Store

struct LettersTests {
    let folder = TemporaryFolder()
    private func later(_ ms: Int64) -> Instant { Instant(ms: release.ms + ms) }

    private func house(confirmed: Bool) async throws -> Presaves {
        let house = try await Presaves(folder)
        try await house.queue(1, "bandcamp", .reminder)
        try await house.subscribe(5, of: 1)
        if confirmed { _ = try await house.store.confirm(subscription: 5, at: noon2026) }
        return house
    }

    @Test func `a due reminder becomes a letter in the transaction that ends it`() async throws {
        let house = try await house(confirmed: true)
        let leased = try await house.lease()
        #expect(leased.map(\.reminder) == [5])
        try await house.remind(leased)
        #expect(try await house.present(1).state == .reminded)
        let letters = try await house.letters(at: release)
        #expect(letters.map(\.letter.kind) == [.reminder])
        #expect(letters[0].letter.subscription == 5 && letters[0].letter.attempts == 0)
    }

    @Test func `nobody is written twice, whatever is settled again`() async throws {
        let house = try await house(confirmed: true)
        _ = try await house.store.queue(house.save(2, of: 1, "pandora", .reminder), sealed: nil)
        let leased = try await house.lease()
        #expect(leased.count == 2)
        try await house.remind(Array(leased.prefix(1)))
        let first = try await house.letters(at: release)
        #expect(first.count == 1)
        try await house.store.settle(letter: first[0].letter.id, nextAt: nil, wasSent: true)
        try await house.remind(leased)
        #expect(try house.store.number("SELECT count(*) FROM letters") == 0)
        #expect(try house.store.number("SELECT count(*) FROM saves WHERE state = 'reminded'") == 2)
    }

    @Test func `a save the platform refuses is reminded of instead`() async throws {
        let house = try await house(confirmed: true)
        _ = try await house.store.queue(house.save(3, of: 1, "spotify"), sealed: [1])
        let leased = try await house.lease().filter { $0.save.mode == .direct }
        #expect(leased.map(\.reminder) == [5])
        try await house.settle(leased, .refused(.notRegistered))
        #expect(try house.store.number("SELECT count(*) FROM grants") == 0)
        let again = try await house.lease().filter { $0.save.platform == "spotify" }
        #expect(again.first?.save.mode == .reminder)
        try await house.remind(again)
        #expect(try await house.letters(at: release).count == 1)
    }

    @Test func `a late confirmation brings the reminder forward`() async throws {
        let house = try await house(confirmed: false)
        try await house.remind(try await house.lease())
        #expect(try await house.present(1).state == .queued)
        let asked = later(-30 * hourMs)
        try await house.store.write { connection throws(StoreFailure) in
            try connection.run("UPDATE subscriptions SET askedAt = ?", .integer(asked.ms))
        }
        #expect(try await house.lease(at: later(hourMs)).isEmpty)
        _ = try await house.store.confirm(subscription: 5, at: later(hourMs))
        let leased = try await house.lease(at: later(hourMs))
        try await house.remind(leased, at: later(hourMs))
        #expect(try await house.letters(at: later(hourMs)).map(\.letter.kind) == [.reminder])
    }

    @Test func `who withdraws while the reminder is written gets none`() async throws {
        let house = try await house(confirmed: true)
        let leased = try await house.lease()
        // The save itself is on lease, so only the address can say so.
        try await house.store.write { connection throws(StoreFailure) in
            try SubscriptionRecords(connection).erase(5, at: release)
        }
        try await house.remind(leased)
        #expect(try await house.present(1).state == .revoked)
        #expect(try house.store.number("SELECT count(*) FROM letters") == 0)
    }

    @Test func `a letter on lease comes again if nobody settles it`() async throws {
        let house = try await house(confirmed: false)
        #expect(try await house.letters(at: release).count == 1)
        #expect(try await house.letters(at: later(59_999)).isEmpty)
        #expect(try await house.letters(at: later(60_000)).count == 1)
    }

    @Test func `a letter that was not sent is tried again, one given up goes`() async throws {
        let house = try await house(confirmed: true)
        try await house.remind(try await house.lease())
        let letter = try await house.letters(at: release)[0].letter.id
        try await house.store.settle(letter: letter, nextAt: later(90_000), wasSent: false)
        #expect(try await house.letters(at: later(89_999)).isEmpty)
        let again = try await house.letters(at: later(90_000))
        #expect(again.map(\.letter.attempts) == [1])
        try await house.store.settle(letter: letter, nextAt: nil, wasSent: false)
        #expect(try house.store.number("SELECT count(*) FROM letters") == 0)
        let save = try await house.present(1)
        #expect(save.state == .failed && save.reason == .rejected)
    }

    @Test func `a letter put off by a wrong clock is due`() async throws {
        let house = try await house(confirmed: false)
        let letter = try await house.letters(at: noon2026)[0].letter.id
        try await house.store.settle(
            letter: letter, nextAt: later(900 * 24 * hourMs), wasSent: false)
        #expect(try await house.letters(at: release).map(\.letter.id) == [letter])
    }
}
