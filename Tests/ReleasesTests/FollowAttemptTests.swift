import Smartlink
import Testing

@testable import Releases

struct FollowAttemptTests {
    /// A save with a wish to follow, on its day.
    private func due(_ others: Int64...) async throws -> ReleaseDay {
        let day = try await ReleaseDay()
        let link = try await day.link()
        try await day.queue(1, link, follow: .wanted)
        for id in others { try await day.queue(id, link) }
        day.set(ReleaseDay.release)
        return day
    }

    @Test func `the artist is followed once the music is saved, with the same grant`() async throws
    {
        let day = try await due(2)
        #expect(try await day.run() == 2)
        #expect(day.tidal.followed.map(\.access) == ["secret-1"])
        let key = try #require(day.tidal.calls.first { $0.access == "secret-1" }).key
        #expect(day.tidal.followed.map(\.key) == [key + "-follow"])
        let save = try await day.save(of: 1)
        #expect(save.state == .saved && save.follow == .done)
        #expect(try await day.save(of: 2).follow == .none)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
        #expect(
            day.tally.all == [
                .init(platform: "tidal", outcome: "saved"): 2,
                .init(platform: "tidal", outcome: "followed"): 1,
            ])
    }

    @Test(
        arguments: [
            ([.refused], 1, .failed), ([.busy(retryAfterSeconds: 3_600)], 1, .failed),
            ([.unreachable, .unreachable], 2, .failed), ([.unreachable], 2, .done),
            ([.busy(retryAfterSeconds: 2), .refused], 2, .failed),
        ] as [([FollowOutcome], Int, Save.Follow)])
    func `whatever the follow comes to, the save is saved and the grant is gone`(
        outcomes: [FollowOutcome], tries: Int, follow: Save.Follow
    ) async throws {
        let day = try await due()
        switch outcomes.count {
        case 1: day.tidal.answerFollows(outcomes[0])
        default: day.tidal.answerFollows(outcomes[0], outcomes[1])
        }
        #expect(try await day.run() == 1)
        let save = try await day.save(of: 1)
        #expect(save.state == .saved && save.reason == nil && save.follow == follow)
        #expect(day.tidal.followed.count == tries && day.tidal.calls.count == 1)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
        #expect(try await day.run() == 0)
        #expect(try day.logged().contains("follow_") == (follow == .failed))
        #expect(try !day.logged().contains("secret-1"))
    }

    @Test func `what is not saved yet follows nobody, and its grant waits`() async throws {
        let day = try await due()
        day.tidal.answer(.notReleased)
        try await day.run()
        var save = try await day.save(of: 1)
        #expect(save.state == .waiting && save.follow == .wanted && day.tidal.followed.isEmpty)
        #expect(try day.number("SELECT count(*) FROM grants") == 1)
        day.set(save.nextAt)
        try await day.run()
        save = try await day.save(of: 1)
        #expect(save.state == .saved && save.follow == .done && day.tidal.followed.count == 1)
    }

    @Test func `a save that is refused takes its follow along`() async throws {
        let day = try await due()
        day.tidal.answer(.refused(.rejected))
        try await day.run()
        let save = try await day.save(of: 1)
        #expect(save.state == .failed && save.follow == .failed && day.tidal.followed.isEmpty)
    }

    @Test func `a token that was renewed for the save is the one that follows`() async throws {
        let day = try await due()
        var fresh = TokenGrant(access: "fresh", authorisedAt: day.now)
        fresh.refresh = "second"
        day.tidal.renew(.success(fresh))
        try await day.run()
        #expect(day.tidal.followed.map(\.access) == ["fresh"])
    }

    @Test func `a lease that ran out after both repeats both under the same keys`() async throws {
        let day = try await due()
        let (held, link) = try await day.lease(ms: Limits.leaseMs)
        _ = await day.runner().attempt(held, link)
        day.wait(ms: Limits.leaseMs)
        #expect(try await day.run() == 1)
        #expect(day.tidal.followed.count == 2 && Set(day.tidal.followed.map(\.key)).count == 1)
        #expect(try await day.save(of: 1).follow == .done)
    }
}
