public import Smartlink

extension Store {
    public func leaseLetters(
        _ limit: Int, at now: Instant, until: Instant
    ) async throws(Failure) -> [LeasedLetter] {
        let limit = min(limit, Limits.leasedMax)
        guard limit > 0 else { return [] }
        let due = try await read { connection throws(StoreFailure) in
            let due = try Self.letters(
                "nextAt <= ?", now.ms, limit, connection)
            // Put off under a clock that was far ahead.
            return due.isEmpty
                ? try Self.letters("nextAt > ?", now.ms + Limits.letterMsMax, limit, connection)
                : due
        }
        if due.isEmpty { return [] }
        return try await write { connection throws(StoreFailure) in
            var leased: [LeasedLetter] = []
            for var candidate in due {
                try connection.run(
                    "UPDATE letters SET nextAt = ? WHERE id = ? AND nextAt = ?",
                    .integer(until.ms), .integer(candidate.letter.id),
                    .integer(candidate.letter.nextAt.ms))
                guard connection.changedRows == 1 else { continue }
                candidate.letter.nextAt = until
                leased.append(candidate)
            }
            return leased
        }
    }

    private static func letters(
        _ condition: String, _ moment: Int64, _ limit: Int, _ connection: Connection
    ) throws(StoreFailure) -> [LeasedLetter] {
        let subscription = LetterRecords.columnCount
        let fan = subscription + SubscriptionRecords.columnCount
        var due: [LeasedLetter] = []
        try connection.rows(
            """
            SELECT \(LetterRecords.columns), \(SubscriptionRecords.columns), \(FanRecords.columns)
            FROM letters JOIN subscriptions ON subscriptions.id = letters.subscription
                JOIN fans ON fans.id = subscriptions.fan
            WHERE \(condition) ORDER BY nextAt LIMIT ?
            """, [.integer(moment), .integer(Int64(limit))]
        ) { row throws(StoreFailure) in
            let held = try SubscriptionRecords.subscription(row, at: subscription)
            due.append(
                LeasedLetter(
                    letter: try LetterRecords.letter(row), subscription: held.subscription,
                    fan: FanRecords.fan(row, at: fan), code: held.code))
        }
        return due
    }

    public func settle(
        letter: Int64, nextAt: Instant?, wasSent: Bool
    ) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            if let nextAt, !wasSent {
                try connection.run(
                    "UPDATE letters SET attempts = attempts + 1, nextAt = ? WHERE id = ?",
                    .integer(nextAt.ms), .integer(letter))
            } else {
                try LetterRecords(connection).remove(letter, wasSent: wasSent)
            }
        }
    }
}
