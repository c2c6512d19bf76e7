import Smartlink

/// Webhooks in the database.
struct WebhookRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let columns = """
        webhooks.id, webhooks.account, url, kinds, webhooks.state, webhooks.createdAt, deliveredAt,
        lastStatus, failingSince, failures, webhooks.nextAt, sealed
        """

    /// Reads a row that starts with `columns`.
    static func webhook(
        _ row: borrowing Statement
    ) throws(StoreFailure) -> (webhook: Webhook, sealed: [UInt8]) {
        guard let state = Webhook.State(rawValue: row.text(4)) else {
            throw .refused(path: "webhook \(row.integer(0))", why: "its state is damaged")
        }
        let bits = row.integer(3)
        var webhook = Webhook(
            id: row.integer(0), account: row.integer(1), url: row.text(2),
            kinds: Set(Webhook.Kind.allCases.filter { bits & $0.bit != 0 }),
            createdAt: Instant(ms: row.integer(5)))
        webhook.state = state
        webhook.deliveredAt = row.integerOrNil(6).map { Instant(ms: $0) }
        webhook.lastStatus = row.integerOrNil(7).map { Int($0) }
        webhook.failingSince = row.integerOrNil(8).map { Instant(ms: $0) }
        webhook.failures = Int(row.integer(9))
        webhook.nextAt = Instant(ms: row.integer(10))
        return (webhook, row.bytes(11))
    }

    static func bits(of kinds: Set<Webhook.Kind>) -> Int64 { kinds.reduce(0) { $0 | $1.bit } }

    func webhook(_ id: Int64) throws(StoreFailure) -> (webhook: Webhook, sealed: [UInt8])? {
        try connection.row(
            "SELECT \(Self.columns) FROM webhooks WHERE id = ?", .integer(id), take: Self.webhook)
    }

    func insert(_ webhook: Webhook, sealed: [UInt8]) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO webhooks (id, account, url, kinds, sealed, state, nextAt, failures, queued,
                dropped, createdAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)
            """,
            .integer(webhook.id), .integer(webhook.account), .text(webhook.url),
            .integer(Self.bits(of: webhook.kinds)), .blob(sealed), .text(webhook.state.rawValue),
            .integer(webhook.nextAt.ms), .integer(webhook.createdAt.ms))
    }

    /// Errors: `not_found`.
    static func absent(_ id: Int64) -> StoreFailure {
        .domain(Failure(.notFound, "There is no webhook \(id)."))
    }
}
