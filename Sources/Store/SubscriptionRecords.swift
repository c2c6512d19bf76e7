import Smartlink

/// Addresses in the database. An ended subscription keeps its row, as proof, and not its address.
struct SubscriptionRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let columns = """
        subscriptions.id, subscriptions.fan, subscriptions.link, subscriptions.address,
        subscriptions.purpose, subscriptions.wording, subscriptions.askedAt,
        subscriptions.confirmedAt, subscriptions.endedAt, subscriptions.code
        """
    static let columnCount: Int32 = 10

    /// Reads a row in which `columns` start at `first`.
    static func subscription(
        _ row: borrowing Statement, at first: Int32 = 0
    ) throws(StoreFailure) -> CodedSubscription {
        guard let purpose = Subscription.Purpose(rawValue: row.text(first + 4)),
            let code = Code(row.text(first + 9))
        else {
            throw .refused(
                path: "subscription \(row.integer(first))", why: "its purpose is damaged")
        }
        var subscription = Subscription(
            id: row.integer(first), fan: row.integer(first + 1), link: row.integer(first + 2),
            address: row.text(first + 3), purpose: purpose, wording: row.text(first + 5),
            askedAt: Instant(ms: row.integer(first + 6)))
        subscription.confirmedAt = row.integerOrNil(first + 7).map { Instant(ms: $0) }
        subscription.endedAt = row.integerOrNil(first + 8).map { Instant(ms: $0) }
        return (subscription, code)
    }

    func subscription(_ id: Int64) throws(StoreFailure) -> CodedSubscription? {
        try connection.row(
            "SELECT \(Self.columns) FROM subscriptions WHERE id = ?", .integer(id)
        ) { row throws(StoreFailure) in try Self.subscription(row) }
    }

    /// Keeps the subscription, or asks anew in the row there is; answers that row if a letter is to go out.
    func ask(_ asked: Subscription) throws(StoreFailure) -> Int64? {
        let fans = FanRecords(connection)
        try fans.hold(asked.fan)
        let code = try fans.code(ofLink: asked.link)
        let found = try connection.row(
            """
            SELECT id, letterAt, confirmedAt, fan FROM subscriptions
            WHERE link = ? AND purpose = ? AND address = ? AND endedAt IS NULL
            """, .integer(asked.link), .text(asked.purpose.rawValue), .text(asked.address)
        ) { ($0.integer(0), $0.integer(1), $0.integerOrNil(2), $0.integer(3)) }
        guard let (id, letterAt, confirmedAt, holder) = found else {
            try insert(asked, code)
            return asked.id
        }
        let passed = asked.askedAt.ms - letterAt
        // A letter of the future was written under a wrong clock.
        let isLetterDue = confirmedAt == nil && (passed < 0 || passed >= Limits.letterGapMs)
        if confirmedAt == nil {
            // Whoever asked last is most likely the one who looks into the mailbox.
            try connection.run(
                "UPDATE subscriptions SET fan = ?, address = ? WHERE id = ?",
                .integer(asked.fan), .text(asked.address), .integer(id))
        }
        try fans.release(holder)
        try fans.release(asked.fan)
        guard isLetterDue else { return nil }
        // What was asked when is what its letter asks about.
        try connection.run(
            "UPDATE subscriptions SET wording = ?, askedAt = ?2, letterAt = ?2 WHERE id = ?",
            .text(asked.wording), .integer(asked.askedAt.ms), .integer(id))
        return id
    }

    private func insert(_ asked: Subscription, _ code: String) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO subscriptions (id, fan, link, code, address, purpose, wording, askedAt,
                letterAt)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
            """,
            .integer(asked.id), .integer(asked.fan), .integer(asked.link), .text(code),
            .text(asked.address), .text(asked.purpose.rawValue), .text(asked.wording),
            .integer(asked.askedAt.ms))
    }

    /// Confirms what is neither ended nor too old.
    func confirm(_ id: Int64, at now: Instant) throws(StoreFailure) -> CodedSubscription? {
        guard let (found, code) = try subscription(id), found.endedAt == nil else { return nil }
        var subscription = found
        if subscription.confirmedAt != nil { return (subscription, code) }
        guard now.ms - subscription.askedAt.ms <= Subscription.unconfirmedMsMax else { return nil }
        subscription.confirmedAt = now
        try connection.run(
            "UPDATE subscriptions SET confirmedAt = ? WHERE id = ?", .integer(now.ms), .integer(id))
        try connection.run(
            "DELETE FROM letters WHERE subscription = ? AND kind = 'confirmation'", .integer(id))
        if subscription.purpose == .reminder {
            // A release that was waiting for this.
            try connection.run(
                """
                UPDATE saves SET nextAt = ?1 WHERE fan = ?2 AND link = ?3 AND mode = 'reminder'
                    AND state = 'queued' AND dueAt <= ?1 AND nextAt > ?1
                """, .integer(now.ms), .integer(subscription.fan), .integer(subscription.link))
        }
        return (subscription, code)
    }

    /// Ends it: the address goes, and so do letters and, with a reminder's address, the reminders.
    func end(_ id: Int64, at now: Instant) throws(StoreFailure) -> Bool {
        guard let (subscription, _) = try subscription(id) else { return false }
        if subscription.endedAt != nil { return true }
        try erase(id, at: now)
        if subscription.purpose == .reminder {
            try connection.run(
                """
                UPDATE saves SET state = 'revoked', reason = '', nextAt = ?1, endedAt = ?1
                WHERE fan = ?2 AND link = ?3 AND mode = 'reminder' AND \(SaveRecords.isOpen)
                    AND NOT EXISTS (SELECT 1 FROM subscriptions AS other
                        WHERE other.fan = ?2 AND other.link = ?3 AND other.purpose = 'reminder'
                            AND other.endedAt IS NULL)
                """, .integer(now.ms), .integer(subscription.fan), .integer(subscription.link))
        }
        return true
    }

    /// The address and the letters of one.
    func erase(_ id: Int64, at now: Instant) throws(StoreFailure) {
        try connection.run(
            "UPDATE subscriptions SET address = '', endedAt = ? WHERE id = ?", .integer(now.ms),
            .integer(id))
        try connection.run("DELETE FROM letters WHERE subscription = ?", .integer(id))
    }
}
