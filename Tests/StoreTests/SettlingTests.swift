import Smartlink
import Testing

@testable import Store

extension Store {
    /// Settles everything ripe, as the roll-ups' thread does, without its pauses.
    func settleAll(before day: Int64) throws {
        let connection = try Store.reader(folder.database)
        let settling = Settling(connection: connection) { [events] body throws(StoreFailure) in
            try events.perform(body)
        } pause: {
            true
        }
        while try settling.settle(before: day, until: .max) {}
    }

    /// Forgets all counts and counts the log anew.
    func recount() async throws {
        try await write { connection throws(StoreFailure) in
            try connection.execute(
                """
                DELETE FROM facts; DELETE FROM packs; DELETE FROM tallies; DELETE FROM ripeness;
                DELETE FROM visitors;
                UPDATE watermark SET event = 0
                """)
        }
        try foldAll()
    }
}

/// One question in every form it can be asked.
func answers(_ store: Store, link: Int64, _ hours: Range<Int64>) async throws -> [Statistics] {
    var answers: [Statistics] = []
    let filters: [StatisticsFilter] = [
        [:], [.country: ["DE"]], [.platform: ["spotify", "none"]], [.os: ["android"]],
        [.reason: ["page"], .country: ["US", "unknown"]], [.referrer: ["t.co"]],
        [.variant: ["deleted 1"]], [.channel: ["nowhere"]],
    ]
    for grain in Grain.allCases {
        for filter in filters {
            var answer = try await store.statistics(
                of: link, from: Instant(ms: hours.lowerBound * 3_600_000),
                to: Instant(ms: hours.upperBound * 3_600_000), grain: grain, filter: filter)
            // However finely it is told, it comes to the same.
            var starts: [Int64: Counts] = [:]
            for (hour, counts) in answer.spans {
                let day = CivilDay(days: CivilDay.floor(hour, by: 24))
                let start = [hour, day.days * 24, day.firstOfMonth.days * 24][Int(grain.rawValue)]
                starts[start, default: Counts()] += counts
            }
            answer.spans = starts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            answers.append(answer)
        }
    }
    return answers
}

struct SettlingTests {
    let folder = TemporaryFolder()
    private static let firstDay = noon2026.day

    /// Events of two links over a hundred days, enough to make one of them ripe.
    static func events(_ count: Int, seed: UInt64) -> [(Event, referrer: String)] {
        var random = Seeded(state: seed)
        var at = noon2026.ms
        return (0..<count).map { _ in
            at += Int64.random(in: 0..<(200 * 86_400_000 / Int64(count)), using: &random)
            let kinds: [Event.Kind] = [.visit, .visit, .redirect, .clickThrough, .signup]
            let isBot = UInt8.random(in: 0..<5, using: &random) == 0
            var one = event(
                kinds.randomElement(using: &random) ?? .visit,
                link: Int64.random(in: 1...9, using: &random) == 9 ? 2 : 1, at: at,
                visitor: UInt64.random(in: 0...6, using: &random),
                platform: UInt8.random(in: 0...2, using: &random),
                agent: isBot
                    ? Agent(kind: .crawler, os: .ios, botClass: .search) : Agent(os: .android),
                reason: Reason.allCases.randomElement(using: &random) ?? .page)
            one.country =
                ShortCode(["DE", "US", "FR"].randomElement(using: &random) ?? "") ?? .unknown
            one.variant = Int64.random(in: 0...1, using: &random)
            return (one, Bool.random(using: &random) ? "t.co" : "")
        }
    }

    private func filled(_ count: Int) async throws -> Store {
        let store = try openStore(folder)
        _ = try await store.numbers(for: ["spotify", "tidal"])
        var batch = Batch()
        for (one, referrer) in Self.events(count, seed: 5) {
            batch.add(one, referrer: referrer)
        }
        store.keep(batch)
        try store.foldAll()
        return store
    }

    private let spans = [
        firstDay * 24..<(firstDay + 200) * 24, firstDay * 24 + 31 * 24 + 5..<(firstDay + 90) * 24,
        firstDay * 24 + 7..<firstDay * 24 + 9, (firstDay + 3) * 24..<(firstDay + 80) * 24 + 13,
    ]

    @Test func `settled days and months say what their hours said`() async throws {
        let store = try await filled(5_200)
        defer { store.close() }
        var before: [[Statistics]] = []
        for span in spans { before.append(try await answers(store, link: 1, span)) }
        #expect(before[0][0].totals.visits > 1_000 && before[0][1].totals.visits > 300)
        #expect(before[0][0].bots.first { $0.class == .search }?.events ?? 0 > 500)
        try store.settleAll(before: Self.firstDay + 95)
        let day = try store.number("SELECT day FROM ripeness WHERE link = 1")
        #expect(day == Self.firstDay + 95)
        #expect(try store.number("SELECT day FROM ripeness WHERE link = 2") == 0)
        #expect(try store.number("SELECT count(*) FROM tallies WHERE grain = 2") > 0)
        for (place, span) in spans.enumerated() {
            #expect(try await answers(store, link: 1, span) == before[place])
        }
    }

    @Test func `late events reach what is settled, and a later settling goes on`() async throws {
        let store = try await filled(4_700)
        defer { store.close() }
        try store.settleAll(before: Self.firstDay + 70)
        var batch = Batch()
        for (one, referrer) in Self.events(4_500, seed: 6) { batch.add(one, referrer: referrer) }
        store.keep(batch)
        let tailed = try await answers(store, link: 1, spans[0])
        try store.foldAll()
        #expect(try await answers(store, link: 1, spans[0]) == tailed)
        try store.settleAll(before: Self.firstDay + 150)
        #expect(
            try store.number("SELECT day FROM ripeness WHERE link = 1") == Self.firstDay + 150)
        let settled = try await answers(store, link: 1, spans[0])
        #expect(settled == tailed)
        try await store.recount()
        #expect(try await answers(store, link: 1, spans[0]) == tailed)
    }

    @Test func `where much comes late, the link is settled anew`() async throws {
        let store = try await filled(4_700)
        defer { store.close() }
        try store.settleAll(before: Self.firstDay + 95)
        var batch = Batch()
        for (one, referrer) in Self.events(7_000, seed: 7) { batch.add(one, referrer: referrer) }
        store.keep(batch)
        let tailed = try await answers(store, link: 1, spans[0])
        try store.foldAll()
        #expect(try store.number("SELECT day FROM ripeness WHERE link = 1") == 0)
        #expect(try await answers(store, link: 1, spans[0]) == tailed)
        try store.settleAll(before: Self.firstDay + 95)
        #expect(try store.number("SELECT day FROM ripeness WHERE link = 1") == Self.firstDay + 95)
        #expect(try store.number("SELECT count(*) FROM facts WHERE grain > 0") == 0)
        #expect(try await answers(store, link: 1, spans[0]) == tailed)
    }

    /// What remains of a step: a pack, what came late to it, tallies.
    private func leave(_ grain: Grain, _ start: Int64, _ store: Store) async throws {
        var counts = Counts()
        counts.visits = 9
        let row = Pack.Row(
            hour: 0, profile: Profile(bot: .none) { _ in 0 }, counts: counts)
        let pack = Pack.packs(of: [row])[0]
        try await store.write { connection throws(StoreFailure) in
            try connection.run(
                "INSERT INTO packs (link, grain, start, part, rows) VALUES (1, ?, ?, 0, ?)",
                .integer(Int64(grain.rawValue)), .integer(start), .blob(pack))
            try connection.execute(
                """
                INSERT INTO facts
                    SELECT link, \(grain.rawValue), \(start), profile, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
                    FROM facts WHERE link = 1 GROUP BY profile;
                INSERT INTO tallies
                    SELECT 1, \(grain.rawValue), 2, \(start), id, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
                    FROM profiles;
                """)
        }
    }

    @Test func `what a killed step has left is taken away`() async throws {
        let store = try await filled(4_700)
        defer { store.close() }
        let before = try await answers(store, link: 1, spans[0])
        let day = CivilDay(days: Self.firstDay + 2)
        try await leave(.day, day.days * 24, store)
        try await leave(.month, day.firstOfMonth.days * 24, store)
        #expect(try await answers(store, link: 1, spans[0]) == before)
        try store.settleAll(before: Self.firstDay + 40)
        #expect(try await answers(store, link: 1, spans[0]) == before)
    }
}
