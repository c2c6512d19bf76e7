// `POST /resolve` with `Accept: application/jsonl`: a line as soon as a source is asked, another once it has answered,
// and last the whole answer.
//
//   {"platform":"tidal","outcome":"waiting","message":"is being asked","retryAfterMs":null}
//   {"platform":"tidal","outcome":"found","message":"knows it","retryAfterMs":null}
//   {"kind":"track","title":…,"destinations":[…],"sources":[…]}
//
// Outcomes are `waiting`, `found`, `missed`, `failed`; the last line names a failure's kind.
internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink
internal import Synchronization

extension Call {
    func watch(_ flight: Flight) -> Response {
        Response(
            status: 200,
            fields: [
                "Content-Type": ResolutionLines.type, "Cache-Control": "private, no-store",
                "Vary": "Accept",
            ],
            body: .stream(
                ResolutionLines(flight, catalogue: actions.surroundings.catalogue())))
    }
}

/// A look-up as lines, each sent when there is something to say.
final class ResolutionLines: BodyStream {
    static let type = "application/jsonl"

    private let flight: Flight
    private let catalogue: Catalogue
    private let told = Mutex(Told())

    /// What the reader knows.
    private struct Told {
        /// Of the last glance; none yet.
        var news = -1
        var outcomes: [Int: SourceReport.Outcome] = [:]
        var isOver = false
    }

    init(_ flight: Flight, catalogue: Catalogue) {
        self.flight = flight
        self.catalogue = catalogue
    }

    func next() async -> BodyPart {
        while true {
            let last = told.withLock { $0.isOver ? nil : $0.news }
            guard let last else { return .end }
            let lines = tell(await flight.glance(at: .news(after: last)))
            if !lines.isEmpty { return .bytes(lines) }
        }
    }

    /// The lines for what the reader does not know yet.
    private func tell(_ glance: Flight.Glance) -> [UInt8] {
        told.withLock { told in
            var lines: [UInt8] = []
            for (place, report) in glance.search.reports.enumerated()
            where report.outcome != .notAsked && told.outcomes[place] != report.outcome {
                told.outcomes[place] = report.outcome
                lines += Self.json(report).bytes + [UInt8(ascii: "\n")]
            }
            if glance.isOver {
                lines +=
                    ResolutionResource.json(glance.search, catalogue: catalogue).bytes
                    + [UInt8(ascii: "\n")]
            }
            told.news = glance.news
            told.isOver = glance.isOver
            return lines
        }
    }

    private static func json(_ report: SourceReport) -> JSON {
        let outcome =
            switch report.outcome {
            case .notAsked, .asked: "waiting"
            case .found: "found"
            case .missed: "missed"
            case .failed: "failed"
            }
        return [
            "platform": .string(report.source), "outcome": .string(outcome),
            "message": .string(report.message), "retryAfterMs": .count(report.retryAfterMs),
        ]
    }
}
