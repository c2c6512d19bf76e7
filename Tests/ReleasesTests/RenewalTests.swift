import Operations
import Smartlink
import Synchronization
import Testing

@testable import Releases

struct RenewalTests {
    private func grant(_ access: String, refresh: String? = nil) -> TokenGrant {
        TokenGrant(access: access, refresh: refresh, authorisedAt: ReleaseDay.start)
    }

    @Test func `a token that is not taken is renewed once, and the save is saved`() async throws {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        let fresh = grant("fresh", refresh: "second")
        // Before the release it still looked good: nothing to renew.
        day.tidal.answer(.unauthorised)
        day.tidal.renew(.success(try #require(try day.grant(of: 1))), .success(fresh))
        day.set(ReleaseDay.release)
        try await day.run()
        #expect(day.tidal.calls.map(\.access) == ["secret-1", "fresh"])
        #expect(day.tidal.spent.map(\.refresh) == ["refresh-1", "refresh-1"])
        #expect(try await day.save(of: 1).state == .saved)
    }

    @Test func `a token that is not taken even when it is new is told of, and tried again`()
        async throws
    {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        day.tidal.answer(.unauthorised, .unauthorised)
        day.tidal.renew(
            .success(try #require(try day.grant(of: 1))),
            .success(grant("fresh", refresh: "second")))
        day.set(ReleaseDay.release)
        try await day.run()
        let save = try await day.save(of: 1)
        #expect(save.state == .queued && save.attempts == 1)
        #expect(try day.logged().contains(#""event":"save_unauthorised","platform":"tidal""#))
        #expect(day.tally.all == [.init(platform: "tidal", outcome: "unauthorised"): 1])
    }

    @Test func `agreements that came to no grant count beside the saves`() async throws {
        let tally = SaveTally()
        for refusal in [GrantRefusal.invalidGrant, .misconfigured, .misconfigured, .unreachable] {
            tally.count(refusal, at: "tidal")
        }
        let counts = [("invalid_grant", 1), ("misconfigured", 2), ("unreachable", 1)]
        #expect(
            tally.all
                == Dictionary(
                    uniqueKeysWithValues: counts.map {
                        (SaveTally.Key(platform: "tidal", outcome: $0.0), UInt64($0.1))
                    }))
    }

    @Test func `a token that is not taken and cannot be renewed is a refusal`() async throws {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link(), refresh: nil)
        day.tidal.answer(.unauthorised)
        day.set(ReleaseDay.release)
        try await day.run()
        let save = try await day.save(of: 1)
        #expect(save.state == .failed && save.reason == .invalidGrant)
        #expect(day.tidal.calls.count == 1)
    }

    @Test func `a refresh token that is not taken any more asks the platform nothing else`()
        async throws
    {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        day.tidal.renew(.failure(.invalidGrant))
        day.set(ReleaseDay.release)
        try await day.run()
        let save = try await day.save(of: 1)
        #expect(save.state == .failed && save.reason == .invalidGrant)
        #expect(day.tidal.calls.isEmpty)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `a rotated refresh token is in the store before it is used`() async throws {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        day.tidal.renew(.success(grant("fresh", refresh: "second")))
        let held = SeenGrant()
        day.tidal.whenSaving { _ in held.see(try? day.grant(of: 1)) }
        day.tidal.answer(.unreachable)
        day.set(ReleaseDay.release)
        try await day.run()
        #expect(held.all.map(\.refresh) == ["second"])
        // The next attempt starts from the new one.
        day.tidal.renew(.success(grant("third", refresh: "third")))
        day.wait(ms: 10_000)
        try await day.run()
        #expect(day.tidal.spent.map(\.refresh) == ["refresh-1", "second"])
        #expect(day.tidal.calls.map(\.access) == ["fresh", "third"])
    }

    @Test func `a save that was revoked while its token was renewed is not saved`() async throws {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        day.set(ReleaseDay.release)
        let (held, link) = try await day.lease(ms: Limits.leaseMs)
        #expect(try await day.actions.fans.revoke(save: 1, of: 1, at: day.now))
        day.tidal.renew(.success(grant("fresh", refresh: "second")))
        let (_, outcome) = await day.runner().attempt(held, link)
        #expect(outcome == .unreachable)
        #expect(day.tidal.calls.isEmpty)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `credentials that are not taken are logged, and no secret with them`() async throws {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        day.tidal.renew(.failure(.misconfigured))
        day.set(ReleaseDay.release)
        try await day.run()
        let log = try day.logged()
        #expect(log.contains("credentials_refused") && log.contains("tidal"))
        #expect(!log.contains("secret-1") && !log.contains("refresh-1"))
        // The operator can mend it: nothing is lost yet.
        #expect(try await day.save(of: 1).state == .queued)
        day.wait(ms: 10_000)
        try await day.run()
        #expect(try await day.save(of: 1).state == .saved)
    }

    @Test func `credentials that meet every save are told of once a minute, with their number`()
        async throws
    {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id in 1...5 as ClosedRange<Int64> { try await day.queue(id, link) }
        let refusals = (0..<10).map { _ in Result<TokenGrant, GrantRefusal>.failure(.misconfigured)
        }
        day.tidal.renew(refusals)
        day.set(ReleaseDay.release)
        let complaints = Complaints()
        #expect(complaints.count("tidal", at: day.now) == 1)
        #expect(complaints.count("tidal", at: day.now) == nil)
        #expect(complaints.count("spotify", at: day.now) == 1)
        #expect(complaints.count("tidal", at: Instant(ms: day.now.ms + Limits.complaintMs)) == 2)
        try await day.run()
        #expect(try day.logged().ranges(of: "credentials_refused").count == 1)
        #expect(day.tally.all == [.init(platform: "tidal", outcome: "misconfigured"): 5])
    }

    @Test func `a grant that does not open is a refusal and no crash`() async throws {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        try await day.damage("UPDATE grants SET sealed = x'010203'")
        day.set(ReleaseDay.release)
        try await day.run()
        let save = try await day.save(of: 1)
        #expect(save.state == .failed && save.reason == .invalidGrant)
        #expect(day.tidal.calls.isEmpty)
    }
}

/// Grants that were seen, in order.
private final class SeenGrant: Sendable {
    private let seen = Mutex<[TokenGrant]>([])
    var all: [TokenGrant] { seen.withLock { $0 } }
    func see(_ grant: TokenGrant?) {
        if let grant { seen.withLock { $0.append(grant) } }
    }
}
