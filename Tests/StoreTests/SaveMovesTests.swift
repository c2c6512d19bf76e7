import Smartlink
import Testing

@testable import Store

struct SaveMovesTests {
    let folder = TemporaryFolder()

    @Test func `a moved release moves what has not ended, each fan to their own day`() async throws
    {
        let house = try await Presaves(folder)
        for id in 1...1_203 as ClosedRange<Int64> {
            try await house.keep(id, zone: id % 2 == 0 ? "Europe/Berlin" : nil)
        }
        let fans = Array(1...1_203 as ClosedRange<Int64>)
        let (store, link) = (house.store, house.link.id)
        try await store.write { connection throws(StoreFailure) in
            for id in fans {
                try SaveRecords(connection).replace(
                    nil,
                    by: Save(
                        id: id, fan: id, link: link, platform: "tidal", mode: .direct,
                        dueAt: release, createdAt: noon2026), sealed: [1])
            }
        }
        try await house.settle(try await house.lease(1), .saved)
        try await house.settle(try await house.lease(1), .notReleased)
        let held = try await house.lease(1)
        let moved = Instant(ms: release.ms + 5 * hourMs)
        try await store.reschedule(link: link, at: noon2026) { fan in
            Instant(ms: moved.ms + (fan.zone == nil ? 0 : 7))
        }
        func count(_ condition: String) throws -> Int64 {
            try store.number("SELECT count(*) FROM saves WHERE \(condition)")
        }
        #expect(try count("dueAt = \(release.ms)") == 1)
        #expect(try count("state = 'waiting'") == 0)
        #expect(try count("dueAt IN (\(moved.ms), \(moved.ms + 7))") == 1_202)
        #expect(try count("state = 'queued' AND nextAt = dueAt AND triedAt IS NULL") == 1_201)
        for fan in [2, 1_202] as [Int64] {
            #expect(try await house.present(fan).dueAt.ms == moved.ms + 7)
        }
        #expect(try await house.present(1_203).dueAt == moved)
        // The one that is being attempted stays with whoever has it.
        let present = try await house.present(held[0].save.fan)
        #expect(present.state == .saving && present.nextAt == held[0].save.nextAt)
        #expect(try await house.lease(at: Instant(ms: moved.ms - 1)).map(\.save.id) == [present.id])
    }

    @Test func `a save whose grant dies before its new day is looked at in a day, or moved again`()
        async throws
    {
        let house = try await Presaves(folder)
        for id in 1...3 as ClosedRange<Int64> {
            try await house.keep(id)
            var save = house.save(id, of: id)
            save.diesAt = id == 3 ? nil : Instant(ms: release.ms + id * 24 * hourMs)
            #expect(try await house.store.queue(save, sealed: [1]))
        }
        let now = Instant(ms: noon2026.ms + hourMs)
        let far = Instant(ms: release.ms + 24 * hourMs)
        try await house.store.reschedule(link: house.link.id, at: now) { _ in far }
        var wakes: [Instant] = []
        for fan in 1...3 as ClosedRange<Int64> {
            wakes.append(try await house.present(fan).nextAt)
        }
        #expect(wakes == [Instant(ms: now.ms + SaveLimits.dyingMs), far, far])
        #expect(try await house.present(1).dueAt == far)
        try await house.store.reschedule(link: house.link.id, at: now) { _ in release }
        #expect(try await house.present(1).nextAt == release)
    }

    @Test func `a link deleted for good ends its saves and grants, and nothing of others`()
        async throws
    {
        let house = try await Presaves(folder)
        for id in 1...3 as ClosedRange<Int64> { try await house.queue(id) }
        try await house.queue(4, "spotify", .reminder)
        try await house.settle(try await house.lease(1), .saved)
        var other = try plainLink("other", account: house.link.account)
        other = try await house.store.create(other, cost: 0, once: nil).link
        var save = house.save(9, of: 1)
        save.link = other.id
        #expect(try await house.store.queue(save, sealed: [1]))
        try await house.subscribe(1, of: 1)
        try await house.store.delete(house.link.code, of: house.link.account, at: monthBefore)
        try await house.store.sweep(at: Instant(ms: release.ms - 1))
        #expect(try await house.present(2).state == .queued)
        try await house.store.sweep(at: release)
        let counts = try await house.store.counts(link: house.link.id)
        #expect(
            Set(counts.map { "\($0.platform) \($0.state) \($0.reason?.rawValue ?? "")" }) == [
                "tidal saved ", "tidal revoked link_deleted", "spotify revoked link_deleted",
            ])
        #expect(try house.store.number("SELECT group_concat(save) = '9' FROM grants") == 1)
        #expect(try house.store.number("SELECT count(*) FROM letters") == 0)
        #expect(try house.store.number("SELECT sum(length(address)) FROM subscriptions") == 0)
        #expect(try await house.lease().map(\.save.id) == [9])
        let held = try #require(try await house.store.holdings(of: 2))
        #expect(held.saves.first?.code == house.link.code)
    }

    @Test func `a deletion that was cut off is finished by a sweep`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        let link = house.link.id
        try await house.store.write { connection throws(StoreFailure) in
            try connection.run("DELETE FROM links WHERE id = ?", .integer(link))
        }
        try await house.store.sweep(at: noon2026)
        let save = try await house.present(1)
        #expect(save.state == .revoked && save.reason == .linkDeleted)
        #expect(try house.store.number("SELECT count(*) FROM grants") == 0)
    }
}
