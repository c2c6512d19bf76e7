public import Smartlink

extension Store {
    public func begin(_ record: ImportRecord) async throws(Failure) -> ImportRecord {
        try await write { connection throws(StoreFailure) in
            // An account's old reports go: they are read once.
            try connection.run(
                """
                DELETE FROM imports WHERE account = ?1 AND id NOT IN (
                    SELECT id FROM imports WHERE account = ?1 ORDER BY id DESC LIMIT ?2)
                """, .integer(record.account), .integer(Limits.importsKept))
            try connection.run(
                """
                INSERT INTO imports (account, state, format, rows, done, created, skipped, failed,
                    problem, report, startedAt, seenAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .integer(record.account), .text(record.state.rawValue), .text(record.format),
                .integer(record.rows), .integer(record.done), .integer(record.created),
                .integer(record.skipped), .integer(record.failed), Value(record.problem),
                .text(record.report), .integer(record.startedAt.ms), .integer(record.seenAt.ms))
            var begun = record
            begun.id = connection.lastInsertedRow
            return begun
        }
    }

    public func update(_ record: ImportRecord) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                UPDATE imports SET state = ?, rows = ?, done = ?, created = ?, skipped = ?,
                    failed = ?, problem = ?, report = ?, seenAt = ? WHERE id = ?
                """,
                .text(record.state.rawValue), .integer(record.rows), .integer(record.done),
                .integer(record.created), .integer(record.skipped), .integer(record.failed),
                Value(record.problem), .text(record.report), .integer(record.seenAt.ms),
                .integer(record.id))
        }
    }

    public func importRecord(
        _ id: Int64, of account: Int64
    ) async throws(Failure) -> ImportRecord? {
        try await read { connection throws(StoreFailure) in
            try connection.row(
                """
                SELECT state, format, rows, done, created, skipped, failed, problem, report,
                    startedAt, seenAt FROM imports WHERE id = ? AND account = ?
                """, .integer(id), .integer(account)
            ) { row in
                var record = ImportRecord(
                    account: account, format: row.text(1), at: Instant(ms: row.integer(9)))
                record.id = id
                record.state = ImportRecord.State(rawValue: row.text(0)) ?? .interrupted
                record.rows = row.integer(2)
                record.done = row.integer(3)
                record.created = row.integer(4)
                record.skipped = row.integer(5)
                record.failed = row.integer(6)
                record.problem = row.textOrNil(7)
                record.report = row.text(8)
                record.seenAt = Instant(ms: row.integer(10))
                return record
            }
        }
    }

    public func importsRunning(
        of account: Int64, since: Instant
    ) async throws(Failure) -> Int {
        try await read { connection throws(StoreFailure) in
            Int(
                try connection.integer(
                    """
                    SELECT count(*) FROM imports
                    WHERE account = ? AND state = 'running' AND seenAt > ?
                    """, .integer(account), .integer(since.ms)) ?? 0)
        }
    }
}
