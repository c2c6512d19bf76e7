import Smartlink

/// Letters in the database: who, what about and when, no text.
struct LetterRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let columns = """
        letters.id, letters.kind, letters.subscription, letters.attempts, letters.nextAt,
        letters.createdAt
        """
    static let columnCount: Int32 = 6

    /// Reads a row that starts with `columns`.
    static func letter(_ row: borrowing Statement) throws(StoreFailure) -> Letter {
        guard let kind = Letter.Kind(rawValue: row.text(1)) else {
            throw .refused(path: "letter \(row.integer(0))", why: "its kind is damaged")
        }
        var letter = Letter(
            id: row.integer(0), kind: kind, subscription: row.integer(2),
            nextAt: Instant(ms: row.integer(4)), createdAt: Instant(ms: row.integer(5)))
        letter.attempts = Int(row.integer(3))
        return letter
    }

    /// Keeps the letter, unless one of its kind is on its way already.
    func insert(_ letter: Letter) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO letters (id, kind, subscription, attempts, nextAt, createdAt)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (subscription, kind) DO NOTHING
            """,
            .integer(letter.id), .text(letter.kind.rawValue), .integer(letter.subscription),
            .integer(Int64(letter.attempts)), .integer(letter.nextAt.ms),
            .integer(letter.createdAt.ms))
    }

    enum Reminding { case isWritten, isUnconfirmed, isWithdrawn }

    /// Writes the reminder of a release: once per address, however many platforms it is for and however
    /// often it is settled.
    func remind(
        _ subscription: Int64?, of save: Save, at now: Instant
    ) throws(StoreFailure) -> Reminding {
        guard let subscription else { return .isUnconfirmed }
        let found = try connection.row(
            """
            SELECT remindedAt, endedAt FROM subscriptions
            WHERE id = ? AND fan = ? AND link = ? AND confirmedAt IS NOT NULL
            """, .integer(subscription), .integer(save.fan), .integer(save.link)
        ) { ($0.integerOrNil(0), $0.integerOrNil(1)) }
        guard let (remindedAt, endedAt) = found else { return .isUnconfirmed }
        if endedAt != nil { return .isWithdrawn }
        if remindedAt != nil { return .isWritten }
        try connection.run(
            "UPDATE subscriptions SET remindedAt = ? WHERE id = ?", .integer(now.ms),
            .integer(subscription))
        try insert(
            Letter(
                id: Int64.random(in: 1...Int64.max), kind: .reminder, subscription: subscription,
                nextAt: now, createdAt: now))
        return .isWritten
    }

    /// Takes a letter away; one that could not be brought leaves no save that says it was.
    func remove(_ id: Int64, wasSent: Bool) throws(StoreFailure) {
        if !wasSent {
            try connection.run(
                """
                UPDATE saves SET state = 'failed', reason = 'rejected' WHERE id IN (
                    SELECT saves.id FROM letters
                        JOIN subscriptions ON subscriptions.id = letters.subscription
                        JOIN saves ON saves.fan = subscriptions.fan
                            AND saves.link = subscriptions.link
                    WHERE letters.id = ? AND letters.kind = 'reminder' AND saves.state = 'reminded')
                """, .integer(id))
        }
        try connection.run("DELETE FROM letters WHERE id = ?", .integer(id))
    }
}
