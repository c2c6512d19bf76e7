public import Smartlink

extension Store {
    public func events(of link: Int64, from: Instant, to: Instant, cursor: EventCursor?)
        async throws(Failure) -> EventPage
    {
        try await read { connection throws(StoreFailure) in
            let reader = EventReader(connection, link: link, from: from, to: to)
            var start = cursor
            if start == nil { start = try reader.start() }
            guard let start else { return EventPage(events: [], next: nil) }
            return try reader.page(start)
        }
    }
}

/// Reads one link's events out of a log that knows no links.
///
/// The log is in the order of commitment, which is nearly the order of time: an event is written milliseconds after
/// its `at`, and only while the disk took nothing does it wait longer. So a time is found by halving, with a margin on
/// both sides (Limits.eventMarginMs), and what lies between is looked at row by row, a bounded number at a time, each
/// in a snapshot of its own: nobody waits behind a long reading, and a reader that goes away ends it.
struct EventReader {
    private let connection: Connection
    private let link: Int64
    private let from: Instant
    private let to: Instant

    init(_ connection: Connection, link: Int64, from: Instant, to: Instant) {
        self.connection = connection
        self.link = link
        self.from = from
        self.to = to
    }

    /// Nil if there is nothing to look at.
    func start() throws(StoreFailure) -> EventCursor? {
        guard from < to, let newest = try connection.integer("SELECT max(id) FROM events") else {
            return nil
        }
        let first = try firstEvent(at: from.ms.subtractingReportingOverflow(Limits.eventMarginMs))
        let end = try firstEvent(at: to.ms.addingReportingOverflow(Limits.eventMarginMs))
        return EventCursor(event: first - 1, last: min(end, newest))
    }

    /// The first id whose event is at `moment` or later, the newest + 1 if none is.
    private func firstEvent(
        at moment: (partialValue: Int64, overflow: Bool)
    ) throws(StoreFailure) -> Int64 {
        if moment.overflow { return moment.partialValue > 0 ? 0 : .max }
        var low = try connection.integer("SELECT min(id) FROM events") ?? 0
        var high = (try connection.integer("SELECT max(id) FROM events") ?? 0) + 1
        while low < high {
            let middle = low + (high - low) / 2
            let at = try connection.integer(
                "SELECT at FROM events WHERE id >= ? ORDER BY id LIMIT 1", .integer(middle))
            if let at, at < moment.partialValue { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func page(_ cursor: EventCursor) throws(StoreFailure) -> EventPage {
        var page = EventPage(events: [], next: nil)
        let end = min(cursor.event &+ Limits.eventsScannedMax, cursor.last)
        var reached = end
        var rows = try connection.statement(
            """
            SELECT \(EventRow.columns), agent FROM events
            WHERE id > ? AND id <= ? AND link = ? AND at >= ? AND at < ? ORDER BY id
            """)
        try rows.bind([
            .integer(cursor.event), .integer(end), .integer(link), .integer(from.ms),
            .integer(to.ms),
        ])
        var texts = EventTexts(connection)
        while try rows.step() {
            let row = EventRow(rows)
            if let event = try texts.event(row, agent: rows.integer(9)) {
                page.events.append(event)
            }
            if page.events.count >= Limits.eventsReadMax {
                reached = row.id
                break
            }
        }
        if reached < cursor.last { page.next = EventCursor(event: reached, last: cursor.last) }
        return page
    }
}

/// What the log's numbers stand for, looked up once a page.
private struct EventTexts {
    private let connection: Connection
    private var known: [Place: String?] = [:]

    private struct Place: Hashable {
        var query: String
        var id: Int64
    }

    init(_ connection: Connection) { self.connection = connection }

    mutating func event(_ row: EventRow, agent: Int64) throws(StoreFailure) -> StoredEvent? {
        guard let kind = row.kind else { return nil }
        let reason = Reason(rawValue: UInt8(row.reason)) ?? .page
        var event = StoredEvent(at: row.at, kind: kind, reason: reason)
        event.platform = try text("SELECT id FROM platforms WHERE number = ?", row.platform)
        event.country = ShortCode(rawValue: UInt32(truncatingIfNeeded: row.country))
        event.os = OperatingSystem(rawValue: UInt8(row.os)) ?? .other
        event.isInApp = row.isInApp
        event.referrer = try text("SELECT text FROM referrers WHERE id = ?", row.referrer)
        event.channel = try text("SELECT text FROM channels WHERE id = ?", row.channel)
        event.variant = try text("SELECT code FROM links WHERE id = ?", row.variant)
        event.agent = try text("SELECT text FROM agents WHERE id = ?", agent)
        event.botClass = row.botClass
        return event
    }

    private mutating func text(_ query: String, _ id: Int64) throws(StoreFailure) -> String? {
        if id == 0 { return nil }
        let place = Place(query: query, id: id)
        if let text = known[place] { return text }
        let text = try connection.row(query, .integer(id)) { $0.text(0) }
        known[place] = .some(text)
        return text
    }
}
