// Opening the database: made if it is not there, brought up to date if it is older, and refused, untouched,
// if it is another program's, a newer Segue's, or damaged.

enum DatabaseFile {
    /// Makes sure there is a usable database in `folder`.
    static func prepare(_ folder: DataFolder) throws(StoreFailure) {
        let path = folder.database
        if (DataFolder.size(of: path) ?? 0) == 0, DataFolder.size(of: "\(path)-wal") ?? 0 == 0 {
            try create(path)
        }
        let found = try inspect(path)
        if found < Schema.version {
            let connection = try Connection(path, .writing)
            try connection.setUpForWriting(.power)
            try Schema.migrate(connection)
            // So that the file's own head tells its version, even to a program that reads no log.
            try? connection.emptyLog()
        }
    }

    /// Makes a new database beside its place and then gives it its name: there is never half of one.
    private static func create(_ path: String) throws(StoreFailure) {
        if DataFolder.size(of: path) == 0 { DataFolder.remove(path) }
        let temporary = DataFolder.draft(of: path)
        do {
            let connection = try Connection(temporary, .creating)
            try connection.execute("PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL")
            try Schema.migrate(connection)
            try connection.emptyLog()
        } catch {
            for end in ["", "-wal", "-shm"] { DataFolder.remove(temporary + end) }
            throw error
        }
        _ = try DataFolder.place(temporary, as: path)
    }

    /// Looks at a database without changing it; answers its schema version.
    ///
    /// Errors: `refused` if it is not Segue's, newer than this program, or visibly damaged.
    @discardableResult
    static func inspect(_ path: String) throws(StoreFailure) -> Int32 {
        let hasLog = (DataFolder.size(of: "\(path)-wal") ?? 0) > 0
        try inspectHead(path, hasLog: hasLog)
        do throws(StoreFailure) {
            let connection = try Connection(path, .inspecting)
            let version = Int32(clamping: try connection.integer("PRAGMA user_version") ?? 0)
            guard version <= Schema.version else { throw refusal(path, newer: version) }
            // One page of each table: a file cut short or written over shows here. All of a large file
            // would take longer than a start may; `segue check` reads it.
            var tables: [String] = []
            try connection.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
            ) { tables.append($0.text(0)) }
            for table in tables { _ = try connection.integer("SELECT 1 FROM \"\(table)\" LIMIT 1") }
            if Int64(DataFolder.size(of: path) ?? 0) <= Limits.checkedAtOpenBytesMax {
                let finding = try connection.row("PRAGMA quick_check(1)") { $0.text(0) }
                if finding != "ok" {
                    throw StoreFailure.refused(path: path, why: "it is damaged: \(finding ?? "")")
                }
            }
            return version
        } catch .database(let code, let message) where isDamage(code) {
            throw .refused(
                path: path,
                why: "it is damaged (\(message)). Restore a backup with `segue restore`.")
        }
    }

    /// The head of the file (sqlite.org/fileformat.html §1.3).
    private static func inspectHead(_ path: String, hasLog: Bool) throws(StoreFailure) {
        let head = try DataFolder.read(path, bytesMax: 100)
        guard head.count == 100, head.starts(with: Array("SQLite format 3".utf8) + [0]) else {
            throw .refused(path: path, why: "it is not a database, or its first bytes are damaged")
        }
        func number(_ offset: Int) -> UInt32 {
            head[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard number(68) == UInt32(bitPattern: Schema.applicationID) else {
            throw .refused(path: path, why: "it is a database of another program")
        }
        guard number(60) <= UInt32(Schema.version) else {
            throw refusal(path, newer: Int32(bitPattern: number(60)))
        }
        let page = Int(head[16]) << 8 | Int(head[17])
        let pageBytes = page == 1 ? 65_536 : page
        // A checkpoint cut off leaves the file short and the log whole: then it mends itself.
        if !hasLog, (DataFolder.size(of: path) ?? 0) < Int(number(28)) * pageBytes {
            throw .refused(
                path: path, why: "it was cut short. Restore a backup with `segue restore`.")
        }
    }

    private static func refusal(_ path: String, newer version: Int32) -> StoreFailure {
        .refused(
            path: path,
            why: "it was written by a newer Segue (schema \(version), this program knows "
                + "\(Schema.version)). Use that version, or restore a backup made before it.")
    }

    /// SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html).
    static func isDamage(_ code: Int32) -> Bool { code & 0xFF == 11 || code & 0xFF == 26 }
}
