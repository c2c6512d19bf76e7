public import Smartlink

extension Store: SessionStore {
    public func openSession(
        secretHash: [UInt8], keyHash: [UInt8], userAgent: String, at now: Instant,
        until end: Instant
    ) async throws(Failure) -> OwnedSession? {
        try await write { connection throws(StoreFailure) in
            guard let account = try AccountRecords(connection).account(keyHash: keyHash),
                let key = try connection.row(
                    "SELECT id FROM keys WHERE hash = ?", .blob(keyHash), take: { $0.integer(0) })
            else { return nil }
            let records = SessionRecords(connection)
            try records.sweep(at: now)
            let session = try records.insert(
                Session(
                    id: 0, account: account.id, key: key, userAgent: userAgent, createdAt: now,
                    lastSeenAt: now, endsAt: end), hash: secretHash)
            try records.makeRoom(in: account.id)
            return OwnedSession(session: session, account: account)
        }
    }

    public func session(
        secretHash: [UInt8], at now: Instant
    ) async throws(Failure) -> OwnedSession? {
        try await read { connection throws(StoreFailure) in
            guard let session = try SessionRecords(connection).session(hash: secretHash, at: now),
                let account = try AccountRecords(connection).account(session.account)
            else { return nil }
            return OwnedSession(session: session, account: account)
        }
    }

    public func renewSession(
        _ id: Int64, at now: Instant, until end: Instant
    ) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                "UPDATE sessions SET lastSeenAt = ?, endsAt = ? WHERE id = ?", .integer(now.ms),
                .integer(end.ms), .integer(id))
        }
    }

    public func sessions(
        of account: Int64, at now: Instant
    ) async throws(Failure) -> [Session] {
        try await read { connection throws(StoreFailure) in
            try SessionRecords(connection).all(of: account, at: now)
        }
    }

    public func endSession(_ id: Int64, of account: Int64) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                "DELETE FROM sessions WHERE id = ? AND account = ?", .integer(id),
                .integer(account))
            if connection.changedRows == 0 {
                throw .domain(Failure(.notFound, "There is no session \(id)."))
            }
        }
    }
}

/// Sessions in the database.
struct SessionRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private static let columns = """
        sessions.id, sessions.account, key, userAgent, sessions.createdAt, lastSeenAt, endsAt
        """
    /// Valid ones: a session ends with its key.
    private static let valid = """
        FROM sessions JOIN keys ON keys.id = sessions.key
        WHERE keys.revokedAt IS NULL AND endsAt > ?
        """

    func session(hash: [UInt8], at now: Instant) throws(StoreFailure) -> Session? {
        try connection.row(
            "SELECT \(Self.columns) \(Self.valid) AND sessions.hash = ?", .integer(now.ms),
            .blob(hash), take: Self.session)
    }

    func all(of account: Int64, at now: Instant) throws(StoreFailure) -> [Session] {
        var sessions: [Session] = []
        try connection.rows(
            """
            SELECT \(Self.columns) \(Self.valid) AND sessions.account = ?
            ORDER BY lastSeenAt DESC, sessions.id DESC
            """, [.integer(now.ms), .integer(account)]
        ) { sessions.append(Self.session($0)) }
        return sessions
    }

    func insert(_ session: Session, hash: [UInt8]) throws(StoreFailure) -> Session {
        try connection.run(
            """
            INSERT INTO sessions (hash, account, key, userAgent, createdAt, lastSeenAt, endsAt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, .blob(hash), .integer(session.account), .integer(session.key),
            .text(session.userAgent), .integer(session.createdAt.ms),
            .integer(session.lastSeenAt.ms), .integer(session.endsAt.ms))
        var kept = session
        kept.id = connection.lastInsertedRow
        return kept
    }

    /// Removes what has ended, some at a time: events wait behind it.
    func sweep(at now: Instant) throws(StoreFailure) {
        try connection.run(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE endsAt <= ? LIMIT ?)",
            .integer(now.ms), .integer(Limits.sessionsSweptMax))
        try connection.run(
            """
            DELETE FROM sessions WHERE id IN (
                SELECT sessions.id FROM sessions JOIN keys ON keys.id = sessions.key
                WHERE keys.revokedAt IS NOT NULL LIMIT ?)
            """, .integer(Limits.sessionsSweptMax))
    }

    /// Ends the account's sessions beyond those it may have, the one used longest ago first.
    func makeRoom(in account: Int64) throws(StoreFailure) {
        try connection.run(
            """
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions WHERE account = ?
                ORDER BY lastSeenAt DESC, id DESC LIMIT -1 OFFSET ?)
            """, .integer(account), .integer(Limits.sessionsMax))
    }

    private static func session(_ row: borrowing Statement) -> Session {
        Session(
            id: row.integer(0), account: row.integer(1), key: row.integer(2),
            userAgent: row.text(3), createdAt: Instant(ms: row.integer(4)),
            lastSeenAt: Instant(ms: row.integer(5)), endsAt: Instant(ms: row.integer(6)))
    }
}
