import API
import JSONText
import Operations
import Store

extension Command {
    static let statistics: [Command] = [
        Command(
            words: ["stats", "reclassify"],
            summary: "apply today's list of crawlers to old events, and repair the statistics",
            flags: [.data, .config, .json],
            notes:
                "Beside a running server or alone. It may be interrupted: the statistics are right at every\n"
                + "moment, and the next run does what is left."
        ) { call in
            try await Workbench.open(call) { bench in
                let agents = bench.actions.surroundings.agents()
                // Whatever stood there of the way.
                defer { call.console.pass("") }
                let outcome = try await bench.store.reclassify(by: agents) { read, all in
                    call.console.pass("Reading events: \(all == 0 ? 100 : read * 100 / all) %")
                }
                call.console.pass("")
                call.answer([
                    "events": .integer(outcome.events), "changed": .integer(outcome.changed),
                    "counted": .integer(outcome.counted),
                    "uncounted": .integer(outcome.uncounted),
                ]) {
                    "\(outcome.changed) of \(outcome.events) events are something else now: "
                        + "\(outcome.counted) count from now on, \(outcome.uncounted) no longer."
                }
            }
        }
    ]
}
