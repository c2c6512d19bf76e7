/// What was asked of each stand-in and how it went.
struct Tally: Sendable {
    private var counts: [StandIn: [String: Int]] = [:]

    mutating func count(_ standIn: StandIn, status: Int, fault: Fault.Kind?) {
        let outcome = fault.map { "fault \($0.rawValue)" } ?? String(status)
        counts[standIn, default: [:]][outcome, default: 0] += 1
    }

    func total(_ standIn: StandIn) -> Int {
        counts[standIn, default: [:]].values.reduce(0, +)
    }

    var json: JSON {
        .object(
            StandIn.allCases.map { standIn in
                let outcomes = counts[standIn, default: [:]].sorted { $0.key < $1.key }
                return (
                    standIn.rawValue,
                    [
                        "requests": .integer(total(standIn)),
                        "outcomes": .object(outcomes.map { ($0.key, .integer($0.value)) }),
                    ]
                )
            })
    }
}
