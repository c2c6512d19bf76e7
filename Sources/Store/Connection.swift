import CSQLite

/// One connection to the database; used by one thread at a time, usually the one that opened it.
@safe
final class Connection {
    let path: String
    private let handle: OpaquePointer
    /// Pages in the write-ahead log after this connection's last commit, told by SQLite's hook.
    private let logPagesSeen: UnsafeMutablePointer<Int32>
    /// Since when, in nanoseconds, it has been waiting for another connection's transaction.
    private let waitingSince: UnsafeMutablePointer<UInt64>
    /// Prepared statements nobody is using.
    private var idle: [String: OpaquePointer] = unsafe [:]

    enum Access {
        case reading, writing
        /// To look at a file that may not be ours: nothing is created, no log is written back.
        case inspecting
        /// For its owner alone, and so are the logs beside it.
        case creating
    }

    init(_ path: String, _ access: Access) throws(StoreFailure) {
        self.path = path
        if access == .creating { try DataFolder.claim(path) }
        let flags =
            switch access {
            case .inspecting: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            case .reading, .writing: SQLITE_OPEN_READWRITE
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let name = access == .inspecting ? Self.address(ofInspected: path) : path
        let code = unsafe sqlite3_open_v2(
            name, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            let message = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) }
            unsafe sqlite3_close_v2(opened)
            throw .database(code: code, message: "\(message ?? "out of memory") (\(path))")
        }
        unsafe handle = opened
        unsafe logPagesSeen = .allocate(capacity: 1)
        unsafe logPagesSeen.initialize(to: 0)
        unsafe waitingSince = .allocate(capacity: 1)
        unsafe waitingSince.initialize(to: 0)
        unsafe sqlite3_extended_result_codes(opened, 1)
        waitForOthers()
        unsafe _ = segue_defend(opened)
        if access == .inspecting { unsafe _ = segue_keep_log_on_close(opened) }
    }

    /// A database nobody has open is read as a file that does not change: otherwise SQLite would make a
    /// log beside it (sqlite.org/uri.html).
    private static func address(ofInspected path: String) -> String {
        var address = "file:"
        for scalar in path.unicodeScalars {
            switch scalar {
            case "%": address += "%25"
            case "?": address += "%3f"
            case "#": address += "%23"
            default: address.unicodeScalars.append(scalar)
            }
        }
        return DataFolder.size(of: "\(path)-wal") == nil ? address + "?immutable=1" : address
    }

    deinit {
        while let (_, statement) = unsafe idle.popFirst() { unsafe sqlite3_finalize(statement) }
        unsafe sqlite3_close_v2(handle)
        unsafe logPagesSeen.deallocate()
        unsafe waitingSince.deallocate()
    }

    /// Has it look again and again whether another's transaction is over. SQLite's own waiting soon sleeps 25 ms at a
    /// time: beside a process that writes much it then finds the lock taken again, and fans wait for many transactions
    /// instead of one. Here a wait is at most a small part longer than it must be.
    private func waitForOthers() {
        unsafe sqlite3_busy_handler(
            handle,
            { since, tries in
                guard let since = unsafe since?.assumingMemoryBound(to: UInt64.self) else {
                    return 0
                }
                let now = monotonicNanoseconds()
                if tries == 0 { unsafe since.pointee = now }
                let waited = unsafe now - since.pointee
                if waited >= Limits.busyMsMax * 1_000_000 { return 0 }
                sleepNanoseconds(
                    max(
                        Limits.busyStepNanosecondsMin,
                        min(waited / 8, Limits.busyStepNanosecondsMax)))
                return 1
            }, waitingSince)
    }

    // MARK: Statements

    /// The prepared statement of `sql`, compiled at its first use and kept.
    func statement(_ sql: String) throws(StoreFailure) -> Statement {
        if let handle = unsafe idle.removeValue(forKey: sql) {
            return unsafe Statement(handle, of: self, sql: sql)
        }
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else { throw failure(code) }
        return unsafe Statement(prepared, of: self, sql: sql)
    }

    /// Called by a statement at its end.
    @unsafe
    func takeBack(_ statement: OpaquePointer, sql: String) {
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
        if unsafe idle.count >= Limits.statementsKept, let (_, other) = unsafe idle.popFirst() {
            unsafe sqlite3_finalize(other)
        }
        if let other = unsafe idle.updateValue(statement, forKey: sql) {
            unsafe sqlite3_finalize(other)
        }
    }

    /// Runs one statement to its end.
    func run(_ sql: String, _ values: Value...) throws(StoreFailure) { try run(sql, values) }

    func run(_ sql: String, _ values: [Value]) throws(StoreFailure) {
        var statement = try statement(sql)
        try statement.bind(values)
        while try statement.step() {}
    }

    /// Hands each row to `take`.
    func rows(
        _ sql: String, _ values: [Value] = [],
        _ take: (borrowing Statement) throws(StoreFailure) -> Void
    ) throws(StoreFailure) {
        var statement = try statement(sql)
        try statement.bind(values)
        while try statement.step() { try take(statement) }
    }

    /// What `take` makes of the first row; nil if there is none.
    func row<Result>(
        _ sql: String, _ values: Value...,
        take: (borrowing Statement) throws(StoreFailure) -> Result
    ) throws(StoreFailure) -> Result? {
        var statement = try statement(sql)
        try statement.bind(values)
        return try statement.step() ? try take(statement) : nil
    }

    /// The first column of the first row as an integer; nil without a row, and for NULL (`min` of nothing).
    func integer(_ sql: String, _ values: Value...) throws(StoreFailure) -> Int64? {
        var statement = try statement(sql)
        try statement.bind(values)
        return try statement.step() ? statement.integerOrNil(0) : nil
    }

    /// Runs several statements that bind nothing: schema, settings.
    func execute(_ script: String) throws(StoreFailure) {
        let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code) }
    }

    // MARK: State

    var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }
    /// Rows the last statement inserted, changed or deleted.
    var changedRows: Int { Int(unsafe sqlite3_changes(handle)) }
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    func failure(_ code: Int32) -> StoreFailure {
        .database(code: code, message: unsafe String(cString: sqlite3_errmsg(handle)))
    }

    // MARK: The write-ahead log

    /// Pages in the log after this connection's last commit; `watchLog` must have been called.
    var logPages: Int32 { unsafe logPagesSeen.pointee }

    /// Has `logPages` kept up to date (in place of SQLite's own checkpoints).
    func watchLog() {
        unsafe sqlite3_wal_hook(
            handle,
            { seen, _, _, pages in
                unsafe seen?.storeBytes(of: pages, as: Int32.self)
                return SQLITE_OK
            }, logPagesSeen)
    }

    /// Copies what it can of the log into the database, beside readers and writers
    /// (`PASSIVE`); answers the log's pages and how many of them are copied.
    func checkpoint() throws(StoreFailure) -> (pages: Int32, copied: Int32) {
        try checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }

    /// Copies all of the log and cuts the file to nothing; throws busy at once beside readers, because
    /// nobody can write while it waits.
    func emptyLog() throws(StoreFailure) {
        unsafe sqlite3_busy_timeout(handle, 0)
        defer { waitForOthers() }
        _ = try checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
    }

    private func checkpoint(_ mode: Int32) throws(StoreFailure) -> (pages: Int32, copied: Int32) {
        var pages: Int32 = 0
        var copied: Int32 = 0
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, &pages, &copied)
        guard code == SQLITE_OK else { throw failure(code) }
        return (pages, copied)
    }

    /// Copies the whole database, as it is at this moment, into `target` (sqlite.org/backup.html).
    func copy(to target: Connection) throws(StoreFailure) {
        guard let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw target.failure(unsafe sqlite3_errcode(target.handle))
        }
        // All pages in one step: one snapshot, and no start over when the writer commits.
        let code = unsafe sqlite3_backup_step(backup, -1)
        unsafe sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw target.failure(code) }
    }
}

extension Connection {
    /// The connection kept in `place`, opened now if there is none.
    static func kept(
        in place: inout Connection?, _ open: () throws(StoreFailure) -> Connection
    ) throws(StoreFailure) -> Connection {
        if let connection = place { return connection }
        let connection = try open()
        place = connection
        return connection
    }

    /// The settings of a connection that writes.
    func setUpForWriting(_ durability: Durability) throws(StoreFailure) {
        try execute(
            """
            PRAGMA synchronous = \(durability == .power ? "FULL" : "NORMAL");
            PRAGMA foreign_keys = ON;
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = \(Limits.logBytesKept);
            PRAGMA cache_size = -\(Limits.writerCacheKiB);
            PRAGMA mmap_size = 0;
            PRAGMA temp_store = MEMORY;
            """)
    }

    /// The settings of a connection that only reads.
    func setUpForReading() throws(StoreFailure) {
        try execute(
            """
            PRAGMA query_only = ON;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA cache_size = -\(Limits.readerCacheKiB);
            PRAGMA mmap_size = 0;
            PRAGMA temp_store = MEMORY;
            """)
    }
}
