public import Smartlink

extension Store: AccountStore {
    public func createAccount(
        name: String, plan: Account.Plan, credits: Int64, at now: Instant
    ) async throws(Failure) -> Account {
        guard credits >= 0 else {
            throw Failure(
                .invalidField, "An account starts with 0 credits or more.", field: "credits")
        }
        return try await write { connection throws(StoreFailure) in
            try AccountRecords(connection).insert(
                name: name, plan: plan, credits: credits, at: now)
        }
    }

    public func account(_ id: Int64) async throws(Failure) -> Account? {
        try await read { connection throws(StoreFailure) in
            try AccountRecords(connection).account(id)
        }
    }

    public func accounts() async throws(Failure) -> [Account] {
        try await read { connection throws(StoreFailure) in try AccountRecords(connection).all() }
    }

    public func setPlan(
        _ plan: Account.Plan, of account: Int64
    ) async throws(Failure) -> Account {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                "UPDATE accounts SET plan = ? WHERE id = ?", .text(plan.rawValue),
                .integer(account))
            return try AccountRecords(connection).required(account)
        }
    }

    public func grant(
        _ amount: Int64, to account: Int64, at now: Instant
    ) async throws(Failure) -> Account {
        try await write { connection throws(StoreFailure) in
            let records = AccountRecords(connection)
            try records.grant(amount, to: account, at: now)
            return try records.required(account)
        }
    }

    public func ledger(
        of account: Int64, limit: Int, cursor: String?
    ) async throws(Failure) -> Page<LedgerEntry> {
        guard let before = cursor == nil ? Int64.max : cursor.flatMap({ Int64($0) }) else {
            throw LinkListing.badCursor
        }
        let limit = max(1, min(limit, Limits.pageItemsMax))
        return try await read { connection throws(StoreFailure) in
            var entries: [LedgerEntry] = []
            try connection.rows(
                """
                SELECT id, at, amount, reason, code FROM ledger
                WHERE account = ? AND id < ? ORDER BY id DESC LIMIT ?
                """, [.integer(account), .integer(before), .integer(Int64(limit + 1))]
            ) { row in
                entries.append(
                    LedgerEntry(
                        id: row.integer(0), at: Instant(ms: row.integer(1)),
                        amount: row.integer(2), reason: row.text(3),
                        code: row.textOrNil(4).flatMap { Code($0) }))
            }
            guard entries.count > limit else { return Page(items: entries, next: nil) }
            entries.removeLast()
            return Page(items: entries, next: entries.last.map { "\($0.id)" })
        }
    }

    public func addKey(
        hash: [UInt8], prefix: String, to account: Int64, once: Once?, at now: Instant
    ) async throws(Failure) -> (key: Key, isRepeat: Bool) {
        try await write { connection throws(StoreFailure) in
            let receipts = ReceiptRecords(connection)
            if let once, let key = try receipts.key(once, of: account) { return (key, true) }
            _ = try AccountRecords(connection).required(account)
            try connection.run(
                "INSERT INTO keys (account, hash, prefix, createdAt) VALUES (?, ?, ?, ?)",
                .integer(account), .blob(hash), .text(prefix), .integer(now.ms))
            let key = Key(
                id: connection.lastInsertedRow, account: account, prefix: prefix, createdAt: now,
                revokedAt: nil)
            if let once { try receipts.keep(once, for: key.id, of: account, at: now) }
            return (key, false)
        }
    }

    public func key(madeBy once: Once, of account: Int64) async throws(Failure) -> Key? {
        try await read { connection throws(StoreFailure) in
            try ReceiptRecords(connection).key(once, of: account)
        }
    }

    public func keys(of account: Int64) async throws(Failure) -> [Key] {
        try await read { connection throws(StoreFailure) in
            var keys: [Key] = []
            try connection.rows(
                "SELECT \(KeyRecords.columns) FROM keys WHERE account = ? ORDER BY id",
                [.integer(account)]
            ) { keys.append(KeyRecords.key($0, of: account)) }
            return keys
        }
    }

    public func revokeKey(_ id: Int64, at now: Instant) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                "UPDATE keys SET revokedAt = coalesce(revokedAt, ?) WHERE id = ?",
                .integer(now.ms), .integer(id))
            if connection.changedRows == 0 {
                throw .domain(Failure(.notFound, "There is no key \(id)."))
            }
        }
    }

    public func account(keyHash: [UInt8]) async throws(Failure) -> Account? {
        try await read { connection throws(StoreFailure) in
            try AccountRecords(connection).account(keyHash: keyHash)
        }
    }
}

/// Keys as rows.
enum KeyRecords {
    static let columns = "id, prefix, createdAt, revokedAt"

    /// Reads a row that starts with `columns`.
    static func key(_ row: borrowing Statement, of account: Int64) -> Key {
        Key(
            id: row.integer(0), account: account, prefix: row.text(1),
            createdAt: Instant(ms: row.integer(2)),
            revokedAt: row.integerOrNil(3).map { Instant(ms: $0) })
    }
}
