import FoundationEssentials
import Smartlink

/// Deliveries in the database.
struct DeliveryRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let columns = """
        deliveries.id, webhook, event, kind, link, subject, facts, deliveries.state, attempts,
        deliveries.nextAt, deliveries.createdAt, status, error, endedAt
        """

    static func delivery(_ row: borrowing Statement) throws(StoreFailure) -> Delivery {
        let id = row.integer(0)
        guard let kind = Webhook.Kind(rawValue: row.text(3)),
            let state = Delivery.State(rawValue: row.text(7)),
            let subject = subject(of: kind, number: row.integer(5), facts: row.text(6))
        else { throw .refused(path: "delivery \(id)", why: "its kind or state is damaged") }
        var delivery = Delivery(
            id: id, webhook: row.integer(1), event: row.text(2), kind: kind, link: row.integer(4),
            subject: subject, createdAt: Instant(ms: row.integer(10)))
        delivery.state = state
        delivery.attempts = Int(row.integer(8))
        delivery.nextAt = Instant(ms: row.integer(9))
        delivery.status = row.integerOrNil(11).map { Int($0) }
        delivery.error = row.textOrNil(12)
        delivery.endedAt = row.integerOrNil(13).map { Instant(ms: $0) }
        return delivery
    }

    private static func subject(
        of kind: Webhook.Kind, number: Int64, facts: String
    ) -> Delivery.Subject? {
        switch kind {
        case .linkCreated, .linkUpdated, .linkReleased: .link
        case .subscriberConfirmed: .subscription(number)
        case .presaveQueued, .presaveDelivered, .presaveFailed:
            FactsOfSave.read(facts).map { .save($0.news) }
        case .clickBatch: FactsOfClicks.read(facts).map { .clicks($0.batch) }
        }
    }

    /// What is due of a webhook, in the order in which it happened as far as nothing failed.
    func due(
        _ webhook: Int64, _ limit: Int, at now: Instant
    ) throws(StoreFailure) -> [Delivery] {
        let due = try queued(webhook, "nextAt <= ?", now.ms, limit)
        // Put off under a clock that was far ahead.
        return due.isEmpty
            ? try queued(webhook, "nextAt > ?", now.ms + WebhookLimits.putOffMsMax, limit) : due
    }

    private func queued(
        _ webhook: Int64, _ condition: String, _ moment: Int64, _ limit: Int
    ) throws(StoreFailure) -> [Delivery] {
        var queued: [Delivery] = []
        try connection.rows(
            """
            SELECT \(Self.columns) FROM deliveries INDEXED BY deliveriesDue
            WHERE webhook = ? AND state = 'queued' AND \(condition)
            ORDER BY nextAt, deliveries.id LIMIT ?
            """, [.integer(webhook), .integer(moment), .integer(Int64(limit))]
        ) { row throws(StoreFailure) in queued.append(try Self.delivery(row)) }
        return queued
    }

    func last(_ limit: Int, of webhook: Int64) throws(StoreFailure) -> [Delivery] {
        var last: [Delivery] = []
        try connection.rows(
            "SELECT \(Self.columns) FROM deliveries WHERE webhook = ? ORDER BY id DESC LIMIT ?",
            [.integer(webhook), .integer(Int64(limit))]
        ) { row throws(StoreFailure) in last.append(try Self.delivery(row)) }
        return last
    }

    /// Writes what became of one that is still queued.
    func settle(_ delivery: Delivery) throws(StoreFailure) {
        try connection.run(
            """
            UPDATE deliveries SET state = ?, attempts = ?, nextAt = ?, status = ?, error = ?,
                endedAt = ?
            WHERE id = ? AND state = 'queued'
            """,
            .text(delivery.state.rawValue), .integer(Int64(delivery.attempts)),
            .integer(delivery.nextAt.ms), Value(delivery.status.map { Int64($0) }),
            Value(delivery.error), Value(delivery.endedAt?.ms), .integer(delivery.id))
    }
}

/// `facts` of a pre-save, as the triggers write it.
private struct FactsOfSave: Codable {
    var platform: String
    var mode: String
    var state: String
    var reason: String?

    static func read(_ text: String) -> FactsOfSave? {
        try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    var news: SaveNews {
        SaveNews(platform: platform, mode: mode, state: state, reason: reason)
    }
}

/// `facts` of counted clicks.
struct FactsOfClicks: Codable {
    struct Part: Codable {
        var key: String
        var visits: Int64
        var clickThroughs: Int64
    }

    var from: Int64
    var to: Int64
    var visits: Int64
    var clickThroughs: Int64
    var platforms: [Part]
    var countries: [Part]

    init(_ batch: ClickBatch) {
        from = batch.from.ms
        to = batch.to.ms
        visits = batch.visits
        clickThroughs = batch.clickThroughs
        platforms = batch.platforms.map(Self.part)
        countries = batch.countries.map(Self.part)
    }

    private static func part(_ part: ClickBatch.Part) -> Part {
        Part(key: part.key, visits: part.visits, clickThroughs: part.clickThroughs)
    }

    static func read(_ text: String) -> FactsOfClicks? {
        try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    func json() throws(StoreFailure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            throw .refused(path: "click.batch", why: "it cannot be written: \(error)")
        }
    }

    var batch: ClickBatch {
        var batch = ClickBatch(from: Instant(ms: from), to: Instant(ms: to))
        batch.visits = visits
        batch.clickThroughs = clickThroughs
        batch.platforms = platforms.map(Self.part)
        batch.countries = countries.map(Self.part)
        return batch
    }

    private static func part(_ part: Part) -> ClickBatch.Part {
        ClickBatch.Part(key: part.key, visits: part.visits, clickThroughs: part.clickThroughs)
    }
}
