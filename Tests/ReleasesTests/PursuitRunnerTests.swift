import Operations
import ScriptedSources
import Smartlink
import Synchronization
import Testing

@testable import Releases
@testable import Store

struct PursuitRunnerTests {
    private func links(_ count: Int, on day: ReleaseDay) async throws -> [Link] {
        var links: [Link] = []
        for number in 1...count {
            var link = try await day.link("song\(number)", title: "Song \(number)")
            link.destinations = [
                Destination(platform: "spotify", url: "https://open.spotify.com/search/x")
            ]
            link.destinations[0].source = .search
            link.destinations[0].status = .unavailable
            link = try await day.store.replace(link, at: day.now)
            try await day.store.pursue(
                Pursuit(link: link.id, code: link.code, rounds: 0, nextAt: day.now))
            links.append(link)
        }
        return links
    }

    private func actions(_ day: ReleaseDay, _ sources: [ScriptedSource]) -> Actions {
        let finder = MusicFinder(
            sources, store: day.store,
            MusicFinder.Settings(
                market: "US", totalMs: 60_000, now: { day.now },
                sleep: { try? await Task.sleep(for: .milliseconds($0)) }, note: { _ in }))
        var surroundings = day.actions.surroundings
        surroundings.catalogue = { ProjectCatalogue.catalogue }
        return Actions(
            links: day.store, accounts: day.store, statistics: day.store,
            surroundings: surroundings,
            finding: Actions.Finding(
                finder, store: day.store, images: NowhereImages(), trouble: { _ in }))
    }

    private func runner(_ day: ReleaseDay, _ sources: [ScriptedSource]) -> PursuitRunner {
        PursuitRunner(actions(day, sources), day.store, log: day.log, sleep: day.sleep)
    }

    /// Knows the song every link of `ReleaseDay` is of.
    private func summer(_ title: String = "Song 1") -> SourceAnswer {
        var music = Music(kind: .track, title: title, artist: "Mira")
        music.isrc = "GBARL9300135"
        return .found([candidate(music, on: "spotify", .code)])
    }

    @Test func `what is due is looked for, fills its link and is done with`() async throws {
        let day = try await ReleaseDay()
        let link = try await links(1, on: day)[0]
        let spotify = ScriptedSource("spotify") { _ in summer() }
        let runner = runner(day, [spotify])
        #expect(try await runner.pass() == 1)
        let filled = try await day.store.link(link.code)
        #expect(filled?.destinations.first?.status == .verified)
        #expect(try await runner.pass() == 0)
        #expect(try day.number("SELECT count(*) FROM pursuits") == 0)
        #expect(try day.logged().contains(#""event":"link_looked_for""#))
    }

    @Test func `eight are looked for at the same time, and no more`() async throws {
        let day = try await ReleaseDay()
        _ = try await links(20, on: day)
        let underway = Mutex((now: 0, most: 0))
        let full = Latch()
        let spotify = ScriptedSource("spotify", takes: ["words"]) { _ in
            let isFull = underway.withLock { count in
                count.now += 1
                count.most = max(count.most, count.now)
                return count.now == Limits.pursuitsMax
            }
            // Nobody goes on before eight are there: one at a time would never get here.
            if isFull { full.open() }
            await full.wait()
            underway.withLock { $0.now -= 1 }
            return .missed
        }
        let runner = runner(day, [spotify])
        #expect(try await runner.pass() == 8)
        #expect(underway.withLock { $0.most } == 8)
        #expect(try await runner.pass() == 8)
        #expect(try await runner.pass() == 4)
        #expect(try await runner.pass() == 0)
        #expect(spotify.questions.count == 20)
    }

    @Test func `what a dying process was looking for falls due again after its lease`() async throws
    {
        let day = try await ReleaseDay()
        _ = try await links(1, on: day)
        // The other process leases it and is gone.
        let lost = try await day.store.leasePursuits(
            8, at: day.now, until: Instant(ms: day.now.ms + Limits.pursuitLeaseMs))
        #expect(lost.count == 1)
        let runner = runner(day, [ScriptedSource("spotify") { _ in summer() }])
        #expect(try await runner.pass() == 0)
        day.wait(ms: Limits.pursuitLeaseMs - 1)
        #expect(try await runner.pass() == 0)
        day.wait(ms: 1)
        #expect(try await runner.pass() == 1)
        #expect(try day.number("SELECT count(*) FROM pursuits") == 0)
    }

    @Test func `one whose link cannot be filled waits for its lease and keeps no other`()
        async throws
    {
        let day = try await ReleaseDay()
        let links = try await links(2, on: day)
        try await day.damage("UPDATE links SET document = 'rubbish' WHERE id = \(links[0].id)")
        let runner = runner(day, [ScriptedSource("spotify") { _ in summer("Song 2") }])
        #expect(try await runner.pass() == 2)
        let filled = try await day.store.link(links[1].code)
        #expect(filled?.destinations.first?.status == .verified)
        #expect(try day.logged().contains(#""event":"pursuit_postponed""#))
        #expect(try await runner.pass() == 0)
        day.wait(ms: Limits.pursuitLeaseMs)
        #expect(try await runner.pass() == 1)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a runner that runs comes back when it was promised`() async throws {
        let day = try await ReleaseDay()
        let link = try await links(1, on: day)[0]
        let asked = Mutex<[Instant]>([])
        let spotify = ScriptedSource("spotify", takes: ["isrc"]) { _ in
            let times = asked.withLock { times in
                times.append(day.now)
                return times.count
            }
            return times < 3
                ? .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2)) : summer()
        }
        let runner = runner(day, [spotify])
        let running = Task { await runner.run() }
        while try day.number("SELECT count(*) FROM pursuits") == 1 {
            try await Task.sleep(nanoseconds: 1_000_000)
        }
        running.cancel()
        await running.value
        let times = asked.withLock { $0 }
        #expect(times.count == 3)
        for (one, other) in zip(times, times.dropFirst()) {
            // Every lane that rests moves the test's clock on.
            #expect((2_000...20_000).contains(other.ms - one.ms))
        }
        let filled = try await day.store.link(link.code)
        #expect(filled?.destinations.first?.status == .verified)
    }
}

private struct NowhereImages: ImageSource {
    func image(at url: String) async throws(Failure) -> [UInt8] {
        throw Failure(.invalidField, "There is no picture here.", field: "artworkUrl")
    }
}
