// The listener's own music, as `segue play` knows it: a file of its own in the cache folder (music.db), apart from the
// server's store. It is a cache: made anew, without a word, when it is damaged or of another version.
//
//   files    one row a music file: where, how large and how old it was when its tags were read; title, artist and album
//            also folded, to compare; a file whose tags say nothing stands here so that it is not read again
//   words    the words of titles and artists, to find those that are written otherwise (FTS5, by the file's id)
//   folders  what a folder's own time was when it was read: a look at these tells whether files came or went
//   plays    what was opened for a link last time
//   answers  what platforms said
import Synchronization

/// The index; one a process. Blocks its caller for milliseconds, in `scan` a thread of its own for longer.
public final class MusicIndex: Sendable {
    let path: String
    private let connection: Mutex<Connection>

    /// Opens the index at `path`, made with its folder if it is not there.
    ///
    /// Errors: `file`, `database`; `refused` for a database of another program.
    public init(_ path: String) throws(StoreFailure) {
        self.path = path
        if let end = path.lastIndex(of: "/"), end != path.startIndex {
            try DataFolder(path: String(path[..<end])).make()
        }
        connection = Mutex(try Self.open(path))
    }

    func use<Result>(
        _ body: (Connection) throws(StoreFailure) -> sending Result
    ) throws(StoreFailure) -> sending Result {
        // Carried out by hand: `withLock` of a typed throw loses its type.
        let outcome = connection.withLock {
            connection -> sending Swift.Result<Result, StoreFailure> in
            do throws(StoreFailure) { return .success(try body(connection)) } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    // MARK: Opening

    static func open(_ path: String) throws(StoreFailure) -> sending Connection {
        do {
            return try openSound(path)
        } catch .database(let code, _) where DatabaseFile.isDamage(code) {
            remove(path)
            return try openSound(path)
        }
    }

    private static func openSound(_ path: String) throws(StoreFailure) -> sending Connection {
        let connection = try Connection(path, .creating)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(Limits.musicCacheKiB);
            """)
        let owner = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        if owner == MusicSchema.applicationID, version == MusicSchema.version { return connection }
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        guard owner == MusicSchema.applicationID || owner == 0 && tables == 0 else {
            throw .refused(path: path, why: "it is a database of another program")
        }
        try MusicSchema.make(connection)
        return connection
    }

    private static func remove(_ path: String) {
        for end in ["", "-wal", "-shm"] { DataFolder.remove(path + end) }
    }
}

enum MusicSchema {
    /// "SegM": ours, and not the server's.
    static let applicationID: Int64 = 0x5365_674D
    /// Counted up with every change of the tables, of what is read from files or of how words are folded.
    static let version: Int64 = 1

    /// Makes the tables in place of whatever there was.
    static func make(_ connection: Connection) throws(StoreFailure) {
        let transaction = try Transaction(writing: connection)
        // Another process may have done it meanwhile.
        if try connection.integer("PRAGMA user_version") != version {
            for table in ["words", "files", "folders", "counters", "plays", "answers"] {
                try connection.execute("DROP TABLE IF EXISTS \(table)")
            }
            try connection.execute(tables)
            try connection.execute(
                "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        }
        try transaction.commit()
    }

    private static let tables = """
        CREATE TABLE files (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            modifiedNs INTEGER NOT NULL,
            title TEXT,
            artist TEXT,
            album TEXT,
            albumArtist TEXT,
            disc INTEGER,
            number INTEGER,
            isrc TEXT,
            durationMs INTEGER,
            foldedTitle TEXT,
            foldedAlbum TEXT
        ) STRICT;
        CREATE INDEX filesByISRC ON files (isrc) WHERE isrc IS NOT NULL;
        CREATE INDEX filesByTitle ON files (foldedTitle) WHERE foldedTitle IS NOT NULL;
        CREATE INDEX filesByAlbum ON files (foldedAlbum) WHERE foldedAlbum IS NOT NULL;
        CREATE VIRTUAL TABLE words USING fts5 (title, artist, detail = column);
        CREATE TABLE folders (path TEXT PRIMARY KEY, modifiedNs INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE plays (key TEXT PRIMARY KEY, record TEXT NOT NULL, atMs INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE TABLE answers (
            clue TEXT NOT NULL,
            source TEXT NOT NULL,
            candidates TEXT NOT NULL,
            atMs INTEGER NOT NULL,
            goodUntilMs INTEGER NOT NULL,
            PRIMARY KEY (clue, source)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX answersByEnd ON answers (goodUntilMs);
        """
}
