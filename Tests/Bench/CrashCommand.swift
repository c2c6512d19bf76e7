// kill -9 under load, again and again: no event whose answer was received may be missing.
import Glibc

extension Command {
    static let crash = Command(
        name: "crash", summary: "kill -9 under load, restart, look for every answered click",
        options: Segue.Setup.options + [
            Option("rounds", "N", "50", help: "kills"),
            Option("connections", "N", "32", help: "connections side by side"),
            Option("seed", "N", "1", help: "of the moments of the kills"),
            Option("core", "N", "1", help: "the client's core"),
        ]
    ) { arguments in
        let folder = try Folder()
        let setup = try Segue.Setup(arguments, data: try folder.makeFolder("data"))
        let rounds = try arguments.whole("rounds", 1...1_000)
        try pin(to: try arguments.whole("core", 0...1_023))
        var run = try CrashRun(
            setup, connections: try arguments.whole("connections", 1...LoadPlan.connectionsMax),
            seed: UInt64(try arguments.whole("seed", 0...Int.max)))
        for round in 1...rounds { try run.round(round) }
        return try run.report(rounds)
    }
}

/// Clicks carry their number as the channel `n` and ten digits; each round has its own range of
/// numbers.
private struct CrashRun {
    static let numbersPerRound: UInt64 = 1_000_000
    /// The kill comes between these moments after the load's start.
    static let killSeconds = 0.02...0.4

    let setup: Segue.Setup
    let connections: Int
    let key: String
    var segue: Segue
    var dice: Dice
    var answered = 0
    var lost = 0
    var extra = 0
    var restart = Histogram()
    var missing: [String] = []

    init(_ setup: Segue.Setup, connections: Int, seed: UInt64) throws {
        self.setup = setup
        self.connections = connections
        dice = Dice(seed: seed)
        key = try Segue.makeAccount(setup)
        segue = try Segue(setup)
        try segue.makeLink(key)
    }

    mutating func round(_ round: Int) throws {
        let template = try RequestTemplate(
            path: Segue.redirectPath + "&ch=n{}", host: segue.endpoint.text,
            fields: RequestTemplate.browserFields)
        var plan = LoadPlan(
            segue.endpoint, template, .closed(pipeline: 1), connections: connections)
        plan.warmUpSeconds = 0
        plan.seconds = 1
        plan.firstNumber = UInt64(round) * Self.numbersPerRound
        plan.refusals = .endTheRun
        let client = try LoadClient(plan)
        client.answered = []
        let range = Self.killSeconds
        let moment =
            range.lowerBound + dice.fraction() * (range.upperBound - range.lowerBound)
        let victim = segue
        client.interruption = (monotonicNs() + nanoseconds(moment), { victim.crash() })
        _ = try client.run()
        guard !victim.isRunning else { throw BenchFailure("the kill never came") }
        let numbers = client.answered ?? []
        let started = monotonicNs()
        segue = try Segue(setup)
        restart.record(monotonicNs() - started)
        let kept = try stored(round)
        let gone = numbers.filter { !kept.contains($0) }
        answered += numbers.count
        lost += gone.count
        extra += kept.count - (numbers.count - gone.count)
        missing += gone.prefix(3).map { "n\($0) of round \(round)" }
        complain(
            "round \(round): killed after \(fixed(moment * 1e3, 0)) ms, answered "
                + "\(numbers.count), stored \(kept.count), lost \(gone.count)")
    }

    /// The numbers of this round that the store holds an event for.
    private func stored(_ round: Int) throws -> Set<UInt64> {
        let first = UInt64(round) * Self.numbersPerRound
        let low = "n" + padded(String(first), left: 10, with: "0")
        let high = "n" + padded(String(first + Self.numbersPerRound), left: 10, with: "0")
        let output = try Child.run([
            "sqlite3", "-readonly", "-cmd", ".timeout 10000", try Self.database(in: setup.data),
            StoredEvents.channels(from: low, below: high),
        ])
        return Set(output.split(separator: "\n").compactMap { UInt64($0.dropFirst()) })
    }

    /// The store's one database file.
    static func database(in folder: String) throws -> String {
        let found = names(in: folder).filter { $0.hasSuffix(".sqlite") || $0.hasSuffix(".db") }
        guard found.count == 1 else {
            throw BenchFailure("\(folder) holds \(found.count) databases")
        }
        return "\(folder)/\(found[0])"
    }

    func report(_ rounds: Int) throws -> Report {
        var report = Report("\(rounds) times kill -9 under load")
        report.add("answered", .whole(answered))
        report.add("lost", .whole(lost))
        report.add("stored without a received answer", .whole(extra))
        report.add("restart p50 ms", .decimal(Double(restart.percentile(50)) / 1e6, digits: 1))
        report.add("restart max ms", .decimal(Double(restart.max) / 1e6, digits: 1))
        let events = try segue.visits(key)
        report.add("visits in the statistics", .whole(events))
        for name in missing.prefix(10) { report.add("missing", .text(name)) }
        // Statistics and rows must agree after all those kills.
        report.hasFailed = lost > 0 || answered == 0 || events < answered + extra
        segue.stop()
        return report
    }
}

/// What the bench knows of the store's tables.
enum StoredEvents {
    /// The channels in a range that events have come by.
    static func channels(from low: String, below high: String) -> String {
        """
        SELECT DISTINCT c.text FROM events e JOIN channels c ON c.id = e.channel \
        WHERE c.text >= '\(low)' AND c.text < '\(high)'
        """
    }
}
