import Operations
import Smartlink
import Testing

@testable import Releases

struct JointAttemptTests {
    /// Fan 1 with three saves, 11 to 13, and fan 2 with one, 21, on the day of all of them; `accounts` are whose
    /// libraries 11 to 13 are for.
    private func due(
        _ follow: Save.Follow = .none, accounts: [String?] = ["mira", "mira", "mira"]
    ) async throws -> ReleaseDay {
        let day = try await ReleaseDay()
        for id in 11...13 as ClosedRange<Int64> {
            let link = try await day.link("song\(id)", title: "Song \(id)")
            try await day.queue(
                id, link, of: 1, follow: follow, account: accounts[Int(id) - 11])
            if id == 11 { try await day.queue(21, link, of: 2) }
            day.wait(ms: 1_000)
        }
        day.set(ReleaseDay.release)
        return day
    }

    @Test func `what one fan has due on a platform goes in one request under the newest grant`()
        async throws
    {
        let day = try await due()
        day.tidal.takesTogether(50)
        #expect(try await day.run() == 4)
        #expect(day.tidal.joint.count == 1)
        let joint = try #require(day.tidal.joint.first)
        #expect(joint.titles == ["Song 11", "Song 12", "Song 13"] && joint.access == "secret-13")
        #expect(day.tidal.calls.map(\.access) == ["secret-21"])
        #expect(try await day.saves(of: 1).values.allSatisfy { $0.state == .saved })
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
        #expect(day.tally.all == [.init(platform: "tidal", outcome: "saved"): 4])
    }

    @Test func `what is for another account, or for nobody knows whose, goes on its own`()
        async throws
    {
        let day = try await due(accounts: ["mira", "jonas", "mira"])
        day.tidal.takesTogether(50)
        try await day.run()
        #expect(day.tidal.joint.map(\.titles) == [["Song 11", "Song 13"]])
        #expect(day.tidal.joint.map(\.access) == ["secret-13"])
        #expect(Set(day.tidal.calls.map(\.access)) == ["secret-12", "secret-21"])
        let unknown = try await due(accounts: [nil, "mira", nil])
        unknown.tidal.takesTogether(50)
        try await unknown.run()
        #expect(unknown.tidal.joint.isEmpty)
        #expect(
            Set(unknown.tidal.calls.map { "\($0.title) \($0.access)" })
                == [
                    "Song 11 secret-11", "Song 12 secret-12", "Song 13 secret-13",
                    "Song 11 secret-21",
                ])
    }

    @Test func `each keeps its own outcome`() async throws {
        let day = try await due()
        day.tidal.takesTogether(50, [.notReleased, .saved, .refused(.rejected)])
        try await day.run()
        let saves = try await day.saves(of: 1)
        #expect(saves[11]?.state == .waiting && saves[12]?.state == .saved)
        #expect(saves[13]?.state == .failed && saves[13]?.reason == .rejected)
        #expect(try day.number("SELECT group_concat(save) = '11' FROM grants") == 1)
    }

    @Test func `what is refused together is tried one by one, each under its own grant`()
        async throws
    {
        let day = try await due()
        day.tidal.takesTogether(50, nil)
        try await day.run()
        #expect(day.tidal.joint.count == 1)
        #expect(
            Set(day.tidal.calls.map(\.access))
                == ["secret-11", "secret-12", "secret-13", "secret-21"])
        #expect(try await day.saves(of: 1).values.allSatisfy { $0.state == .saved })
    }

    @Test
    func `a platform that takes fewer at once gets several requests, one that takes one as ever`()
        async throws
    {
        let day = try await due()
        day.tidal.takesTogether(2)
        try await day.run()
        #expect(day.tidal.joint.map(\.titles) == [["Song 11", "Song 12"]])
        #expect(Set(day.tidal.calls.map(\.access)) == ["secret-13", "secret-21"])
        let alone = try await due()
        try await alone.run()
        #expect(alone.tidal.joint.isEmpty && alone.tidal.calls.count == 4)
    }

    @Test func `a repetition of the same batch has the same key, another batch another`()
        async throws
    {
        let day = try await due()
        day.tidal.takesTogether(50)
        for _ in 0..<2 {
            let errands = try await day.leaseErrands(ms: Limits.leaseMs)
            for group in day.runner().together(errands.reversed()) where group.count > 1 {
                _ = await day.runner().attempt(group, since: day.now)
            }
            day.wait(ms: Limits.leaseMs)
        }
        #expect(day.tidal.joint.count == 2 && Set(day.tidal.joint.map(\.key)).count == 1)
        #expect(day.tidal.joint[0] == day.tidal.joint[1])
        #expect(try await day.actions.fans.revoke(save: 12, of: 1, at: day.now))
        try await day.run()
        #expect(day.tidal.joint.count == 3 && Set(day.tidal.joint.map(\.key)).count == 2)
        let keys = day.tidal.joint.map(\.key)
        #expect(keys.allSatisfy { $0.utf8.count == 38 })
    }

    @Test func `a grant that was renewed for all is not renewed by its old self alone`()
        async throws
    {
        let day = try await due()
        day.tidal.takesTogether(50, nil)
        var fresh = TokenGrant(access: "fresh", authorisedAt: Instant(ms: day.now.ms))
        fresh.refresh = "second"
        day.tidal.renew(.success(fresh))
        let errands = try await day.leaseErrands(ms: Limits.leaseMs)
        for group in day.runner().together(errands) where group.count > 1 {
            _ = await day.runner().attempt(group, since: day.now)
        }
        #expect(day.tidal.joint.map(\.access) == ["fresh"])
        #expect(day.tidal.calls.map(\.access).contains("fresh"))
        #expect(!day.tidal.calls.map(\.access).contains("secret-13"))
        #expect(try day.grant(of: 13)?.access == "fresh")
    }

    @Test func `follows of a batch go out under each save's own grant`() async throws {
        let day = try await due(.wanted)
        day.tidal.takesTogether(50, [.saved, .notReleased, .saved])
        try await day.run()
        #expect(day.tidal.followed.map(\.access) == ["secret-11", "secret-13"])
        let saves = try await day.saves(of: 1)
        #expect(saves[11]?.follow == .done && saves[12]?.follow == .wanted)
        #expect(saves[13]?.follow == .done)
    }
}
