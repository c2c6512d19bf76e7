// The test on a link as its statistics show it: `"experiment"`, null where there is none.
internal import JSONText
internal import Operations
internal import Smartlink

enum ExperimentResource {
    static let name = "experiment"

    /// A test that is planned or over is not running.
    static func json(_ report: ExperimentReport, at now: Instant) -> JSON {
        let experiment = report.experiment
        let verdict = experiment.verdict
        return [
            "method": .string(Experiment.method),
            "startsAt": .string(report.startsAt.rfc3339),
            "endsAt": .text(report.endsAt?.rfc3339),
            "isRunning": .bool(experiment.isRunning && report.startsAt <= now),
            "variants": .array(experiment.arms.map(json)),
            "verdict": [
                "state": .string(verdict.state.rawValue),
                "variant": .text(verdict.variant),
                "sureness": .number(verdict.sureness),
                "visitsMore": .count(verdict.visitsMore),
                "text": .string(verdict.text),
            ],
        ]
    }

    private static func json(_ arm: ExperimentArm) -> JSON {
        let interval = Experiment.interval(of: arm)
        return [
            "variant": .string(arm.variant),
            "visits": .integer(arm.visits),
            "conversions": .integer(arm.conversions),
            "conversionRate": .number(arm.rate),
            "low": .number(interval.lowerBound),
            "high": .number(interval.upperBound),
        ]
    }
}

extension JSON {
    /// An object with one more member at its end.
    func with(_ name: String, _ value: JSON) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members + [Member(name, value)])
    }
}

extension Call {
    /// The statistics' last member.
    func experiment(_ code: String) async throws(Failure) -> JSON {
        try await actions.showExperiment(code, of: account.id).map {
            ExperimentResource.json($0, at: now)
        } ?? .null
    }
}
