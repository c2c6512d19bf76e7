// The day's secret for visitor hashes. It is in the database, so that a restart does not count a fan twice,
// and destroyed with its day: the row is overwritten (secure_delete) and the log, which still holds the old
// page, is copied back and cut to nothing.
public import Smartlink
import Synchronization

/// The salt in use.
struct DaySalt: Sendable {
    var day: Int64
    var low: UInt64
    var high: UInt64
}

extension Store: VisitorSalts {
    /// Waits for the disk no longer than a commit may take: then the salt is used before it is stored.
    public func salt(day: Int64) throws(Failure) -> (UInt64, UInt64) {
        let salt = salts.withLock { kept in
            // A loop a moment behind midnight gets the new day's: the old one is gone.
            if let kept, day <= kept.day { return kept }
            let proposed = Self.proposal(day: day)
            let salt = stored(proposed) ?? proposed
            kept = salt
            return salt
        }
        return (salt.low, salt.high)
    }

    /// Stores the proposed salt unless the day has one, destroys all others; nil if that takes too long.
    private func stored(_ proposed: DaySalt) -> DaySalt? {
        let answer = Answer<DaySalt?>()
        let checkpointer = checkpointer
        events.submit(
            EventWriter.Job(
                run: { connection in
                    _ = Result { () throws(StoreFailure) in
                        answer.give(try Self.keep(proposed, connection))
                    }
                    checkpointer.empty()
                },
                refuse: { _ in answer.give(nil) }))
        return answer.wait(until: monotonicNanoseconds() + events.commitNanosecondsMax) ?? nil
    }

    private static func keep(
        _ proposed: DaySalt, _ connection: Connection
    ) throws(StoreFailure) -> DaySalt? {
        let transaction = try Transaction(writing: connection)
        try connection.run("DELETE FROM salts WHERE day < ?", .integer(proposed.day))
        try connection.run(
            "INSERT INTO salts (day, low, high) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            .integer(proposed.day), .integer(Int64(bitPattern: proposed.low)),
            .integer(Int64(bitPattern: proposed.high)))
        let salt = try connection.row(
            "SELECT low, high FROM salts WHERE day = ?", .integer(proposed.day)
        ) { row in
            DaySalt(
                day: proposed.day, low: UInt64(bitPattern: row.integer(0)),
                high: UInt64(bitPattern: row.integer(1)))
        }
        try transaction.commit()
        return salt
    }

    private static func proposal(day: Int64) -> DaySalt {
        var random = SystemRandomNumberGenerator()
        return DaySalt(day: day, low: random.next(), high: random.next())
    }
}
