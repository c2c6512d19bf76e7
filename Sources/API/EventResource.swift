// A link's raw events, streamed as JSON Lines or as a table: people's and bots', never who they were (no visitor hash,
// no address).
internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    /// As the path says, else as the request accepts it: JSON Lines unless it asks for `text/csv`.
    func streamEvents(_ code: String, as form: EventForm?) async throws(Failure) -> Response {
        let asked = try query("from", "to", "tz")
        let zone = try asked["tz"].map { (name) throws(Failure) in try actions.zone(named: name) }
        let reading = try await actions.readEvents(
            code, of: account.id, from: try moment("from", asked, zone ?? .utc, dayOffset: 0),
            to: try moment("to", asked, zone ?? .utc, dayOffset: 1))
        let wantsTable =
            (request.fields["Accept"] ?? "").lowercased().contains("text/csv")
        let form = form ?? (wantsTable ? .csv : .lines)
        return Response(
            status: 200,
            fields: Fields([
                "Content-Type": form.type, "Vary": "Accept",
                "Content-Disposition": "attachment; filename=\"events-\(code).\(form.ending)\"",
                "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
            ]), body: .stream(EventStream(actions, reading, form)))
    }
}

enum EventForm {
    case lines, csv

    var type: String {
        switch self {
        case .lines: "application/jsonl"
        case .csv: "text/csv; charset=utf-8; header=present"
        }
    }

    var ending: String {
        switch self {
        case .lines: "jsonl"
        case .csv: "csv"
        }
    }
}

/// Makes the body while it is sent: memory for one page.
private actor EventStream: BodyStream {
    private let actions: Actions
    private let form: EventForm
    private var reading: EventReading
    private var hasBegun = false

    init(_ actions: Actions, _ reading: EventReading, _ form: EventForm) {
        self.actions = actions
        self.reading = reading
        self.form = form
    }

    func next() async -> BodyPart {
        var text = ""
        if !hasBegun, form == .csv { text = EventResource.header }
        hasBegun = true
        // A stretch of the log without this link's events makes no bytes.
        while text.isEmpty, !reading.isOver {
            // Whoever asked has gone.
            if Task.isCancelled { return .broken }
            var step = reading
            do throws(Failure) {
                for event in try await actions.next(&step) {
                    text += EventResource(event).text(form)
                }
            } catch {
                return .broken
            }
            reading = step
        }
        return text.isEmpty ? .end : .bytes(Array(text.utf8))
    }
}

struct EventResource {
    private let event: StoredEvent

    init(_ event: StoredEvent) { self.event = event }

    static let header = CSVText.line([
        "at", "kind", "reason", "platform", "country", "os", "inApp", "referrer", "channel",
        "variant", "agent", "bot",
    ])

    func text(_ form: EventForm) -> String {
        switch form {
        case .lines: json.text + "\n"
        case .csv:
            CSVText.line([
                event.at.rfc3339, event.kind.name, event.reason.name, event.platform ?? "",
                country ?? "", event.os.name, "\(event.isInApp)", event.referrer ?? "",
                event.channel ?? "", event.variant ?? "", event.agent ?? "", bot ?? "",
            ])
        }
    }

    private var json: JSON {
        [
            "at": .string(event.at.rfc3339), "kind": .string(event.kind.name),
            "reason": .string(event.reason.name), "platform": .text(event.platform),
            "country": .text(country), "os": .string(event.os.name), "inApp": .bool(event.isInApp),
            "referrer": .text(event.referrer), "channel": .text(event.channel),
            "variant": .text(event.variant), "agent": .text(event.agent), "bot": .text(bot),
        ]
    }

    private var country: String? { event.country == .unknown ? nil : event.country.text }
    private var bot: String? { event.botClass == .none ? nil : event.botClass.name }
}
