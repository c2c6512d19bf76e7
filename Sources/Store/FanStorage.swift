public import Smartlink

extension Store: FanStore {
    public func fan(_ id: Int64) async throws(Failure) -> Fan? {
        try await read { connection throws(StoreFailure) in try FanRecords(connection).fan(id) }
    }

    public func keep(_ fan: Fan) async throws(Failure) {
        try await write { connection throws(StoreFailure) in try FanRecords(connection).keep(fan) }
    }

    public func holdings(of fan: Int64) async throws(Failure) -> Holdings? {
        try await read { connection throws(StoreFailure) in
            guard let found = try FanRecords(connection).fan(fan) else { return nil }
            var holdings = Holdings(fan: found, saves: [], subscriptions: [])
            try connection.rows(
                """
                SELECT \(SaveRecords.columns), saves.code FROM saves WHERE fan = ?
                ORDER BY createdAt, id
                """, [.integer(fan)]
            ) { row throws(StoreFailure) in
                guard let code = Code(row.text(SaveRecords.columnCount)) else { return }
                holdings.saves.append((try SaveRecords.save(row), code))
            }
            try connection.rows(
                """
                SELECT \(SubscriptionRecords.columns) FROM subscriptions WHERE fan = ?
                ORDER BY askedAt, id
                """, [.integer(fan)]
            ) { row throws(StoreFailure) in
                holdings.subscriptions.append(try SubscriptionRecords.subscription(row))
            }
            return holdings
        }
    }

    public func erase(fan: Int64) async throws(Failure) {
        try await write { connection throws(StoreFailure) in try FanRecords(connection).erase(fan) }
        // The log still holds the old pages.
        checkpointer.empty()
    }

    public func sweep(at now: Instant) async throws(Failure) {
        while try await sweepSome(at: now) {}
        while try await purgeDeleted(at: now) {}
        for link in try await orphanedLinks() { try await end(link: link, at: now) }
        emptyDestroyed()
    }

    /// One transaction's worth of each kind; false once there is no more.
    private func sweepSome(at now: Instant) async throws(Failure) -> Bool {
        let (isMore, hasErased) = try await write { connection throws(StoreFailure) in
            let records = SweepRecords(connection, at: now)
            let counts = [
                try records.authorisations(), try records.subscriptions(), try records.reminded(),
                try records.fans(), try records.grants(),
            ]
            return (counts.contains(Int(Limits.rowsMovedMax)), counts.contains { $0 > 0 })
        }
        if hasErased { noteDestroyed() }
        return isMore
    }

    /// Deleted links whose saves or addresses were not ended: the process died in between.
    private func orphanedLinks() async throws(Failure) -> [Int64] {
        try await read { connection throws(StoreFailure) in
            var links: Set<Int64> = []
            for table in ["saves", "subscriptions"] {
                var last = Int64.min
                // Steps from link to link, however many rows each has.
                while let link = try connection.integer(
                    "SELECT min(link) FROM \(table) WHERE link > ?"
                        + (table == "saves" ? "" : " AND endedAt IS NULL"), .integer(last))
                {
                    last = link
                    let isThere = try connection.integer(
                        "SELECT 1 FROM links WHERE id = ?", .integer(link))
                    if isThere == nil, try SweepRecords.hasOpen(link, connection) {
                        links.insert(link)
                    }
                }
            }
            return links.sorted()
        }
    }
}

/// What has had its time, some rows at once.
struct SweepRecords {
    private let connection: Connection
    private let now: Instant

    init(_ connection: Connection, at now: Instant) {
        self.connection = connection
        self.now = now
    }

    func authorisations() throws(StoreFailure) -> Int {
        try connection.run(
            """
            DELETE FROM authorisations WHERE state IN (
                SELECT state FROM authorisations WHERE createdAt < ? LIMIT ?)
            """, .integer(now.ms - Authorisation.msMax), .integer(Limits.rowsMovedMax))
        return connection.changedRows
    }

    func subscriptions() throws(StoreFailure) -> Int {
        var fans: [Int64] = []
        try connection.rows(
            """
            DELETE FROM subscriptions WHERE id IN (
                SELECT id FROM subscriptions
                WHERE confirmedAt IS NULL AND endedAt IS NULL AND askedAt < ? LIMIT ?)
            RETURNING fan
            """,
            [
                .integer(now.ms - Subscription.unconfirmedMsMax), .integer(Limits.rowsMovedMax),
            ]
        ) { fans.append($0.integer(0)) }
        for fan in fans { try FanRecords(connection).release(fan) }
        return fans.count
    }

    /// Addresses that were asked for one letter, which has been written.
    func reminded() throws(StoreFailure) -> Int {
        var ids: [Int64] = []
        try connection.rows(
            """
            SELECT id FROM subscriptions
            WHERE remindedAt < ? AND endedAt IS NULL AND purpose = 'reminder' LIMIT ?
            """,
            [.integer(now.ms - Subscription.remindedMsMax), .integer(Limits.rowsMovedMax)]
        ) { ids.append($0.integer(0)) }
        for id in ids { try SubscriptionRecords(connection).erase(id, at: now) }
        return ids.count
    }

    /// Fans on whose row nothing hangs, once they had as long as an address has.
    func fans() throws(StoreFailure) -> Int {
        try connection.run(
            """
            DELETE FROM fans WHERE id IN (
                SELECT id FROM fans WHERE isBare = 1 AND createdAt < ? AND NOT EXISTS (
                    SELECT 1 FROM authorisations WHERE fan = fans.id) LIMIT ?)
            """, .integer(now.ms - Subscription.unconfirmedMsMax), .integer(Limits.rowsMovedMax))
        return connection.changedRows
    }

    /// Grants that were kept for another attempt nobody made.
    func grants() throws(StoreFailure) -> Int {
        try connection.run(
            """
            DELETE FROM grants WHERE save IN (SELECT save FROM grants WHERE until <= ? LIMIT ?)
            """, .integer(now.ms), .integer(Limits.rowsMovedMax))
        return connection.changedRows
    }

    /// Whether anything of that link still waits.
    static func hasOpen(_ link: Int64, _ connection: Connection) throws(StoreFailure) -> Bool {
        let subscribed = try connection.integer(
            "SELECT 1 FROM subscriptions WHERE link = ? AND endedAt IS NULL LIMIT 1",
            .integer(link))
        if subscribed != nil { return true }
        return try connection.integer(
            """
            SELECT 1 FROM saves INDEXED BY savesByLink WHERE link = ? AND \(SaveRecords.isOpen)
            LIMIT 1
            """, .integer(link)) != nil
    }
}
