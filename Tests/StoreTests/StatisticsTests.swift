import Smartlink
import Testing

@testable import Store

/// Numbers that can be repeated from a seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Remembers everything: the plainest source a fold can have.
private final class WholePast: FoldSource {
    var rows: [Int64: EventRow] = [:]
    func open(of visitor: Fold.Visitor) -> Int64? { nil }
    func event(_ id: Int64) -> EventRow? { rows[id] }
}

struct StatisticsTests {
    let folder = TemporaryFolder()
    private let always = (from: Instant(ms: 0), to: Instant(ms: 4_000_000_000_000))

    /// Counts of some events of link 1, folded in one go.
    private func counts(_ events: [Event]) throws -> Counts {
        var fold = Fold()
        let past = WholePast()
        for (place, event) in events.enumerated() {
            let row = EventRow(event, id: Int64(place + 1))
            past.rows[row.id] = row
            try fold.add(row, past)
        }
        var sum = Counts()
        for counts in fold.facts.values { sum += counts }
        return sum
    }

    @Test func `a visit converts once, however often its fan clicks`() throws {
        let found = try counts([
            event(.clickThrough), event(.visit), event(.visit), event(.clickThrough),
            event(.clickThrough), event(.visit), event(.signup), event(.presaveQueued),
        ])
        #expect(found.visits == 3)
        #expect(found.uniques == 1)
        #expect(found.clickThroughs == 3)
        #expect(found.signups == 1)
        #expect(found.presaves == 1)
        #expect(found.conversions == 2)
    }

    @Test func `each step to a pre-save is counted, and the queued one converts`() throws {
        let found = try counts([
            event(.visit), event(.presaveStarted, platform: 1), event(.presaveStarted, platform: 2),
            event(.presaveAuthorised, platform: 1), event(.presaveFailed, platform: 2),
            event(.presaveQueued, platform: 1), event(.visit), event(.signup),
        ])
        #expect(found.presavesStarted == 2)
        #expect(found.presavesAuthorised == 1)
        #expect(found.presaves == 1)
        #expect(found.presavesFailed == 1)
        #expect(found.signups == 1)
        #expect(found.conversions == 2)
    }

    @Test func `a redirect is visit, click-through and conversion`() throws {
        let found = try counts([event(.redirect), event(.redirect), event(.redirect, visitor: 8)])
        #expect(found.visits == 3)
        #expect(found.uniques == 2)
        #expect(found.clickThroughs == 3)
        #expect(found.conversions == 3)
    }

    @Test func `without a visitor hash, clicks convert at most as many visits as there are`() throws
    {
        let found = try counts([
            event(.visit, visitor: 0), event(.visit, visitor: 0),
            event(.clickThrough, visitor: 0), event(.clickThrough, visitor: 0),
            event(.clickThrough, visitor: 0),
        ])
        #expect(found.conversions == 2)
        #expect(found.uniques == 0)
    }

    @Test(arguments: [Agent.Kind.preview, .crawler, .prefetch])
    func `bots count as bots and nothing else`(kind: Agent.Kind) throws {
        let found = try counts([
            event(.visit, agent: Agent(kind: kind)), event(.redirect, agent: Agent(kind: kind)),
            event(.clickThrough),
        ])
        var expected = Counts()
        expected.bots = 2
        expected.clickThroughs = 1
        #expect(found == expected)
    }

    /// Events of a few links over three days, in every combination that matters.
    private func randomEvents(_ count: Int, seed: UInt64) -> [Event] {
        var random = Seeded(state: seed)
        var at = noon2026.ms
        return (0..<count).map { _ in
            at += Int64.random(in: 0..<(3 * 86_400_000 / Int64(count)), using: &random)
            let kinds: [Event.Kind] = [
                .visit, .visit, .redirect, .clickThrough, .signup, .presaveStarted,
                .presaveAuthorised, .presaveQueued, .presaveFailed,
            ]
            var one = event(
                kinds.randomElement(using: &random) ?? .visit,
                link: Int64.random(in: 1...3, using: &random), at: at,
                visitor: UInt64.random(in: 0...6, using: &random),
                platform: UInt8.random(in: 0...2, using: &random),
                agent: Agent(
                    kind: Bool.random(using: &random) ? .human : .crawler, os: .android),
                reason: Reason.allCases.randomElement(using: &random) ?? .page)
            let country = ["DE", "US", ""].randomElement(using: &random) ?? ""
            one.country = ShortCode(country) ?? .unknown
            one.variant = Int64.random(in: 0...1, using: &random)
            return one
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `roll-ups and tail together are what a recount of all events gives`(seed: UInt64)
        async throws
    {
        let all = randomEvents(3_000, seed: seed)
        var store = try openStore(folder)
        _ = try await store.numbers(for: ["spotify", "tidal"])
        // Folded and reopened in the middle of things.
        for part in 0..<6 {
            var batch = Batch()
            for one in all[part * 500..<(part + 1) * 500] {
                batch.add(one, referrer: one.visitor < 3 ? "t.co" : "", channel: "c\(one.platform)")
            }
            store.keep(batch)
            if part == 1 || part == 4 { try store.foldAll() }
            if part == 2 {
                store.close()
                store = try openStore(folder)
            }
        }
        let tailed = try await store.statistics(of: 1, from: always.from, to: always.to)
        #expect(try store.number("SELECT event FROM watermark") == 2_500)
        try store.foldAll()
        #expect(try store.number("SELECT event FROM watermark") == 3_000)
        let folded = try await store.statistics(of: 1, from: always.from, to: always.to)
        #expect(tailed == folded)
        // From nothing but the raw events.
        try await store.write { connection throws(StoreFailure) in
            try connection.execute(
                """
                DELETE FROM facts; DELETE FROM tallies; DELETE FROM ripeness; DELETE FROM visitors;
                UPDATE watermark SET event = 0
                """)
        }
        let recounted = try await store.statistics(of: 1, from: always.from, to: always.to)
        #expect(recounted == folded)
        #expect(folded.totals == (try counts(all.filter { $0.link == 1 })))
        #expect(folded.totals.conversions > 0)
        for (dimension, rows) in folded.by where ![.platform, .variant].contains(dimension) {
            let visits = rows.reduce(0) { $0 + $1.counts.visits }
            #expect(visits == folded.totals.visits, "\(dimension)")
            // Only without a visitor hash may a click be counted elsewhere than its visit.
            let conversions = rows.reduce(0) { $0 + $1.counts.conversions }
            #expect(conversions == folded.totals.conversions, "\(dimension)")
        }
        #expect(Set(folded.by[.country]?.map(\.key) ?? []) == ["DE", "US", "unknown"])
        #expect(Set(folded.by[.referrer]?.map(\.key) ?? []) == ["t.co", "none"])
        #expect(Set(folded.by[.platform]?.map(\.key) ?? []) == ["spotify", "tidal"])
        store.close()
    }

    @Test func `a span is widened to whole hours`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        var batch = Batch()
        for hour in 0..<4 {
            batch.add(event(.visit, at: noon2026.ms + Int64(hour) * 3_600_000 + 5))
        }
        store.keep(batch)
        for _ in 0..<2 {
            let found = try await store.statistics(
                of: 1, from: Instant(ms: noon2026.ms + 3_600_000),
                to: Instant(ms: noon2026.ms + 2 * 3_600_000 + 1))
            #expect(found.spans.map(\.hour) == [noon2026.hour + 1, noon2026.hour + 2])
            let exact = try await store.statistics(
                of: 1, from: noon2026, to: Instant(ms: noon2026.ms + 3_600_000))
            #expect(exact.spans.map(\.hour) == [noon2026.hour])
            try store.foldAll()
        }
    }

    @Test func `the server folds by itself, and erases visitors once their day is over`()
        async throws
    {
        let clock = StillClock(noon2026.ms)
        let store = try openStore(folder, role: .server) { settings in
            settings.now = { clock.now }
        }
        defer { store.close() }
        var batch = Batch()
        for visitor in 1...50 { batch.add(event(.visit, visitor: UInt64(visitor))) }
        store.keep(batch)
        while try store.number("SELECT event FROM watermark") < 50 {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try store.number("SELECT count(*) FROM visitors") == 50)
        clock.set(noon2026.ms + 86_400_000)
        while try store.number("SELECT count(*) FROM visitors") > 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        let found = try await store.statistics(of: 1, from: always.from, to: always.to)
        #expect(found.totals.uniques == 50)
    }
}
