import Smartlink
import Store
import Testing

@testable import Releases

struct SaveRunnerTests {
    private typealias Day = ReleaseDay

    @Test func `nothing is saved before the release, everything at it, and the grants are gone`()
        async throws
    {
        let day = try await Day()
        let link = try await day.link()
        for id in 1...3 { try await day.queue(Int64(id), link) }
        day.set(Instant(ms: Day.release.ms - 1))
        #expect(try await day.run() == 0)
        day.set(Day.release)
        #expect(try await day.run() == 3)
        #expect(Set(day.tidal.calls.map(\.access)) == ["secret-1", "secret-2", "secret-3"])
        #expect(day.tidal.calls.allSatisfy { $0.title == "Summer" })
        #expect(try await day.save(of: 2).state == .saved)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
        #expect(day.tally.all == [.init(platform: "tidal", outcome: "saved"): 3])
        day.wait(ms: 86_400_000)
        #expect(try await day.run() == 0)
        #expect(day.tidal.calls.count == 3)
    }

    @Test
    func `what is not on the platform yet waits, is looked for again under another key, and saved`()
        async throws
    {
        let day = try await Day()
        try await day.queue(1, day.link())
        day.tidal.answer(.notReleased, .notReleased)
        day.set(Day.release)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .waiting)
        #expect(try await day.run() == 0)
        day.set(try await day.save(of: 1).nextAt)
        #expect(try await day.run() == 1)
        day.wait(ms: SaveLimits.pollMsMax * 2)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
        #expect(Set(day.tidal.calls.map(\.key)).count == 3)
    }

    @Test func `a platform that stays without the release for three days has failed, or reminds`()
        async throws
    {
        let day = try await Day()
        let link = try await day.link()
        try await day.queue(1, link)
        try await day.queue(2, link)
        try await day.subscribe(20, of: 2, link)
        try await day.confirm(20)
        day.set(Day.release)
        while day.now.ms < Day.release.ms + SaveLimits.pollingMsMax + 2 * SaveLimits.pollMsMax {
            day.tidal.answer(.notReleased, .notReleased)
            try await day.run()
            day.wait(ms: SaveLimits.pollMsMax)
        }
        let failed = try await day.save(of: 1)
        #expect(failed.state == .failed && failed.reason == .notFound)
        let reminded = try await day.save(of: 2)
        #expect(reminded.state == .reminded && reminded.mode == .reminder)
        #expect(try day.number("SELECT count(*) FROM letters WHERE kind = 'reminder'") == 1)
    }

    @Test
    func `a platform that does not answer is tried again, ever more rarely, under another key`()
        async throws
    {
        let day = try await Day()
        try await day.queue(1, day.link())
        day.set(Day.release)
        var pauses: [Int64] = []
        for _ in 0..<6 {
            day.tidal.answer(.unreachable)
            #expect(try await day.run() == 1)
            let save = try await day.save(of: 1)
            #expect(save.state == .queued)
            pauses.append(save.nextAt.ms - day.now.ms)
            day.set(save.nextAt)
        }
        for (attempt, pause) in pauses.enumerated() {
            let whole = SaveLimits.retryMsMin << Int64(attempt)
            #expect((whole / 2...whole * 3 / 2).contains(pause), "\(attempt)")
        }
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
        #expect(Set(day.tidal.calls.map(\.key)).count == 7)
    }

    @Test
    func `a refusal for good becomes a reminder where there is an address, else it has failed`()
        async throws
    {
        let day = try await Day()
        let link = try await day.link()
        for id: Int64 in [1, 2, 3] { try await day.queue(id, link) }
        try await day.subscribe(20, of: 2, link)
        try await day.confirm(20)
        // Nobody confirmed that one.
        try await day.subscribe(30, of: 3, link)
        day.set(Day.release)
        let refusal = SaveOutcome.refused(.notRegistered)
        day.tidal.answer(refusal, refusal, refusal)
        try await day.run()
        for fan: Int64 in [1, 3] {
            let save = try await day.save(of: fan)
            #expect(save.state == .failed && save.reason == .notRegistered)
        }
        let second = try await day.save(of: 2)
        #expect(second.state == .reminded && second.reason == nil || second.mode == .reminder)
        #expect(try day.number("SELECT count(*) FROM letters WHERE kind = 'reminder'") == 1)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
        #expect(try day.logged().contains("not_registered"))
    }

    @Test func `a reminder asks no platform`() async throws {
        let day = try await Day()
        let link = try await day.link()
        try await day.queue(1, link, "tidal", .reminder)
        try await day.subscribe(10, of: 1, link)
        try await day.confirm(10)
        day.set(Day.release)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .reminded)
        #expect(day.tidal.calls.isEmpty && day.tally.all.isEmpty)
    }

    @Test func `a lease that ran out is tried again with the same key`() async throws {
        let day = try await Day()
        try await day.queue(1, day.link())
        day.set(Day.release)
        let (held, link) = try await day.lease(ms: Limits.leaseMs)
        _ = await day.runner().attempt(held, link)
        #expect(try await day.run() == 0)
        day.wait(ms: Limits.leaseMs)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
        #expect(day.tidal.calls.count == 2)
        #expect(Set(day.tidal.calls.map(\.key)).count == 1)
    }

    @Test func `saves of a deleted link wait until it is restored`() async throws {
        let day = try await Day()
        let link = try await day.link()
        try await day.queue(1, link)
        try await day.delete(link)
        day.set(Day.release)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .queued)
        #expect(day.tidal.calls.isEmpty)
        _ = try await day.store.restore(link.code, of: link.account, at: day.now)
        day.wait(ms: Limits.disabledMs)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
    }

    @Test func `a link that nobody restores is never saved`() async throws {
        let day = try await Day()
        let link = try await day.link()
        try await day.queue(1, link)
        try await day.delete(link)
        day.wait(ms: Link.restorableMs)
        try await day.store.sweep(at: day.now)
        #expect(try await day.run() == 0)
        let save = try await day.save(of: 1)
        #expect(save.state == .revoked && save.reason == .linkDeleted)
        #expect(day.tidal.calls.isEmpty)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
    }

    @Test func `a link whose deletion was cut off is not saved either`() async throws {
        let day = try await Day()
        let link = try await day.link()
        try await day.queue(1, link)
        try await day.damage("DELETE FROM links")
        day.set(Day.release)
        #expect(try await day.run() == 1)
        let save = try await day.save(of: 1)
        #expect(save.state == .revoked && save.reason == .linkDeleted)
        #expect(day.tidal.calls.isEmpty)
    }

    @Test func `a link that is switched off waits until it is on again`() async throws {
        let day = try await Day()
        try await day.queue(1, day.link())
        try await day.damage("UPDATE links SET isDisabled = 1")
        day.set(Day.release)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .queued)
        #expect(try await day.run() == 0)
        try await day.damage("UPDATE links SET isDisabled = 0")
        day.wait(ms: 3_600_000)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
        #expect(day.tidal.calls.count == 1)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a release that was moved while a save was under way goes back to its new day`()
        async throws
    {
        let day = try await Day()
        let link = try await day.link()
        try await day.queue(1, link)
        day.set(Day.release)
        let moved = Instant(ms: Day.release.ms + 10 * 86_400_000)
        day.tidal.answer(.unreachable)
        day.tidal.whenSaving { _ in try? await day.move(link, to: moved) }
        #expect(try await day.run() == 1)
        day.tidal.whenSaving { _ in }
        day.wait(ms: 60_000)
        #expect(try await day.run() == 1)
        let waiting = try await day.save(of: 1)
        #expect(waiting.state == .queued && waiting.nextAt == moved)
        #expect(waiting.attempts == 0 && waiting.triedAt == nil)
        // It stays put off, however often the queue is looked at.
        #expect(try await day.run() == 0)
        day.set(moved)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
        #expect(day.tidal.calls.count == 2)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a runner that runs sleeps until the release and stops when it is cancelled`()
        async throws
    {
        let day = try await Day()
        try await day.queue(1, day.link())
        day.set(Instant(ms: Day.release.ms - 600_000))
        let runner = day.runner()
        let running = Task { await runner.run() }
        while day.tidal.calls.isEmpty { try await Task.sleep(nanoseconds: 1_000_000) }
        running.cancel()
        await running.value
        #expect(day.now >= Day.release)
        #expect(try await day.save(of: 1).state == .saved)
    }
}
