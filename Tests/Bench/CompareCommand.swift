// Segue beside nginx in one run: both on one core, the client on another, rounds that alternate,
// medians.
import Glibc

extension Command {
    static let compare = Command(
        name: "compare", summary: "Segue beside nginx: CPU per request, latency, memory",
        options: Segue.Setup.options + [
            Option("rounds", "N", "5", help: "rounds; medians are reported"),
            Option("seconds", "S", "2", help: "measured time of each load in each round"),
            Option("core", "N", "1", help: "the client's core"),
            Option("only", "NAME", help: "one kind of load, again for more"),
        ]
    ) { arguments in try Comparison(arguments).run() }
}

/// One kind of load that both servers get.
private struct Trial {
    var name: String
    var pace: LoadPlan.Pace
    var connections: Int
    var isPage = false
    /// The most that Segue may use of nginx's CPU per request.
    var ratioMax: Double
    /// The most that 99 % of Segue's answers may take.
    var p99MsMax: Double?

    static let all = [
        Trial(name: "redirect", pace: .closed(pipeline: 1), connections: 64, ratioMax: 0.9),
        Trial(
            name: "redirect-crowd", pace: .closed(pipeline: 1), connections: 1_000, ratioMax: 0.9),
        Trial(
            name: "open-1000", pace: .open(rate: 1_000), connections: 50, ratioMax: 1.5, p99MsMax: 5
        ),
        Trial(
            name: "open-10000", pace: .open(rate: 10_000), connections: 50, ratioMax: 1.5,
            p99MsMax: 5),
        Trial(name: "new-connection", pace: .fresh, connections: 64, ratioMax: 1.1),
        Trial(
            name: "page", pace: .closed(pipeline: 1), connections: 64, isPage: true, ratioMax: 1.1),
    ]
}

/// A server is calm that uses less than this share of a core for so long.
private let calmShare = 0.02
private let calmTurnSeconds = 0.3
private let calmTurnsMax = 30

private final class Comparison {
    private let trials: [Trial]
    private let rounds: Int
    private let seconds: Double
    private let folder: Folder
    private let setup: Segue.Setup
    private let key: String
    private let segue: Segue
    private let nginx: Nginx
    private let page: Nginx.Page
    private let residentAtStart: Int
    private var results: [String: [(nginx: LoadResult, segue: LoadResult)]] = [:]

    init(_ arguments: Arguments) throws {
        rounds = try arguments.whole("rounds", 1...100)
        seconds = try arguments.decimal("seconds", 0.2...600)
        let only = arguments.all("only")
        trials = Trial.all.filter { only.isEmpty || only.contains($0.name) }
        guard !trials.isEmpty else {
            throw Usage("--only is one of \(Trial.all.map(\.name).joined(separator: ", "))")
        }
        folder = try Folder()
        setup = try Segue.Setup(arguments, data: try folder.makeFolder("data"))
        try pin(to: try arguments.whole("core", 0...1_023))
        key = try Segue.makeAccount(setup)
        segue = try Segue(setup)
        residentAtStart = try ProcessMeter(root: segue.process).residentKiB()
        try segue.makeLink(key)
        let answer = try Exchange(
            segue.endpoint, "GET", Segue.pagePath, fields: RequestTemplate.browserFields)
        guard answer.status == 200 else {
            throw BenchFailure("\(Segue.pagePath): \(answer.status) \(answer.text)")
        }
        page = Nginx.Page(
            bytes: answer.body, type: answer.field("content-type") ?? "text/html",
            encoding: answer.field("content-encoding"))
        nginx = try Nginx(port: try freePort(), core: setup.core, page: page)
    }

    func run() throws -> Report {
        let meter = try ProcessMeter(root: segue.process)
        let cpuStart = meter.cpuNs()
        let ours = try [ProcessMeter(root: nginx.process), meter, ProcessMeter(root: getpid())]
        let oursStart = ours.map { $0.cpuNs() }.reduce(0, +)
        let machineStart = Machine.busyNs()
        let started = monotonicNs()
        let visitsStart = try segue.visits(key)
        for round in 1...rounds {
            for trial in trials {
                let pair = try measure(trial, isNginxFirst: round % 2 == 1)
                results[trial.name, default: []].append(pair)
                complain(
                    "round \(round)/\(rounds) \(trial.name): nginx \(line(pair.nginx)), "
                        + "segue \(line(pair.segue))")
            }
        }
        let cpuNs = meter.cpuNs() - cpuStart
        let machineNs = Machine.busyNs() - machineStart
        let oursNs = ours.map { $0.cpuNs() }.reduce(0, +) - oursStart
        let elapsed = monotonicNs() - started
        var report = Report("Segue beside nginx, medians of \(rounds) rounds of \(seconds) s")
        tabulate(&report)
        try add(memory: meter, to: &report)
        try addCompleteness(visitsStart, &report)
        let measured = results.values.flatMap { $0 }.compactMap(\.segue.serverNs).reduce(0, +)
        report.add(
            "segue's CPU outside the measured windows, warm-ups included, ms",
            .decimal(Double(cpuNs - min(cpuNs, measured)) / 1e6, digits: 0))
        report.add(
            "CPU used by others meanwhile, % of one core (trust the run below 5)",
            .decimal(
                Double(machineNs - min(machineNs, oursNs)) / Double(elapsed) * 100, digits: 1))
        segue.stop()
        nginx.stop()
        return report
    }

    private func line(_ result: LoadResult) -> String {
        "\(fixed(result.serverMicroseconds ?? 0, 2)) us CPU, "
            + "p99 \(fixed(Double(result.latency.percentile(99)) / 1e6, 2)) ms"
    }

    private func measure(
        _ trial: Trial, isNginxFirst: Bool
    ) throws -> (nginx: LoadResult, segue: LoadResult) {
        let theirs = {
            try self.load(
                trial, self.nginx.endpoint, self.nginx.process,
                trial.isPage ? Nginx.pagePath : Nginx.redirectPath)
        }
        let ours = {
            try self.load(
                trial, self.segue.endpoint, self.segue.process,
                trial.isPage ? Segue.pagePath : Segue.redirectPath)
        }
        if isNginxFirst {
            let first = try theirs()
            return (first, try ours())
        }
        let first = try ours()
        return (try theirs(), first)
    }

    private func load(
        _ trial: Trial, _ endpoint: Endpoint, _ process: Int32, _ path: String
    ) throws -> LoadResult {
        var plan = try LoadPlan.browser(
            endpoint, path, trial.pace, connections: trial.connections, seconds: seconds)
        plan.status = trial.isPage ? 200 : 302
        try raiseDescriptorLimit(to: trial.connections + 64)
        let meter = try ProcessMeter(root: process)
        waitForCalm(meter)
        return try LoadClient(plan).run(meter)
    }

    /// What the load before has left to do (roll-ups of a second's clicks) is no part of the next one's cost; it
    /// stands in the report as CPU outside the windows.
    private func waitForCalm(_ meter: ProcessMeter) {
        for _ in 0..<calmTurnsMax {
            let before = meter.cpuNs()
            pause(calmTurnSeconds)
            if meter.cpuNs() - before < nanoseconds(calmTurnSeconds * calmShare) { return }
        }
    }

    private func tabulate(_ report: inout Report) {
        report.columns = [
            "load", "nginx CPU us", "segue CPU us", "ratio", "goal", "met", "nginx /s", "segue /s",
            "nginx p99 ms", "segue p99 ms", "errors",
        ]
        for trial in trials {
            let pairs = results[trial.name] ?? []
            let ratio = median(
                pairs.map {
                    ($0.segue.serverMicroseconds ?? .nan) / ($0.nginx.serverMicroseconds ?? .nan)
                })
            func middle(_ value: (LoadResult) -> Double) -> (nginx: Double, segue: Double) {
                (median(pairs.map { value($0.nginx) }), median(pairs.map { value($0.segue) }))
            }
            let cpu = middle { $0.serverMicroseconds ?? .nan }
            let rate = middle(\.rate)
            let p99 = middle { Double($0.latency.percentile(99)) / 1e6 }
            let isMet = ratio <= trial.ratioMax && p99.segue <= trial.p99MsMax ?? .infinity
            let errors = pairs.map { $0.nginx.errors + $0.segue.errors }.reduce(0, +)
            if errors > 0 { report.hasFailed = true }
            report.rows.append([
                .text(trial.name), .decimal(cpu.nginx, digits: 2), .decimal(cpu.segue, digits: 2),
                .decimal(ratio, digits: 3), .decimal(trial.ratioMax, digits: 2),
                .text(isMet ? "yes" : "no"), .decimal(rate.nginx, digits: 0),
                .decimal(rate.segue, digits: 0), .decimal(p99.nginx, digits: 3),
                .decimal(p99.segue, digits: 3), .whole(errors),
            ])
        }
    }

    private func add(memory meter: ProcessMeter, to report: inout Report) throws {
        let nginxMeter = try ProcessMeter(root: nginx.process)
        report.add("segue resident at start, MiB", .decimal(mebi(residentAtStart), digits: 1))
        report.add("segue resident at end, MiB", .decimal(mebi(meter.residentKiB()), digits: 1))
        report.add(
            "nginx resident at end, MiB", .decimal(mebi(nginxMeter.residentKiB()), digits: 1))
        report.add("page bytes", .whole(page.bytes.count))
        report.add("page encoding", .text(page.encoding ?? "identity"))
    }

    /// Each answered request must stand in Segue's statistics: speed without the record is no
    /// speed.
    private func addCompleteness(_ visitsStart: Int, _ report: inout Report) throws {
        let answered = results.values.flatMap { $0 }.map(\.segue.requests).reduce(0, +)
        let recorded = try segue.visits(key) - visitsStart
        report.add("segue's answers in the windows", .whole(answered))
        report.add("visits recorded, warm-ups included", .whole(recorded))
        if recorded < answered { report.hasFailed = true }
    }
}

/// KiB as MiB.
func mebi(_ kibi: Int) -> Double { Double(kibi) / 1_024 }
