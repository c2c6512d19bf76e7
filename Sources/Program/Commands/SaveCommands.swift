import API
import JSONText
import Operations
import Outbound
import Releases
import Smartlink
import Store
import Telemetry

extension Command {
    static let saves: [Command] = [
        Command(
            words: ["saves", "status"], summary: "say how many pre-saves are in which state",
            flags: [.data, .config, .json]
        ) { call in
            try await Workbench.open(call) { bench in
                let counts = try await bench.store.counts(link: nil)
                if call.wantsJSON {
                    call.console.say(JSON.array(counts.map(\.json)).text)
                } else {
                    call.console.say(
                        heading: ["PLATFORM", "STATE", "REASON", "COUNT"],
                        rows: counts.map {
                            [
                                $0.platform.isEmpty ? "any" : $0.platform, $0.state.rawValue,
                                $0.reason?.rawValue ?? "", "\($0.count)",
                            ]
                        })
                }
            }
        },
        Command(
            words: ["saves", "run"],
            summary: "save now what is due, beside a running server or alone",
            flags: [.data, .config, .json],
            notes: "A running server does this by itself; both at once share the queue."
        ) { call in
            let configuration = try Configured.read(call).configuration
            try await Workbench.open(call) { bench in
                let log = Log(level: configuration.logLevel)
                let parts = try PresaveParts(
                    configuration, store: bench.store, surroundings: bench.actions.surroundings,
                    log: log
                ) { configuration.publicURL }
                defer { parts.outbound.close() }
                let runner = SaveRunner(
                    parts.actions, perSecond: parts.budgets, tally: SaveTally(),
                    log: log, sleep: BackgroundWork.sleep)
                let count = try await runner.runDue()
                call.answer(["tried": .integer(Int64(count))]) { "\(count) saves were tried." }
            }
        },
        Command(
            words: ["saves", "retry"],
            summary: "queue again what failed in the last three days and still can be saved",
            flags: [.data, .config, .json]
        ) { call in
            try await Workbench.open(call) { bench in
                let count = try await bench.store.retryFailed(
                    at: bench.actions.surroundings.now())
                call.answer(["queued": .integer(Int64(count))]) {
                    "\(count) saves are queued again."
                }
            }
        },
    ]
}

extension SaveCount {
    fileprivate var json: JSON {
        [
            "platform": .string(platform), "state": .string(state.rawValue),
            "reason": reason.map { .string($0.rawValue) } ?? .null, "count": .integer(Int64(count)),
        ]
    }
}
