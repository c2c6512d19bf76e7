import Smartlink
import Testing

@testable import Store

struct SaveQueueTests {
    let folder = TemporaryFolder()

    @Test func `a queued save is held as it was given`() async throws {
        let house = try await Presaves(folder)
        #expect(try await house.queue(7))
        let holdings = try #require(try await house.store.holdings(of: 7))
        #expect(holdings.saves.map(\.save) == [house.save(7, of: 7)])
        #expect(holdings.saves.map(\.code) == [house.link.code])
        #expect(holdings.fan.locale == "de" && holdings.fan.country == ShortCode("DE"))
        #expect(try await house.store.fan(7) == holdings.fan)
        #expect(try await house.store.holdings(of: 8) == nil)
    }

    @Test func `a wish to follow is taken until the save is under way, by its own fan only`()
        async throws
    {
        let house = try await Presaves(folder)
        let (store, link) = (house.store, house.link.id)
        for id in 1...3 as ClosedRange<Int64> { try await house.queue(id) }
        try await house.queue(4, "tidal", .reminder)
        for _ in 0..<2 { #expect(try await store.follow(link: link, on: "tidal", of: 1)) }
        #expect(try await house.present(1).follow == .wanted)
        #expect(try await !store.follow(link: link, on: "spotify", of: 2))
        #expect(try await !store.follow(link: link + 1, on: "tidal", of: 2))
        #expect(try await !store.follow(link: link, on: "tidal", of: 4))
        var leased = try await house.lease()
        #expect(Set(leased.map(\.save.follow)) == [.none, .wanted])
        #expect(try await !store.follow(link: link, on: "tidal", of: 2))
        for place in leased.indices {
            leased[place].save = leased[place].save.after(
                leased[place].save.fan == 1 ? .saved : .notReleased, at: release, jitter: 0,
                canRemind: false)
            if leased[place].save.fan == 1 { leased[place].save.follow = .done }
        }
        try await store.settle(leased)
        #expect(try await house.present(1).follow == .done)
        #expect(try await !store.follow(link: link, on: "tidal", of: 1))
        #expect(try await store.follow(link: link, on: "tidal", of: 2))
        #expect(try await store.revoke(save: 2, of: 2, at: release))
        #expect(try await house.present(2).follow == .failed)
        #expect(try await store.follow(link: link, on: "tidal", of: 3))
        try await store.delete(house.link.code, of: house.link.account, at: monthBefore)
        try await store.sweep(at: release)
        #expect(try await house.present(3).follow == .failed)
    }

    @Test func `what failed with its save is wished again where the save is tried again`()
        async throws
    {
        let house = try await Presaves(folder)
        try await house.queue(1)
        #expect(try await house.store.follow(link: house.link.id, on: "tidal", of: 1))
        var leased = try await house.lease()
        leased[0].save.attempts = SaveLimits.attemptsMin
        let late = Instant(ms: release.ms + SaveLimits.pollingMsMax)
        try await house.settle(leased, .notReleased, at: late)
        #expect(try await house.present(1).follow == .failed)
        #expect(try await house.store.retryFailed(at: late) == 1)
        let save = try await house.present(1)
        #expect(save.state == .queued && save.follow == .wanted)
    }

    @Test func `queued again it is still one row, under the new grant`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        #expect(try await house.store.queue(house.save(2, of: 1), sealed: [9]))
        #expect(try await house.store.queue(house.save(3, of: 1, "spotify"), sealed: [8]))
        #expect(try house.store.number("SELECT count(*) FROM saves") == 2)
        #expect(try house.store.number("SELECT count(*) FROM grants") == 2)
        let leased = try await house.lease()
        #expect(Set(leased.map(\.save.id)) == [2, 3])
        #expect(leased.first { $0.save.id == 2 }?.sealed == [9])
    }

    @Test func `many at once for the same platform are one row`() async throws {
        let house = try await Presaves(folder)
        try await house.keep(1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 1...20 as ClosedRange<Int64> {
                group.addTask {
                    _ = try await house.store.queue(house.save(id, of: 1), sealed: [UInt8(id)])
                }
            }
            try await group.waitForAll()
        }
        let leased = try await house.lease()
        #expect(leased.count == 1)
        #expect(leased[0].sealed == [UInt8(leased[0].save.id)])
        #expect(try house.store.number("SELECT count(*) FROM grants") == 1)
    }

    @Test func `what is saved or reminded stays`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        try await house.settle(try await house.lease(), .saved)
        #expect(try await house.store.queue(house.save(2, of: 1), sealed: [9]) == false)
        #expect(try await house.present(1).state == .saved)
        #expect(try await house.present(1).id == 1)
        #expect(try house.store.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `what failed or was revoked is queued anew`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        try await house.settle(try await house.lease(), .refused(.invalidGrant))
        #expect(try await house.present(1).state == .failed)
        #expect(try await house.store.queue(house.save(2, of: 1), sealed: [9]))
        #expect(try await house.present(1).state == .queued)
        #expect(try await house.store.revoke(save: 2, of: 1, at: noon2026))
        #expect(try await house.store.queue(house.save(3, of: 1), sealed: [9]))
        #expect(try await house.present(1).id == 3)
    }

    @Test func `a reminder does not take the place of a save`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        #expect(try await house.store.queue(house.save(2, of: 1, "tidal", .reminder), sealed: nil))
        #expect(try await house.present(1).mode == .direct)
        #expect(try await house.lease().first?.sealed == [1, 2, 3])
    }

    @Test func `nothing is queued for nobody, nor for a link that is gone`() async throws {
        let house = try await Presaves(folder)
        let failure = await #expect(throws: Failure.self) {
            try await house.store.queue(house.save(1, of: 1), sealed: [1])
        }
        #expect(failure?.code == .notFound)
        try await house.keep(1)
        try await house.store.delete(house.link.code, of: house.link.account, at: noon2026)
        let other = await #expect(throws: Failure.self) {
            try await house.store.queue(house.save(1, of: 1), sealed: [1])
        }
        #expect(other?.code == .notFound)
        #expect(try house.store.number("SELECT count(*) FROM saves") == 0)
    }

    @Test func `only the fan revokes, once, and the grant goes`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        #expect(try await house.store.revoke(save: 1, of: 2, at: noon2026) == false)
        #expect(try await house.store.revoke(save: 1, of: 1, at: noon2026))
        #expect(try await house.store.revoke(save: 1, of: 1, at: noon2026) == false)
        let save = try await house.present(1)
        #expect(save.state == .revoked && save.endedAt == noon2026)
        #expect(try house.store.number("SELECT count(*) FROM grants") == 0)
        #expect(try await house.lease().isEmpty)
        #expect(try await house.store.nextSave() == nil)
    }

    @Test func `what was given up can be tried again for three days`() async throws {
        let house = try await Presaves(folder)
        for id in 1...3 as ClosedRange<Int64> { try await house.queue(id) }
        let leased = try await house.lease()
        let late = Instant(ms: release.ms + 80 * hourMs)
        let outcomes: [SaveOutcome] = [.unreachable, .notReleased, .refused(.rejected)]
        for (var one, outcome) in zip(leased, outcomes) {
            one.save.attempts = 50
            try await house.settle([one], outcome, at: late)
        }
        #expect(try house.store.number("SELECT count(*) FROM saves WHERE state = 'failed'") == 3)
        #expect(try house.store.number("SELECT count(*) FROM grants") == 2)
        let again = Instant(ms: late.ms + 71 * hourMs)
        #expect(try await house.store.retryFailed(at: again) == 2)
        #expect(try await house.store.retryFailed(at: again) == 0)
        let retried = try await house.lease(at: again)
        #expect(retried.count == 2)
        #expect(retried.allSatisfy { $0.sealed == [1, 2, 3] && $0.save.attempts == 0 })
        #expect(retried.allSatisfy { $0.save.triedAt == again && $0.save.reason == nil })
    }

    @Test func `a grant that nobody tries again is swept away`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        var leased = try await house.lease()
        leased[0].save.attempts = 50
        let late = Instant(ms: release.ms + 80 * hourMs)
        try await house.settle(leased, .unreachable, at: late)
        try await house.store.sweep(at: Instant(ms: late.ms + 71 * hourMs))
        #expect(try house.store.number("SELECT count(*) FROM grants") == 1)
        try await house.store.sweep(at: Instant(ms: late.ms + 72 * hourMs))
        #expect(try house.store.number("SELECT count(*) FROM grants") == 0)
        #expect(try await house.store.retryFailed(at: late) == 0)
    }

    @Test func `counts are by platform, state and reason, of a link or of all`() async throws {
        let house = try await Presaves(folder)
        for id in 1...3 as ClosedRange<Int64> { try await house.queue(id) }
        try await house.queue(4, "spotify", due: Instant(ms: release.ms + 1))
        try await house.settle(try await house.lease(1), .refused(.notRegistered))
        let counts = try await house.store.counts(link: house.link.id)
        #expect(counts == (try await house.store.counts(link: nil)))
        #expect(counts.count == 3)
        #expect(
            counts.contains(
                SaveCount(platform: "tidal", state: .failed, reason: .notRegistered, count: 1)))
        #expect(
            counts.contains(SaveCount(platform: "tidal", state: .queued, reason: nil, count: 2)))
        #expect(try await house.store.counts(link: 99).isEmpty)
    }
}
