// load, open, connect: one server, one kind of load.

extension Command {
    static let load = Command(
        name: "load", summary: "closed loop over kept-alive connections",
        options: loadOptions + [Option("pipeline", "N", "1", help: "requests in one write")]
    ) { arguments in
        let pipeline = try arguments.whole("pipeline", 1...LoadPlan.pipelineMax)
        return try runLoad(arguments, .closed(pipeline: pipeline))
    }

    static let open = Command(
        name: "open", summary: "open loop: requests at planned moments, latency from the plan",
        options: loadOptions + [Option("rate", "N", "1000", help: "requests a second")]
    ) { arguments in
        let rate = try arguments.decimal("rate", 1...1_000_000)
        return try runLoad(arguments, .open(rate: rate))
    }

    static let connect = Command(
        name: "connect", summary: "closed loop, a new connection for each request",
        options: loadOptions
    ) { arguments in try runLoad(arguments, .fresh) }

    static let loadOptions = [
        Option("target", "HOST:PORT", help: "a loopback address"),
        Option("path", "PATH", "/link/bench", help: "what to ask for; {} counts up"),
        Option("header", "LINE", help: "a field to send, again for more; default: iPhone Safari's"),
        Option("connections", "N", "64", help: "connections side by side"),
        Option("seconds", "S", "5", help: "measured time"),
        Option("warm-up", "S", "0.5", help: "time before it"),
        Option("status", "N", "302", help: "the status that is right"),
        Option("pid", "PID", help: "the server, for its CPU time; children count"),
        Option("core", "N", "1", help: "the client's core"),
    ]
}

private func runLoad(_ arguments: Arguments, _ pace: LoadPlan.Pace) throws -> Report {
    let endpoint = try Endpoint(try arguments.text("target"))
    let fields = arguments.all("header")
    var closes = false
    if case .fresh = pace { closes = true }
    let template = try RequestTemplate(
        path: try arguments.text("path"), host: endpoint.text,
        fields: fields.isEmpty ? RequestTemplate.browserFields : fields, closes: closes)
    var plan = LoadPlan(
        endpoint, template, pace,
        connections: try arguments.whole("connections", 1...LoadPlan.connectionsMax))
    plan.seconds = try arguments.decimal("seconds", 0.1...3_600)
    plan.warmUpSeconds = try arguments.decimal("warm-up", 0...60)
    plan.status = try arguments.whole("status", 100...599)
    let meter = try arguments.optionalWhole("pid", 1...Int(Int32.max)).map {
        try ProcessMeter(root: Int32($0))
    }
    try pin(to: try arguments.whole("core", 0...1_023))
    try raiseDescriptorLimit(to: plan.connections + 64)
    let result = try LoadClient(plan).run(meter)
    var report = Report("\(endpoint.text) \(try arguments.text("path"))")
    report.columns = LoadResult.columns
    report.rows = [result.row("\(pace)")]
    report.add("request bytes", .whole(template.bytes.count))
    report.add("received bytes", .whole(result.receivedBytes))
    report.add("wrong status", .whole(result.wrongStatus))
    report.add("broken connections", .whole(result.broken))
    report.add("refused connections", .whole(result.refused))
    report.add("unanswered", .whole(result.unanswered))
    report.add("closed by the server", .whole(result.reopened))
    report.hasFailed = result.errors > 0
    return report
}
