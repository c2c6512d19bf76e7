/// Changes that happen together or not at all; rolled back unless committed.
struct Transaction: ~Copyable {
    let connection: Connection

    /// Begins to write at once, so that two writers cannot wait for each other.
    init(writing connection: Connection) throws(StoreFailure) {
        self.connection = connection
        try connection.run("BEGIN IMMEDIATE")
    }

    /// Makes everything read in it come from one moment.
    init(reading connection: Connection) throws(StoreFailure) {
        self.connection = connection
        try connection.run("BEGIN")
    }

    consuming func commit() throws(StoreFailure) {
        try connection.run("COMMIT")
    }

    deinit {
        // After a commit, or where SQLite has rolled back by itself, there is none left to end.
        guard connection.isInTransaction else { return }
        try? connection.run("ROLLBACK")
    }
}
