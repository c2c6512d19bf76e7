import Testing

@testable import HTTPServer

struct GatheringTests {
    private let millisecond: Int64 = 1_000_000

    /// Plays requests that come in evenly, whatever the loop does; answers the turns per request.
    private func openLoop(
        _ gathering: inout Gathering, perSecond: Double, from start: Double = 0,
        seconds: Double, commit: Int64 = 150_000
    ) -> Double {
        let gap = 1e9 / perSecond
        var now = start * 1e9
        var next = now + gap
        var commits = 0
        var events = 0
        while now < (start + seconds) * 1e9 {
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
            let wait = gathering.pause(atHand: 1)
            if wait > 0 {
                now += Double(wait)
                let gathered = arrivals()
                batch += gathered
                gathering.paused(wait, brought: gathered)
            }
            now += Double(commit)
            commits += 1
            events += batch
            gathering.handedOver(batch, at: Int64(now))
            gathering.committed(after: commit)
        }
        return Double(commits) / Double(events)
    }

    @Test(arguments: [1_000.0, 3_000, 10_000, 50_000])
    func `steady traffic shares turns`(perSecond: Double) {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: perSecond, seconds: 0.5)
        let turnsPerRequest = openLoop(&gathering, perSecond: perSecond, from: 1, seconds: 1)
        #expect(gathering.isWorthwhile)
        #expect(turnsPerRequest < (perSecond == 1_000 ? 0.34 : 0.13))
    }

    @Test func `sparse traffic never waits`() {
        var gathering = Gathering()
        #expect(openLoop(&gathering, perSecond: 100, seconds: 20) == 1)
        #expect(!gathering.isWorthwhile)
    }

    @Test(arguments: [1, 8, 64])
    func `clients that wait for their commit are not made to wait longer`(clients: Int) {
        var gathering = Gathering()
        var now: Int64 = 0
        var waited: Int64 = 0
        for _ in 0..<20_000 {
            let wait = gathering.pause(atHand: 1)
            if wait > 0 {
                now += wait
                waited += wait
                // Everybody is waiting already: nobody asks meanwhile.
                gathering.paused(wait, brought: 0)
            }
            now += 150_000 + Int64(clients) * 8_000
            gathering.handedOver(clients, at: now)
            gathering.committed(after: 150_000)
        }
        #expect(Double(waited) / Double(now) < 0.01)
    }

    @Test func `when traffic turns from open to closed, waiting stops`() {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: 10_000, seconds: 1)
        #expect(gathering.isWorthwhile)
        var turns = 0
        while gathering.isWorthwhile, turns < 100 {
            let wait = gathering.pause(atHand: 1)
            if wait > 0 { gathering.paused(wait, brought: 0) }
            turns += 1
        }
        #expect(turns < 12)
    }

    @Test func `the slower the commits, the shorter the wait`() {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: 2_000, seconds: 1)
        #expect(gathering.isWorthwhile)
        #expect(gathering.pause(atHand: 1) == 3 * millisecond)
        _ = openLoop(&gathering, perSecond: 2_000, from: 2, seconds: 1, commit: 1_500_000)
        #expect(gathering.pause(atHand: 1) < 2 * millisecond)
        _ = openLoop(&gathering, perSecond: 2_000, from: 4, seconds: 1, commit: 3_000_000)
        #expect(gathering.pause(atHand: 1) == 0)
    }

    @Test func `no wait is longer than the bound`() {
        var gathering = Gathering()
        for (number, perSecond) in [400.0, 1_000, 100_000].enumerated() {
            _ = openLoop(
                &gathering, perSecond: perSecond, from: Double(number), seconds: 0.5)
            #expect(gathering.pause(atHand: 1) <= 3 * millisecond)
        }
    }
}
