// A long history: how fast statistics are answered from many events, beside the same questions of few.
import Bytes
import Glibc
import Smartlink
import Store

extension Command {
    static let history = Command(
        name: "history", summary: "statistics of very many events",
        options: [
            Option("events", "N", "20000000", help: "events in the large store"),
            Option("beside", "N", "100000", help: "events in the small store"),
            Option("data", "DIR", help: "keep the large store here and use it again"),
            Option("times", "N", "15", help: "how often each question is asked"),
        ]
    ) { arguments in
        let folder = try Folder()
        let times = try arguments.whole("times", 1...1_000)
        let large = try await History(
            arguments.optional("data") ?? folder.file("large"),
            events: arguments.whole("events", 1_000...200_000_000))
        defer { large.store.close() }
        let small = try await History(
            folder.file("small"), events: arguments.whole("beside", 1_000...200_000_000))
        defer { small.store.close() }
        var report = Report("\(large.events) events beside \(small.events)")
        for history in [large, small] {
            report.add("\(history.events): seconds to write", .decimal(history.writing, digits: 1))
            report.add("\(history.events): seconds to count", .decimal(history.counting, digits: 1))
        }
        report.add(
            "seconds to count a million",
            .decimal(large.counting / Double(large.events) * 1e6, digits: 2))
        report.add("data MiB", .decimal(mebi(folderKiB(large.path)), digits: 1))
        report.columns = ["question", "link", "ms of many", "worst", "ms of few", "visits"]
        for link in [1, 100, 5_000] as [Int64] {
            for question in Question.all {
                let many = try await large.ask(question, link, times)
                let few = try await small.ask(question, link, times)
                report.rows.append([
                    .text(question.name), .whole(Int(link)), .decimal(median(many.ms), digits: 2),
                    .decimal(many.ms.max() ?? .nan, digits: 2), .decimal(median(few.ms), digits: 2),
                    .whole(Int(many.visits)),
                ])
            }
        }
        return report
    }
}

/// What an artist asks.
private struct Question {
    var name: String
    /// Days of the history, from its end.
    var days: Int
    var grain: Grain
    var filter: StatisticsFilter = [:]
    /// Hours by which it is off UTC's days.
    var hours: Int64 = 0

    static let all = [
        Question(name: "all time by month", days: HistoryEvents.days + 5, grain: .month),
        Question(name: "all time by day", days: HistoryEvents.days + 5, grain: .day),
        Question(name: "a year by day", days: 365, grain: .day, hours: 9),
        Question(name: "a year by day in a zone", days: 365, grain: .hour, hours: 2),
        Question(name: "a month by hour", days: 30, grain: .hour),
        Question(name: "a year, one country", days: 365, grain: .day, filter: ["AD"]),
        Question(name: "all time, one country", days: 735, grain: .month, filter: ["AD"]),
        Question(
            name: "a year, country and os", days: 365, grain: .month, filter: ["AD"], os: "ios"),
        Question(name: "a month by hour, one country", days: 30, grain: .hour, filter: ["AD"]),
        Question(
            name: "a year by day in a zone, one country", days: 365, grain: .hour, filter: ["AD"],
            hours: 2),
        Question(
            name: "a year by day, country and os", days: 365, grain: .day, filter: ["AD"], os: "ios"
        ),
    ]

    init(name: String, days: Int, grain: Grain, hours: Int64 = 0) {
        (self.name, self.days, self.grain, self.hours) = (name, days, grain, hours)
    }

    init(
        name: String, days: Int, grain: Grain, filter: Set<String>, os: String? = nil,
        hours: Int64 = 0
    ) {
        (self.name, self.days, self.grain, self.hours) = (name, days, grain, hours)
        self.filter = [.country: filter]
        if let os { self.filter[.os] = [os] }
    }
}

/// A store full of events.
private final class History {
    let path: String
    let store: Store
    let events: Int
    private(set) var writing = 0.0
    private(set) var counting = 0.0

    static var end: Int64 { HistoryEvents.firstMs + Int64(HistoryEvents.days) * 86_400_000 }

    init(_ path: String, events: Int) async throws {
        self.path = path
        self.events = events
        var settings = Settings(folder: path, now: { Instant(ms: Self.end + 7 * 3_600_000) })
        settings.durability = .process
        settings.role = .tool
        settings.commitMsMax = 60_000
        store = try Store(settings)
        _ = try await store.numbers(for: (1...8).map { "platform-\($0)" })
        let present = try await store.statistics(
            of: 1, from: Instant(ms: 0), to: Instant(ms: Self.end), grain: .month, filter: [:])
        // Kept from an earlier run, maybe of an earlier version.
        guard present.totals.visits == 0 else {
            try store.countAll()
            return
        }
        var made = HistoryEvents(events, seed: 11)
        var started = monotonicNs()
        var done = 0
        while let batch = made.next() {
            let number = batch.bytes.withRawSpan { store.events.append($0, events: batch.events) }
            store.events.ring()
            while store.events.commitment < number { usleep(100) }
            done += batch.events
        }
        guard done == events else { throw BenchFailure("\(done) of \(events) were made") }
        writing = Double(monotonicNs() - started) / 1e9
        started = monotonicNs()
        try store.countAll()
        counting = Double(monotonicNs() - started) / 1e9
    }

    func ask(
        _ question: Question, _ link: Int64, _ times: Int
    ) async throws -> (ms: [Double], visits: Int64) {
        let to = Instant(ms: Self.end - question.hours * 3_600_000)
        let from = Instant(ms: to.ms - Int64(question.days) * 86_400_000)
        var found: [Double] = []
        var visits: Int64 = 0
        for _ in 0..<times {
            let started = monotonicNs()
            visits = try await store.statistics(
                of: link, from: from, to: to, grain: question.grain, filter: question.filter
            ).totals.visits
            found.append(Double(monotonicNs() - started) / 1e6)
        }
        return (found, visits)
    }
}
