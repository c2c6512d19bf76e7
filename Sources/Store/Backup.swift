// A backup is a folder of the same form as the data folder: segue.db and artwork/. It holds no salt: a day's
// salt must not outlive its day, and a copy would. (Restored within that day, visitors count once more.)
public import Smartlink

extension Store {
    /// Copies the whole store, as it is at one moment, into `path`, while the server goes on.
    ///
    /// Errors: `conflict` if there is a store already.
    public func backup(to path: String) async throws(Failure) {
        let source = folder
        try await outcome(of: readers.submit) { connection throws(StoreFailure) in
            let target = DataFolder(path: path)
            try target.make()
            try target.makeArtwork()
            guard DataFolder.size(of: target.database) == nil else {
                throw .domain(
                    Failure(.conflict, "There is a store in \(path) already: name another folder."))
            }
            // Artwork is never changed or removed: what comes while this runs is not in the database yet.
            let temporary = DataFolder.draft(of: target.database)
            do throws(StoreFailure) {
                let copy = try Connection(temporary, .creating)
                try connection.copy(to: copy)
                try copy.execute(
                    "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; DELETE FROM salts")
                try ArtworkFiles.copyAll(of: copy, from: source, to: target)
                try copy.emptyLog()
            } catch {
                for end in ["", "-wal", "-shm"] { DataFolder.remove(temporary + end) }
                throw error
            }
            _ = try DataFolder.place(temporary, as: target.database)
        }
    }

    /// Makes a data folder from a backup, which is checked first and stays as it is.
    ///
    /// Errors: `refused` if the backup is damaged or the folder has a store already.
    public static func restore(from path: String, to folder: String) throws(StoreFailure) {
        let source = DataFolder(path: path)
        let target = DataFolder(path: folder)
        guard DataFolder.size(of: target.database) == nil else {
            throw .refused(path: target.database, why: "the folder has a store already")
        }
        try DatabaseFile.inspect(source.database)
        try target.make()
        try target.makeArtwork()
        let temporary = DataFolder.draft(of: target.database)
        do throws(StoreFailure) {
            let original = try Connection(source.database, .inspecting)
            let copy = try Connection(temporary, .creating)
            try original.copy(to: copy)
            // Found in the copy, so that what was read is what was checked.
            if let finding = try Findings(copy, source).all().first {
                throw StoreFailure.refused(path: path, why: "the backup is damaged: \(finding)")
            }
            try copy.execute("PRAGMA journal_mode = WAL; DELETE FROM salts")
            try ArtworkFiles.copyAll(of: copy, from: source, to: target)
            try copy.emptyLog()
        } catch {
            for end in ["", "-wal", "-shm"] { DataFolder.remove(temporary + end) }
            throw error
        }
        guard try DataFolder.place(temporary, as: target.database) else {
            throw .refused(path: target.database, why: "the folder has a store already")
        }
    }

    /// Reads everything; answers what is wrong, one sentence each.
    public func check() async throws(Failure) -> [String] {
        let folder = folder
        return try await read { connection throws(StoreFailure) in
            try Findings(connection, folder).all()
        }
    }
}

extension ArtworkFiles {
    /// Copies every image the database knows.
    static func copyAll(
        of database: Connection, from source: DataFolder, to target: DataFolder
    ) throws(StoreFailure) {
        try database.rows("SELECT hash, type FROM artworks") { row throws(StoreFailure) in
            guard let type = Artwork.ImageType(rawValue: row.text(1)) else { return }
            let name = type.fileExtension
            let copy = path(row.text(0), name, in: target)
            if DataFolder.size(of: copy) == nil {
                let original = path(row.text(0), name, in: source)
                try DataFolder.write(DataFolder.read(original), to: copy)
            }
        }
    }
}

/// Everything that can be found wrong with a store.
struct Findings {
    private let connection: Connection
    private let folder: DataFolder

    init(_ connection: Connection, _ folder: DataFolder) {
        self.connection = connection
        self.folder = folder
    }

    /// Reads the whole database: seconds per gigabyte.
    func all() throws(StoreFailure) -> [String] {
        var findings = try texts("PRAGMA integrity_check(\(Limits.findingsMax))")
            .filter { $0 != "ok" }.map { "The database is damaged: \($0)." }
        // A damaged file gives no sensible answer to the rest.
        guard findings.isEmpty else { return findings }
        findings += try texts(Self.references + limit)
        findings += try texts(Self.balances + limit)
        findings += try texts(Self.codes + limit)
        findings += try texts(Self.watermark)
        findings += try artworks()
        return findings
    }

    private var limit: String { " LIMIT \(Limits.findingsMax)" }

    private func texts(_ query: String) throws(StoreFailure) -> [String] {
        var texts: [String] = []
        try connection.rows(query) { texts.append($0.text(0)) }
        return texts
    }

    private static let references = """
        SELECT 'A row of ' || "table" || ' belongs to nothing in ' || parent || '.'
        FROM pragma_foreign_key_check
        """
    private static let balances = """
        SELECT 'Account ' || id || ' has ' || credits || ' credits, its ledger says '
            || (SELECT total(amount) FROM ledger WHERE account = accounts.id) || '.'
        FROM accounts
        WHERE credits <> (SELECT coalesce(sum(amount), 0) FROM ledger WHERE account = accounts.id)
        """
    private static let codes = """
        SELECT 'Link ' || links.code || ' is not found by its code.' FROM links
        LEFT JOIN codes ON codes.code = links.code
        WHERE codes.link IS NOT links.id
        """
    private static let watermark = """
        SELECT 'Roll-ups count events that are not there.' FROM watermark
        WHERE event > (SELECT coalesce(max(id), 0) FROM events)
        """

    private func artworks() throws(StoreFailure) -> [String] {
        var findings: [String] = []
        try connection.rows("SELECT hash, type, bytes FROM artworks") { row in
            let type = Artwork.ImageType(rawValue: row.text(1))?.fileExtension ?? row.text(1)
            let path = ArtworkFiles.path(row.text(0), type, in: folder)
            if DataFolder.size(of: path) != Int(row.integer(2)) {
                findings.append("The image \(path) is missing or damaged.")
            }
        }
        return findings
    }
}
