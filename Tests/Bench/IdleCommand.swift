import Glibc

extension Command {
    static let idle = Command(
        name: "idle",
        summary: "idle and slow connections: their memory, and a fan's wait among them",
        options: Segue.Setup.options + [
            Option("nginx", help: "hold them against nginx instead"),
            Option("count", "N", "10000", help: "idle kept-alive connections"),
            Option("slow", "N", "500", help: "senders of one byte a second"),
            Option("seconds", "S", "10", help: "how long all are held"),
            Option("core", "N", "1", help: "the client's core"),
        ]
    ) { arguments in
        let count = try arguments.whole("count", 0...100_000)
        let slow = try arguments.whole("slow", 0...10_000)
        let seconds = try arguments.decimal("seconds", 1...600)
        try raiseDescriptorLimit(to: count + slow + 1_000)
        try pin(to: try arguments.whole("core", 0...1_023))
        let folder = try Folder()
        if arguments.has("nginx") {
            let nginx = try Nginx(
                port: try freePort(), core: try arguments.whole("server-core", 0...1_023),
                page: Nginx.Page(bytes: Array("page".utf8)))
            let hold = try IdleHold(nginx.endpoint, path: Nginx.redirectPath)
            defer { nginx.stop() }
            return try watch(hold, nginx.process, count: count, slow: slow, seconds: seconds)
        }
        let setup = try Segue.Setup(arguments, data: try folder.makeFolder("data"))
        let key = try Segue.makeAccount(setup)
        let segue = try Segue(setup)
        defer { segue.stop() }
        try segue.makeLink(key)
        let hold = try IdleHold(segue.endpoint, path: Segue.redirectPath)
        return try watch(hold, segue.process, count: count, slow: slow, seconds: seconds)
    }
}

/// A fan's redirect must come within this while all others are held (issue, show 6).
private let latencyMsMax = 10.0
/// How often the fan asks.
private let ticksPerSecond = 100

private func watch(
    _ hold: IdleHold, _ process: pid_t, count: Int, slow: Int, seconds: Double
) throws -> Report {
    let meter = try ProcessMeter(root: process)
    let fan = try Exchange.open(hold.endpoint)
    // The first answers bring pages into memory that no idle connection is to blame for.
    for _ in 0..<1_000 { _ = try hold.ask(fan) }
    let before = meter.residentKiB()
    try hold.fill(count)
    let filled = meter.residentKiB()
    try hold.fillSlow(slow)
    var latency = Histogram()
    let cpuStart = meter.cpuNs()
    let started = monotonicNs()
    for tick in 0..<Int(seconds * Double(ticksPerSecond)) {
        hold.drip((tick + 1) * slow / ticksPerSecond - tick * slow / ticksPerSecond)
        latency.record(try hold.ask(fan))
        let next = started + UInt64(tick + 1) * 1_000_000_000 / UInt64(ticksPerSecond)
        let now = monotonicNs()
        if next > now { pause(Double(next - now) / 1e9) }
    }
    var report = Report("\(count) idle and \(slow) slow connections, held \(fixed(seconds, 0)) s")
    let after = meter.residentKiB()
    report.add("resident before, MiB", .decimal(mebi(before), digits: 1))
    report.add("resident with the idle ones, MiB", .decimal(mebi(filled), digits: 1))
    report.add("resident at the end, MiB", .decimal(mebi(after), digits: 1))
    if count > 0 {
        let bytes = Double(filled - before) * 1_024 / Double(count)
        report.add("bytes per idle connection", .decimal(bytes, digits: 0))
    }
    report.add("idle ones closed by the server", .whole(hold.idleClosed()))
    report.add("slow ones sent away", .whole(hold.sentAway))
    report.add("fan's answers", .whole(latency.count))
    report.add("fan's p50 us", .microseconds(latency.percentile(50)))
    report.add("fan's p99 us", .microseconds(latency.percentile(99)))
    report.add("fan's max us", .microseconds(latency.max))
    report.add("CPU ms used", .decimal(Double(meter.cpuNs() - cpuStart) / 1e6, digits: 1))
    report.hasFailed = Double(latency.max) / 1e6 > latencyMsMax || hold.idleClosed() > 0
    return report
}
