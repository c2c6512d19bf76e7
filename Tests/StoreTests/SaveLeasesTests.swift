import Smartlink
import Testing

@testable import Store

struct SaveLeasesTests {
    let folder = TemporaryFolder()

    private func later(_ ms: Int64) -> Instant { Instant(ms: release.ms + ms) }

    @Test func `what else of a fan's is due on the platform is handed out with the first`()
        async throws
    {
        let house = try await Presaves(folder)
        var other = try plainLink("other", account: house.link.account)
        other = try await house.store.create(other, cost: 0, once: nil).link
        for id in 1...6 as ClosedRange<Int64> { try await house.queue(id) }
        func queue(_ id: Int64, _ platform: String, due: Int64) async throws {
            var save = house.save(id, of: 2, platform, due: Instant(ms: release.ms + due))
            save.link = other.id
            #expect(try await house.store.queue(save, sealed: [1]))
        }
        try await queue(90, "tidal", due: 0)
        try await queue(91, "spotify", due: 0)
        let leased = try await house.lease(3, without: ["spotify"])
        #expect(leased.map(\.save.id) == [1, 2, 90])
        #expect(try await house.lease(100, without: ["spotify"]).map(\.save.id) == [3, 4, 5, 6])
        try await house.store.settle(
            leased.map { leased in
                var leased = leased
                leased.save.state = .queued
                leased.save.nextAt = Instant(ms: release.ms + (leased.save.id == 90 ? 9 : 0))
                return leased
            })
        // Not due yet is not handed out, whoever else's is.
        #expect(try await house.lease(100, without: ["spotify"]).map(\.save.id) == [1, 2])
    }

    @Test func `nothing is handed out before it is due`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        #expect(try await house.lease(at: later(-1)).isEmpty)
        #expect(try await house.store.nextSave() == release)
        let leased = try await house.lease()
        #expect(leased.map(\.save.id) == [1])
        #expect(leased[0].save.state == .saving && leased[0].save.triedAt == release)
        #expect(leased[0].fan.id == 1 && leased[0].sealed == [1, 2, 3])
        #expect(leased[0].reminder == nil)
    }

    @Test func `a lease that ran out falls due again, as a killed process's does`() async throws {
        var house = try await Presaves(folder)
        try await house.queue(1)
        #expect(try await house.lease().count == 1)
        #expect(try await house.lease(at: later(59_999)).isEmpty)
        #expect(try await house.store.nextSave() == later(60_000))
        let link = house.link
        house.store.close()
        house = Presaves(store: try openStore(folder), link: link)
        let again = try await house.lease(at: later(60_000))
        #expect(again.map(\.save.id) == [1])
        #expect(again[0].save.triedAt == release)
    }

    @Test func `ten thousand are handed out once each, soonest first`() async throws {
        let house = try await Presaves(folder)
        try await fill(house, 10_000)
        var seen: Set<Int64> = []
        var last: Int64 = .min
        while true {
            let leased = try await house.lease(1_000, at: later(20_000))
            if leased.isEmpty { break }
            #expect(leased.count <= Limits.leasedMax)
            for one in leased {
                #expect(one.save.dueAt.ms >= last)
                last = one.save.dueAt.ms
                #expect(seen.insert(one.save.id).inserted)
            }
        }
        #expect(seen.count == 10_000)
    }

    /// Fans with a save each, due in mixed order.
    private func fill(_ house: Presaves, _ count: Int64) async throws {
        let link = house.link.id
        try await house.store.write { connection throws(StoreFailure) in
            for id in 1...count {
                try connection.run(
                    "INSERT INTO fans VALUES (?, 'en', NULL, 0, 0, 0)", .integer(id))
                try connection.run(
                    """
                    INSERT INTO saves (id, fan, link, code, platform, mode, state, dueAt, nextAt,
                        attempts, reason, createdAt)
                    VALUES (?1, ?1, ?2, 'summer', ?4, 'direct', 'queued', ?3, ?3, 0, '', 0)
                    """, .integer(id), .integer(link), .integer(release.ms + id * 7_919 % 10_007),
                    .text(["tidal", "spotify", "deezer"][Int(id % 3)]))
            }
        }
    }

    @Test func `two who lease at the same time share nothing`() async throws {
        let house = try await Presaves(folder)
        try await fill(house, 600)
        let all = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var mine: [Int64] = []
                    for _ in 0..<4 {
                        mine += try await house.lease(50, at: later(20_000)).map(\.save.id)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(!all.isEmpty)
        #expect(Set(all).count == all.count)
    }

    @Test func `a platform that wants a pause is passed over, its reminders are not`() async throws
    {
        let house = try await Presaves(folder)
        try await house.queue(1, "spotify")
        try await house.queue(2, "tidal", due: later(5))
        try await house.queue(3, "spotify", .reminder, due: later(6))
        let leased = try await house.lease(without: ["spotify"], at: later(9))
        #expect(leased.map(\.save.id) == [2, 3])
        #expect(leased[1].sealed == nil)
        #expect(try await house.lease(at: later(9)).map(\.save.id) == [1])
    }

    @Test func `of saves due together each platform has its turn`() async throws {
        let house = try await Presaves(folder)
        for id in 1...6 as ClosedRange<Int64> { try await house.queue(id, "deezer") }
        try await house.queue(7, "tidal")
        #expect(try await house.lease(2).map(\.save.platform).sorted() == ["deezer", "tidal"])
    }

    @Test func `what became of it is written, and its grant goes when it ends`() async throws {
        let house = try await Presaves(folder)
        for id in 1...4 as ClosedRange<Int64> { try await house.queue(id) }
        let leased = try await house.lease()
        let outcomes: [SaveOutcome] = [
            .saved, .notReleased, .busy(retryAfterSeconds: 9), .refused(.invalidGrant),
        ]
        for (one, outcome) in zip(leased, outcomes) { try await house.settle([one], outcome) }
        for (one, outcome) in zip(leased, outcomes) {
            let expected = one.save.after(outcome, at: release, jitter: 0, canRemind: false)
            #expect(try await house.present(one.save.fan) == expected)
        }
        #expect(try house.store.number("SELECT group_concat(save) = '2,3' FROM grants") == 1)
        #expect(try await house.store.nextSave() == later(9_000))
    }

    @Test func `what was revoked while it was attempted stays revoked`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        let leased = try await house.lease()
        #expect(try await house.store.revoke(save: 1, of: 1, at: release))
        let failure = await #expect(throws: Failure.self) {
            try await house.store.replaceGrant(of: 1, sealed: [5])
        }
        #expect(failure?.code == .notFound)
        try await house.settle(leased, .unreachable)
        #expect(try await house.present(1).state == .revoked)
        #expect(try house.store.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `what was erased while it was attempted stays erased`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        let leased = try await house.lease()
        try await house.store.erase(fan: 1)
        try await house.settle(leased, .saved)
        #expect(try await house.store.holdings(of: 1) == nil)
        #expect(try house.store.number("SELECT count(*) FROM saves") == 0)
    }

    @Test func `what was authorised anew while it was attempted is not undone`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        let leased = try await house.lease()
        #expect(try await house.store.queue(house.save(2, of: 1), sealed: [9]))
        try await house.settle(leased, .refused(.invalidGrant))
        #expect(try await house.present(1).state == .queued)
        #expect(try await house.lease().first?.sealed == [9])
    }

    @Test func `a rotated grant is there before it is used`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        _ = try await house.lease()
        try await house.store.replaceGrant(of: 1, sealed: [7, 7])
        #expect(try await house.lease(at: later(60_000)).first?.sealed == [7, 7])
    }

    @Test func `a clock that was far ahead leaves nothing behind in its future`() async throws {
        let house = try await Presaves(folder)
        try await house.queue(1)
        try await house.queue(2)
        let far = later(3_650 * 24 * hourMs)
        var leased = try await house.lease(at: far)
        #expect(leased.count == 2)
        // One was settled in the future, one is on lease there.
        let one = leased.removeFirst()
        try await house.settle([one], .unreachable, at: far)
        let again = try await house.lease(at: later(5))
        #expect(again.map(\.save.id).sorted() == [1, 2])
        #expect(again.allSatisfy { $0.save.triedAt == later(5) })
    }

    @Test func `the queue of a million costs a look, not a walk`() async throws {
        let house = try await Presaves(folder)
        let plan = try await house.store.read { connection throws(StoreFailure) in
            var plan: [String] = []
            try connection.rows(
                """
                EXPLAIN QUERY PLAN SELECT id, nextAt FROM saves INDEXED BY savesDue
                WHERE \(SaveRecords.isOpen) AND mode = ? AND platform = ? AND nextAt <= ?
                ORDER BY nextAt LIMIT ?
                """
            ) { plan.append($0.text(3)) }
            return plan
        }
        #expect(
            plan == [
                "SEARCH saves USING INDEX savesDue (mode=? AND platform=? AND nextAt<?)"
            ])
    }

    @Test func `a fan's other saves are found by the fan, not among everybody's`() async throws {
        let house = try await Presaves(folder)
        let plan = try await house.store.read { connection throws(StoreFailure) in
            var plan: [String] = []
            try connection.rows(
                "EXPLAIN QUERY PLAN " + SaveLanes.othersQuery
            ) { plan.append($0.text(3)) }
            return plan
        }
        #expect(plan.first?.contains("USING INDEX sqlite_autoindex_saves_1 (fan=?)") == true)
    }
}
