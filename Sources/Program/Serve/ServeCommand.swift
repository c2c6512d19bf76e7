import EventLoop
import Glibc
import Telemetry

extension Command {
    private static let serving: [Flag] = [
        Flag(name: "listen", value: "ADDRESS", help: "where to answer (127.0.0.1:8080)"),
        Flag(name: "base-url", value: "URL", help: "the address fans see"),
        .data,
        Flag(name: "metrics", value: "ADDRESS", help: "where /metrics answers (127.0.0.1:9464)"),
        .config,
    ]

    static let serve = Command(
        words: ["serve"], summary: "answer fans and artists until told to stop", flags: serving,
        notes: """
            Prints one line, `listening on http://…`, once it accepts. SIGTERM and SIGINT finish what is
            under way and end; SIGHUP reads the configuration, platforms, crawlers and languages again.
            Every other setting is in config/segue.json.
            """, life: .lasting
    ) { call in
        let configured = try Configured.read(call)
        let log = Log(level: configured.configuration.logLevel)
        for variable in configured.unknownVariables {
            log.warning("variable_unknown", LogField("variable", .cause(variable)))
        }
        for doubt in configured.configuration.doubts {
            log.warning("configuration_doubtful", LogField("cause", .cause(doubt)))
        }
        let service = try await Service.start(configured.configuration, log: log)
        call.console.say("listening on \(service.address)")
        log.info(
            "listening", LogField("endpoint", .endpoint(service.address)),
            LogField("configuration", .path(configured.file ?? "")),
            LogField("data", .path(configured.configuration.data)))
        ServiceSupervisor.notify(.ready)
        await service.run(reading: call)
    }
}

/// The signals an operator steers by, in order of arrival.
struct Signals: Sendable {
    let received: AsyncStream<Int32>

    /// Call it before anything starts a thread: later threads inherit that they leave signals alone.
    init() throws(SystemFailure) {
        let (stream, arrivals) = AsyncStream.makeStream(of: Int32.self)
        try SignalWatch.start([SIGTERM, SIGINT, SIGHUP]) { arrivals.yield($0) }
        received = stream
    }
}

extension Service {
    /// Serves until SIGTERM or SIGINT; SIGHUP reloads.
    func run(reading call: Command.Call) async {
        guard let signals = call.signals else { return await stop() }
        ProgramCode.letGo()
        for await signal in signals.received {
            guard signal == SIGHUP else { break }
            ServiceSupervisor.notify(.reloading)
            await reload(call)
            ServiceSupervisor.notify(.ready)
        }
        ServiceSupervisor.notify(.stopping)
        await stop()
    }

    /// Reads everything again; what does not hold is logged and changes nothing.
    private func reload(_ call: Command.Call) async {
        do {
            try await apply(try Configured.read(call).configuration)
            log.info("reloaded")
        } catch {
            log.error(
                "reload_refused",
                LogField("cause", .cause(CommandFailure(describing: error).message)))
        }
    }
}
