import Smartlink

/// What each `Idempotency-Key` made: a link, a webhook or a key. Which of them, the request's fingerprint says, because
/// it covers method and path; `link` holds the id, whatever it is of.
struct ReceiptRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// The link this key made before; nil if it is new.
    func link(_ once: Once, of account: Int64) throws(StoreFailure) -> Link? {
        guard let id = try made(once, of: account) else { return nil }
        guard let link = try LinkRecords(connection).link(id: id), link.deletedAt == nil else {
            throw Self.gone("link")
        }
        return link
    }

    /// The webhook this key made before; nil if it is new.
    func webhook(_ once: Once, of account: Int64) throws(StoreFailure) -> Webhook? {
        guard let id = try made(once, of: account) else { return nil }
        guard let webhook = try WebhookRecords(connection).webhook(id)?.webhook else {
            throw Self.gone("webhook")
        }
        return webhook
    }

    /// The account's key that this one made before, be it revoked; nil if it is new.
    func key(_ once: Once, of account: Int64) throws(StoreFailure) -> Key? {
        guard let id = try made(once, of: account) else { return nil }
        let found = try connection.row(
            "SELECT \(KeyRecords.columns) FROM keys WHERE id = ?", .integer(id)
        ) { KeyRecords.key($0, of: account) }
        guard let found else { throw Self.gone("key") }
        return found
    }

    func keep(
        _ once: Once, for made: Int64, of account: Int64, at now: Instant
    ) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO receipts (account, once, fingerprint, link, createdAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            .integer(account), .text(once.key), .text(once.fingerprint), .integer(made),
            .integer(now.ms))
        // Two go for each one that comes: the table stays as long as a week's creations.
        try connection.run(
            """
            DELETE FROM receipts WHERE createdAt < ?
                AND id IN (SELECT id FROM receipts ORDER BY id LIMIT 2)
            """, .integer(now.ms - Limits.receiptDaysKept * 86_400_000))
    }

    private func made(_ once: Once, of account: Int64) throws(StoreFailure) -> Int64? {
        let found = try connection.row(
            "SELECT fingerprint, link FROM receipts WHERE account = ? AND once = ?",
            .integer(account), .text(once.key)
        ) { ($0.text(0), $0.integer(1)) }
        guard let (fingerprint, id) = found else { return nil }
        guard fingerprint == once.fingerprint else {
            throw .domain(
                Failure(
                    .conflict, "This Idempotency-Key was used for another request: use a new one.",
                    field: "Idempotency-Key"))
        }
        return id
    }

    private static func gone(_ noun: String) -> StoreFailure {
        .domain(
            Failure(
                .conflict, "The \(noun) this Idempotency-Key made has been deleted since.",
                field: "Idempotency-Key"))
    }
}
