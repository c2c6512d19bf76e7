import Testing

@testable import Store

struct CommitWindowTests {
    private let millisecond: UInt64 = 1_000_000

    /// Plays events that come in evenly, whatever the writer does; answers the commits per event.
    private func openLoop(
        _ window: inout CommitWindow, perSecond: Double, seconds: Double,
        commit: UInt64 = 150_000
    ) -> Double {
        let gap = 1e9 / perSecond
        var now = 0.0
        var next = gap
        var commits = 0
        var events = 0
        while now < seconds * 1e9 {
            now = max(now, next)
            var batch = 0
            func arrivals() -> Int {
                var count = 0
                while next <= now {
                    count += 1
                    next += gap
                }
                return count
            }
            batch += arrivals()
            let wait = window.wait()
            if wait > 0 {
                now += Double(wait)
                let gathered = arrivals()
                batch += gathered
                window.waited(wait, gathered: gathered)
            }
            now += Double(commit)
            commits += 1
            events += batch
            window.committed(batch, in: commit, at: UInt64(now))
        }
        return Double(commits) / Double(events)
    }

    @Test(arguments: [1_000.0, 3_000, 10_000, 50_000])
    func `steady traffic shares commits`(perSecond: Double) {
        var window = CommitWindow()
        _ = openLoop(&window, perSecond: perSecond, seconds: 0.5)
        let commitsPerEvent = openLoop(&window, perSecond: perSecond, seconds: 1)
        #expect(window.isWaiting)
        #expect(commitsPerEvent < (perSecond == 1_000 ? 0.34 : 0.13))
    }

    @Test func `sparse traffic never waits`() {
        var window = CommitWindow()
        #expect(openLoop(&window, perSecond: 100, seconds: 20) == 1)
        #expect(!window.isWaiting)
    }

    @Test(arguments: [1, 8, 64])
    func `clients that wait for their commit are not made to wait longer`(clients: Int) {
        var window = CommitWindow()
        var now: UInt64 = 0
        var waited: UInt64 = 0
        for _ in 0..<20_000 {
            let wait = window.wait()
            if wait > 0 {
                now += wait
                waited += wait
                // Everybody is waiting already: nobody asks meanwhile.
                window.waited(wait, gathered: 0)
            }
            now += 150_000 + UInt64(clients) * 8_000
            window.committed(clients, in: 150_000, at: now)
        }
        #expect(Double(waited) / Double(now) < 0.01)
    }

    @Test func `when traffic turns from open to closed, waiting stops`() {
        var window = CommitWindow()
        _ = openLoop(&window, perSecond: 10_000, seconds: 1)
        #expect(window.isWaiting)
        var turns = 0
        while window.isWaiting, turns < 100 {
            let wait = window.wait()
            if wait > 0 { window.waited(wait, gathered: 0) }
            turns += 1
        }
        #expect(turns < 12)
    }

    @Test func `the slower the commits, the shorter the wait`() {
        var window = CommitWindow()
        _ = openLoop(&window, perSecond: 2_000, seconds: 1)
        #expect(window.isWaiting)
        #expect(window.wait() == 3 * millisecond)
        _ = openLoop(&window, perSecond: 2_000, seconds: 1, commit: 1_500_000)
        #expect(window.wait() < 2 * millisecond)
        _ = openLoop(&window, perSecond: 2_000, seconds: 1, commit: 3_000_000)
        #expect(window.wait() == 0)
    }

    @Test func `no wait is longer than the bound`() {
        var window = CommitWindow()
        for perSecond in [400.0, 1_000, 100_000] {
            _ = openLoop(&window, perSecond: perSecond, seconds: 0.5)
            #expect(window.wait() <= 3 * millisecond)
        }
    }
}
