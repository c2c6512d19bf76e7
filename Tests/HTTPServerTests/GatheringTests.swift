import Testing

@testable import HTTPServer

struct GatheringTests {
    private let millisecond: Int64 = 1_000_000

    /// What a play of requests came to.
    private struct Course {
        var turns = 0
        var requests = 0
        /// The longest that one waited from its arrival to its commitment, in nanoseconds.
        var longestNs = 0.0

        var turnsPerRequest: Double { Double(turns) / Double(requests) }
    }

    /// Plays requests that come in evenly, whatever the loop does.
    private func openLoop(
        _ gathering: inout Gathering, perSecond: Double, from start: Double = 0,
        seconds: Double, commit: Int64 = 150_000
    ) -> Course {
        let gap = 1e9 / perSecond
        var now = start * 1e9
        var lastRead = now
        var next = now + gap
        var course = Course()
        while now < (start + seconds) * 1e9 {
            let waited = next <= now ? Int64(now - lastRead) : 0
            now = max(now, next)
            let oldest = next
            func arrivals() -> Int {
                lastRead = now
                var count = 0
                while next <= now {
                    count += 1
                    next += gap
                }
                return count
            }
            var batch = arrivals()
            let wait = gathering.pause(atHand: 1, waited: waited)
            if wait > 0 {
                now += Double(wait)
                let gathered = arrivals()
                batch += gathered
                gathering.paused(wait, brought: gathered)
            }
            now += Double(commit)
            course.turns += 1
            course.requests += batch
            course.longestNs = max(course.longestNs, now - oldest)
            gathering.handedOver(batch, at: Int64(now))
            gathering.committed(after: commit)
        }
        return course
    }

    @Test(arguments: [1_000.0, 3_000, 10_000, 50_000])
    func `steady traffic shares turns`(perSecond: Double) {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: perSecond, seconds: 0.5)
        let course = openLoop(&gathering, perSecond: perSecond, from: 0.5, seconds: 1)
        #expect(gathering.isWorthwhile)
        #expect(course.turnsPerRequest < (perSecond == 1_000 ? 0.26 : 0.15))
    }

    @Test(arguments: [1_000.0, 3_000, 10_000], [150_000, 500_000, 1_500_000] as [Int64])
    func `no request waits longer than 4.4 ms for its commitment`(perSecond: Double, commit: Int64)
    {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: perSecond, seconds: 0.5, commit: commit)
        let course = openLoop(
            &gathering, perSecond: perSecond, from: 0.5, seconds: 1, commit: commit)
        #expect(gathering.isWorthwhile)
        #expect(course.longestNs <= 4_400_000)
    }

    @Test func `the denser the traffic, the sooner the replies`() {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: 10_000, seconds: 0.5)
        let course = openLoop(&gathering, perSecond: 10_000, from: 0.5, seconds: 1)
        #expect(course.longestNs < 2_000_000)
    }

    @Test func `sparse traffic never waits`() {
        var gathering = Gathering()
        #expect(openLoop(&gathering, perSecond: 100, seconds: 20).turnsPerRequest == 1)
        #expect(!gathering.isWorthwhile)
    }

    @Test(arguments: [1, 8, 64])
    func `clients that wait for their commit are not made to wait longer`(clients: Int) {
        var gathering = Gathering()
        var now: Int64 = 0
        var waited: Int64 = 0
        for _ in 0..<20_000 {
            let wait = gathering.pause(atHand: 1, waited: 0)
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
            let wait = gathering.pause(atHand: 1, waited: 0)
            if wait > 0 { gathering.paused(wait, brought: 0) }
            turns += 1
        }
        #expect(turns < 12)
    }

    @Test func `the slower the commits, the shorter the wait`() {
        var gathering = Gathering()
        _ = openLoop(&gathering, perSecond: 2_000, seconds: 1)
        #expect(gathering.isWorthwhile)
        #expect(gathering.pause(atHand: 1, waited: 0) == 4_000_000)
        #expect(gathering.pause(atHand: 1, waited: millisecond) == 3_000_000)
        _ = openLoop(&gathering, perSecond: 2_000, from: 2, seconds: 1, commit: 1_500_000)
        #expect(gathering.pause(atHand: 1, waited: 0) <= 3_000_000)
        _ = openLoop(&gathering, perSecond: 2_000, from: 4, seconds: 1, commit: 4_500_000)
        #expect(gathering.pause(atHand: 1, waited: 0) == 0)
    }

    @Test func `no wait is longer than the bound`() {
        var gathering = Gathering()
        for (number, perSecond) in [400.0, 1_000, 100_000].enumerated() {
            _ = openLoop(
                &gathering, perSecond: perSecond, from: Double(number), seconds: 0.5)
            #expect(gathering.pause(atHand: 1, waited: 0) <= 4_000_000)
        }
    }
}
