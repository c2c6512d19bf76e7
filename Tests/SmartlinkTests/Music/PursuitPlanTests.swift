import Smartlink
import Testing

struct PursuitPlanTests {
    private let hour: Int64 = 3_600_000
    private let day: Int64 = 86_400_000

    /// A link of that moment with a gap on Spotify.
    private func link(releaseAfter ms: Int64? = nil) -> Link {
        var link = Link.sample()
        link.destinations[0].source = .search
        link.destinations[0].status = .unavailable
        link.releaseAt = ms.map { Instant(ms: Link.noon.ms + $0) }
        return link
    }

    /// Milliseconds from the link's making to the next round after one that ended so long after it.
    private func next(
        _ answers: [SourceAnswer], of link: Link, at ms: Int64, rounds: Int = 0
    ) -> Int64? {
        let search = Search.over(answers.enumerated().map { ("source\($0.offset)", $0.element) })
        let pursuit = Pursuit(
            link: link.id, code: link.code, rounds: rounds, nextAt: Link.noon)
        return pursuit.next(after: search, for: link, at: Instant(ms: Link.noon.ms + ms))
            .map { $0.ms - Link.noon.ms }
    }

    @Test func `a miss is looked for after an hour, a day and a week, and then no more`() {
        let link = link()
        #expect(next([.missed], of: link, at: 500) == hour)
        #expect(next([.missed], of: link, at: hour) == day)
        #expect(next([.missed], of: link, at: hour + 500) == day)
        #expect(next([.missed], of: link, at: day + 500) == 7 * day)
        #expect(next([.missed], of: link, at: 7 * day + 500) == nil)
    }

    @Test func `the release has rounds of its own: at once, an hour and a day after it`() {
        let link = link(releaseAfter: 30 * day)
        #expect(next([.missed], of: link, at: 7 * day) == 30 * day)
        #expect(next([.missed], of: link, at: 30 * day) == 30 * day + hour)
        #expect(next([.missed], of: link, at: 30 * day + hour) == 31 * day)
        #expect(next([.missed], of: link, at: 31 * day) == nil)
    }

    @Test func `a release between two rounds comes between them`() {
        let link = link(releaseAfter: 2 * hour)
        #expect(next([.missed], of: link, at: hour) == 2 * hour)
        #expect(next([.missed], of: link, at: 2 * hour) == 3 * hour)
        #expect(next([.missed], of: link, at: 3 * hour) == day)
    }

    @Test func `who failed is asked again when they said`() {
        let limited = SourceAnswer.failed(SourceFailure(.rateLimited, retryAfterSeconds: 2))
        #expect(next([.missed, limited], of: link(), at: 0) == 2_000)
        // Not after the plan's own next round.
        let late = SourceAnswer.failed(SourceFailure(.rateLimited, retryAfterSeconds: 7_200))
        #expect(next([late], of: link(), at: 0) == hour)
    }

    @Test func `one that always says two seconds is asked ever more seldom`() {
        let limited = SourceAnswer.failed(SourceFailure(.rateLimited, retryAfterSeconds: 2))
        let pauses = (0..<5).map { next([limited], of: link(), at: 0, rounds: $0) }
        #expect(pauses == [2_000, 2_000, 4_000, 8_000, 16_000])
    }

    @Test
    func `who failed without a word is asked after 30 s, twice as late each time, hourly at last`()
    {
        let failed = SourceAnswer.failed(SourceFailure(.unreachable))
        let link = link(releaseAfter: 400 * day)
        let pauses = (0..<9).map { next([failed], of: link, at: 100 * day, rounds: $0) }
        #expect(
            pauses.prefix(4).map { ($0 ?? 0) - 100 * day } == [30_000, 60_000, 120_000, 240_000])
        #expect(pauses.last == 100 * day + hour)
        // Absurd numbers of rounds are no shifts out of the number.
        #expect(
            next([failed], of: link, at: 100 * day, rounds: FindingLimits.failureRoundsMax - 1)
                == 100 * day + hour)
    }

    @Test func `failures that never end leave the plan alone at last`() {
        let failed = SourceAnswer.failed(SourceFailure(.unreachable))
        #expect(next([failed], of: link(), at: 0, rounds: FindingLimits.failureRoundsMax) == hour)
        #expect(
            next([failed], of: link(), at: 8 * day, rounds: FindingLimits.failureRoundsMax) == nil)
    }

    @Test func `credentials that are not taken are not tried by themselves`() {
        let refused = SourceAnswer.failed(SourceFailure(.unauthorised, retryAfterSeconds: 5))
        #expect(next([refused], of: link(), at: 0) == hour)
        #expect(next([refused], of: link(), at: 8 * day) == nil)
    }

    @Test
    func `nothing more is looked for once nothing is missing, or all have told what they know`() {
        #expect(next([.missed], of: .sample(), at: 0) == nil)
        #expect(next([.failed(SourceFailure(.garbled))], of: .sample(), at: 0) == nil)
        #expect(next([.found([.hit("tidal")])], of: link(), at: 0) == nil)
    }

    @Test func `one that waits for the artist is a gap, too`() {
        var link = Link.sample()
        link.destinations[0].source = .resolver
        link.destinations[0].status = .pending
        #expect(next([.missed], of: link, at: 0) == hour)
        link.destinations[0].status = .unavailable
        #expect(next([.missed], of: link, at: 0) == nil)
    }
}
