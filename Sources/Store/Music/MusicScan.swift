/// What a scan met.
public struct ScanTally: Equatable, Sendable {
    /// Music files that are there.
    public var files = 0
    /// Of these, those that were new or other than before, and were read.
    public var read = 0
    /// Files of earlier scans that are gone.
    public var removed = 0
    /// Files and folders that cannot be read.
    public var unreadable = 0
    /// Names that are no UTF-8.
    public var misnamed = 0
    public var folders = 0

    public init() {}
}

extension MusicIndex {
    /// Reads what is new or other than before under `folders`, and forgets what is gone; a batch a transaction, so that
    /// a scan that is broken off is not lost.
    ///
    /// `progress` hears the tally now and then, on the scan's thread. Errors: `database`, `file`.
    public func scan(
        _ folders: MusicFolders, progress: @escaping @Sendable (ScanTally) -> Void = { _ in }
    ) async throws(StoreFailure) -> ScanTally {
        let path = path
        let outcome = await withCheckedContinuation {
            (waiting: CheckedContinuation<Result<ScanTally, StoreFailure>, Never>) in
            do throws(StoreFailure) {
                _ = try Thread {
                    do throws(StoreFailure) {
                        var scan = MusicScan(try Self.open(path), folders, progress)
                        waiting.resume(returning: .success(try scan.run()))
                    } catch {
                        waiting.resume(returning: .failure(error))
                    }
                }
            } catch {
                waiting.resume(returning: .failure(error))
            }
        }
        return try outcome.get()
    }

    /// Whether files came or went under `folders` since they were last scanned: their folders' own times tell, in the
    /// time it takes to look at each folder. A file that changed within does not show.
    public func hasChanged(_ folders: MusicFolders) -> Bool {
        let known = try? use { connection throws(StoreFailure) in
            var known: [(path: String, modifiedNs: Int64)] = []
            for root in folders.roots {
                let count = known.count
                try connection.rows(
                    "SELECT path, modifiedNs FROM folders WHERE path = ?1 OR path >= ?2 AND path < ?3",
                    [.text(root)] + MusicScan.bounds(root)
                ) { known.append(($0.text(0), $0.integer(1))) }
                if known.count == count { known.append((root, -1)) }
            }
            return known
        }
        guard let known else { return true }
        return known.contains { MusicFolders.modifiedNs(of: $0.path) != $0.modifiedNs }
    }

    /// Changes whenever a scan found something new or gone.
    public var generation: Int64 {
        let value = try? use { connection throws(StoreFailure) in
            try connection.integer("SELECT value FROM counters WHERE name = 'generation'")
        }
        return (value ?? nil) ?? 0
    }
}

/// One scan, on its own thread and connection.
struct MusicScan {
    private let connection: Connection
    private let folders: MusicFolders
    private let progress: (ScanTally) -> Void
    private var tally = ScanTally()
    private var known: [PathKey: Known] = [:]
    private var batch: [(file: WalkedFile, entry: MusicEntry)] = []

    private struct Known {
        var id: Int64
        var bytes: Int64
        var modifiedNs: Int64
    }

    init(
        _ connection: Connection, _ folders: MusicFolders,
        _ progress: @escaping (ScanTally) -> Void
    ) {
        self.connection = connection
        self.folders = folders
        self.progress = progress
    }

    /// The texts between which everything under a folder lies: `/` and the character behind it.
    static func bounds(_ root: String) -> [Value] {
        let root = root == "/" ? "" : root
        return [.text(root + "/"), .text(root + "0")]
    }

    mutating func run() throws(StoreFailure) -> ScanTally {
        try loadKnown()
        var walk = MusicWalk(folders.roots)
        while let file = walk.next() {
            try take(file)
            if tally.files % Limits.scanReportFiles == 0 {
                tally.unreadable = walk.unreadable
                progress(tally)
            }
        }
        try writeBatch()
        tally.unreadable += walk.unreadable
        tally.misnamed = walk.misnamed
        tally.folders = walk.folders.count
        try forgetGone()
        try keep(walk.folders)
        progress(tally)
        return tally
    }

    private mutating func loadKnown() throws(StoreFailure) {
        var known: [PathKey: Known] = [:]
        for root in folders.roots {
            try connection.rows(
                "SELECT path, id, bytes, modifiedNs FROM files WHERE path >= ? AND path < ?",
                Self.bounds(root)
            ) { row in
                known[PathKey(row.text(0))] = Known(
                    id: row.integer(1), bytes: row.integer(2), modifiedNs: row.integer(3))
            }
        }
        self.known = known
    }

    private mutating func take(_ file: WalkedFile) throws(StoreFailure) {
        tally.files += 1
        let former = known.removeValue(forKey: PathKey(file.path))
        if let former, former.bytes == file.bytes, former.modifiedNs == file.modifiedNs { return }
        guard let tags = TagFile.tags(of: file.path) else {
            unreadableFile()
            // Forgotten with those that are gone.
            if let former { known[PathKey(file.path)] = former }
            return
        }
        tally.read += 1
        batch.append((file, MusicEntry(tags, path: file.path)))
        if batch.count >= Limits.scanBatchFiles { try writeBatch() }
    }

    private var unreadableFiles = 0

    private mutating func unreadableFile() {
        tally.files -= 1
        unreadableFiles += 1
    }

    private mutating func writeBatch() throws(StoreFailure) {
        guard !batch.isEmpty else { return }
        let transaction = try Transaction(writing: connection)
        for (file, entry) in batch { try entry.write(file, connection) }
        try countUp()
        try transaction.commit()
        batch.removeAll(keepingCapacity: true)
    }

    private mutating func forgetGone() throws(StoreFailure) {
        tally.unreadable += unreadableFiles
        tally.removed = known.count
        guard !known.isEmpty else { return }
        let transaction = try Transaction(writing: connection)
        for former in known.values {
            try connection.run("DELETE FROM files WHERE id = ?", .integer(former.id))
            try connection.run("DELETE FROM words WHERE rowid = ?", .integer(former.id))
        }
        try countUp()
        try transaction.commit()
    }

    private func countUp() throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO counters (name, value) VALUES ('generation', 1)
            ON CONFLICT (name) DO UPDATE SET value = value + 1
            """)
    }

    private func keep(
        _ walked: [(path: String, modifiedNs: Int64)]
    ) throws(StoreFailure) {
        // A folder that changed just now may change again within the same tick of its clock: looked at again.
        let settled = realNanoseconds() - Limits.folderSettledNs
        let transaction = try Transaction(writing: connection)
        for root in folders.roots {
            try connection.run("DELETE FROM folders WHERE path = ?", .text(root))
            var statement = try connection.statement(
                "DELETE FROM folders WHERE path >= ? AND path < ?")
            try statement.bind(Self.bounds(root))
            while try statement.step() {}
        }
        for folder in walked {
            try connection.run(
                "INSERT OR REPLACE INTO folders (path, modifiedNs) VALUES (?, ?)",
                .text(folder.path),
                .integer(folder.modifiedNs < settled ? folder.modifiedNs : -1))
        }
        try transaction.commit()
    }
}

/// A path by its bytes: two that Unicode holds for the same are two files.
struct PathKey: Hashable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func == (one: PathKey, other: PathKey) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        let isHashed: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if isHashed == nil { hasher.combine(text) }
    }
}
