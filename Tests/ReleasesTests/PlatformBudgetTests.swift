import Smartlink
import Testing

@testable import Releases

struct PlatformBudgetTests {
    @Test(.timeLimit(.minutes(5)))
    func `a backlog far beyond the budget is worked off, no faster than the budget allows`()
        async throws
    {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id: Int64 in 1...150 { try await day.queue(id, link) }
        day.set(ReleaseDay.release)
        let tried = try await day.runner(perSecond: ["tidal": 10]).runDue()
        #expect(tried >= 150)
        #expect(day.tidal.calls.count == 150)
        #expect(Set(day.tidal.calls.map(\.access)).count == 150)
        #expect(day.now.ms >= ReleaseDay.release.ms + 149 * 100)
        #expect(try day.number("SELECT count(*) FROM saves WHERE state = 'saved'") == 150)
    }

    @Test func `a busy platform is left alone as long as it asks, others go on`() async throws {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id: Int64 in 1...200 { try await day.queue(id, link, "tidal") }
        for id: Int64 in 201...400 { try await day.queue(id, link, "spotify") }
        day.tidal.answer(.busy(retryAfterSeconds: 600))
        day.set(ReleaseDay.release)
        try await day.run()
        #expect(day.spotify.calls.count == 200)
        // Those that were under way when it said so were not to be held back.
        #expect(day.tidal.calls.count <= Limits.underwayMax)
        let before = day.tidal.calls.count
        // A new runner does not know of the pause, the one that was told does.
        let runner = day.runner()
        day.tidal.answer(.busy(retryAfterSeconds: 600))
        _ = try await runner.runDue()
        #expect(day.tidal.calls.count <= before + Limits.underwayMax)
        day.set(Instant(ms: day.now.ms + 600_000 * 5 / 4 + 1))
        try await day.run()
        #expect(try day.number("SELECT count(*) FROM saves WHERE state = 'saved'") == 400)
        #expect(try day.logged().contains("platform_busy"))
    }

    @Test func `a save the platform was too busy for comes again with the same key, when it may`()
        async throws
    {
        let day = try await ReleaseDay()
        try await day.queue(1, day.link())
        day.tidal.answer(.busy(retryAfterSeconds: 90))
        day.set(ReleaseDay.release)
        try await day.run()
        let save = try await day.save(of: 1)
        #expect(save.state == .queued && save.attempts == 0)
        #expect(save.nextAt.ms >= ReleaseDay.release.ms + 90_000)
        day.set(save.nextAt)
        try await day.run()
        #expect(try await day.save(of: 1).state == .saved)
        #expect(Set(day.tidal.calls.map(\.key)).count == 1)
    }

    @Test func `a runner that is stopped lets go of what it has not begun`() async throws {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id: Int64 in 1...300 { try await day.queue(id, link) }
        day.set(ReleaseDay.release)
        let runner = day.runner()
        // No answer comes before the stop.
        day.tidal.whenSaving { _ in while !Task.isCancelled { await Task.yield() } }
        let running = Task { await runner.run() }
        while day.tidal.calls.isEmpty { try await Task.sleep(nanoseconds: 1_000_000) }
        running.cancel()
        await running.value
        #expect(day.tidal.calls.count <= Limits.underwayMax)
        // What was let go is due again at once.
        #expect(try day.number("SELECT count(*) FROM saves WHERE state = 'saving'") == 0)
        day.tidal.whenSaving { _ in }
        try await day.run()
        #expect(try day.number("SELECT count(*) FROM saves WHERE state = 'saved'") == 300)
        #expect(day.tidal.calls.count == 300)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a platform that takes its time holds up no other`() async throws {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id: Int64 in 1...200 { try await day.queue(id, link, "tidal") }
        for id: Int64 in 201...400 { try await day.queue(id, link, "spotify") }
        // Not one answer before the other platform is done.
        let spotify = day.spotify
        day.tidal.whenSaving { _ in
            while spotify.calls.count < 200, !Task.isCancelled { await Task.yield() }
        }
        day.set(ReleaseDay.release)
        #expect(try await day.run() == 400)
        #expect(day.tidal.calls.count == 200)
    }

    @Test func `what is not begun by half of its lease is let go, and comes up again`()
        async throws
    {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id: Int64 in 1...200 { try await day.queue(id, link) }
        day.set(ReleaseDay.release)
        day.tidal.whenSaving { _ in day.wait(ms: Limits.leaseMs) }
        try await day.run()
        #expect(day.tidal.calls.count == 200)
        #expect(Set(day.tidal.calls.map(\.access)).count == 200)
        #expect(try day.number("SELECT count(*) FROM saves WHERE state = 'saved'") == 200)
    }
}
