// Resident memory over millions of clicks: it must stay flat.
import Glibc

extension Command {
    static let memory = Command(
        name: "memory", summary: "resident memory after each million clicks",
        options: Segue.Setup.options + [
            Option("clicks", "N", "1000000", help: "clicks in all"),
            Option("step", "N", "1000000", help: "clicks between two readings"),
            Option("connections", "N", "64", help: "connections side by side"),
            Option("visitors", help: "each click is another visitor's (X-Forwarded-For)"),
            Option("channels", help: "each click comes by another channel (?ch=)"),
            Option("core", "N", "1", help: "the client's core"),
        ]
    ) { arguments in
        let folder = try Folder()
        var setup = try Segue.Setup(arguments, data: try folder.makeFolder("data"))
        var fields = RequestTemplate.browserFields
        if arguments.has("visitors") {
            setup.environment.append("SEGUE_TRUSTED_PROXIES=127.0.0.0/8")
            fields.append("X-Forwarded-For: 2001:db8:{visitor}::1")
        }
        let path = Segue.redirectPath + (arguments.has("channels") ? "&ch=c{}" : "")
        try pin(to: try arguments.whole("core", 0...1_023))
        let key = try Segue.makeAccount(setup)
        let segue = try Segue(setup)
        try segue.makeLink(key)
        var plan = LoadPlan(
            segue.endpoint,
            try RequestTemplate(path: path, host: segue.endpoint.text, fields: fields),
            .closed(pipeline: 1),
            connections: try arguments.whole("connections", 1...LoadPlan.connectionsMax))
        plan.seconds = stepSecondsMax
        plan.warmUpSeconds = 0
        let clicks = try arguments.whole("clicks", 1_000...100_000_000)
        let step = try arguments.whole("step", 1_000...100_000_000)
        let report = try climb(segue, &plan, clicks: clicks, step: step, data: setup.data)
        segue.stop()
        return report
    }
}

/// A step that takes longer is cut: the run must end.
private let stepSecondsMax = 600.0

private func climb(
    _ segue: Segue, _ plan: inout LoadPlan, clicks: Int, step: Int, data: String
) throws -> Report {
    let meter = try ProcessMeter(root: segue.process)
    var report = Report("Resident memory over \(clicks) clicks")
    report.columns = [
        "clicks", "resident MiB", "peak MiB", "data MiB", "clicks per second", "CPU us/click",
        "errors",
    ]
    report.rows.append([
        .whole(0), .decimal(mebi(meter.residentKiB()), digits: 1),
        .decimal(mebi(meter.residentPeakKiB()), digits: 1),
        .decimal(mebi(folderKiB(data)), digits: 1), .missing, .missing, .missing,
    ])
    var done = 0
    while done < clicks {
        plan.requestsMax = min(step, clicks - done)
        plan.firstNumber = UInt64(done)
        let result = try LoadClient(plan).run(meter)
        guard result.requests > 0 else { throw BenchFailure("no answers: \(segue.output)") }
        done += result.latency.count
        let resident = meter.residentKiB()
        complain("\(done) clicks, \(fixed(mebi(resident), 1)) MiB")
        report.rows.append([
            .whole(done), .decimal(mebi(resident), digits: 1),
            .decimal(mebi(meter.residentPeakKiB()), digits: 1),
            .decimal(mebi(folderKiB(data)), digits: 1), .decimal(result.rate, digits: 0),
            .optional(result.serverMicroseconds, digits: 2), .whole(result.errors),
        ])
        if result.errors > 0 { report.hasFailed = true }
    }
    return report
}

/// What the files below `path` take on disk.
func folderKiB(_ path: String) -> Int {
    names(in: path).reduce(0) { sum, name in
        let entry = "\(path)/\(name)"
        var status = stat()
        guard unsafe lstat(entry, &status) == 0 else { return sum }
        if status.st_mode & S_IFMT == S_IFDIR { return sum + folderKiB(entry) }
        return sum + Int(status.st_blocks) / 2
    }
}
