import Smartlink

/// Saves in the database, each with its grant in a table of its own.
struct SaveRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let columns = """
        saves.id, saves.fan, saves.link, saves.platform, saves.mode, saves.state, saves.dueAt,
        saves.nextAt, saves.attempts, saves.triedAt, saves.reason, saves.createdAt, saves.endedAt,
        saves.diesAt, saves.follow
        """
    static let columnCount: Int32 = 15
    /// As the partial indexes have it, letter by letter: else SQLite does not use them.
    static let isOpen = "state IN ('queued', 'waiting', 'saving')"

    /// What becomes of a wish to follow whose grant is destroyed.
    static let followWithoutGrant = "CASE follow WHEN 'wanted' THEN 'failed' ELSE follow END"

    /// Reads a row that starts with `columns`.
    static func save(_ row: borrowing Statement) throws(StoreFailure) -> Save {
        guard let mode = Save.Mode(rawValue: row.text(4)),
            let state = Save.State(rawValue: row.text(5)),
            let follow = Save.Follow(rawValue: row.text(14))
        else { throw .refused(path: "save \(row.integer(0))", why: "its state is damaged") }
        var save = Save(
            id: row.integer(0), fan: row.integer(1), link: row.integer(2), platform: row.text(3),
            mode: mode, dueAt: Instant(ms: row.integer(6)),
            createdAt: Instant(ms: row.integer(11)))
        save.state = state
        save.nextAt = Instant(ms: row.integer(7))
        save.attempts = Int(row.integer(8))
        save.triedAt = row.integerOrNil(9).map { Instant(ms: $0) }
        save.reason = Save.Reason(rawValue: row.text(10))
        save.endedAt = row.integerOrNil(12).map { Instant(ms: $0) }
        save.diesAt = row.integerOrNil(13).map { Instant(ms: $0) }
        save.follow = follow
        return save
    }

    /// The fan's save of that link on that platform.
    func save(like save: Save) throws(StoreFailure) -> Save? {
        try connection.row(
            "SELECT \(Self.columns) FROM saves WHERE fan = ? AND link = ? AND platform = ?",
            .integer(save.fan), .integer(save.link), .text(save.platform)
        ) { row throws(StoreFailure) in try Self.save(row) }
    }

    /// Inserts the save in place of one that came to nothing or is still to come.
    ///
    /// The row is a new one: the grant is sealed to its id, and whoever holds a lease of the old finds
    /// it gone.
    func replace(_ old: Save?, by save: Save, sealed: [UInt8]?) throws(StoreFailure) {
        let fans = FanRecords(connection)
        try fans.hold(save.fan)
        let code = try fans.code(ofLink: save.link)
        if let old { try connection.run("DELETE FROM saves WHERE id = ?", .integer(old.id)) }
        try connection.run(
            """
            INSERT INTO saves (id, fan, link, code, platform, mode, state, dueAt, nextAt, attempts,
                triedAt, reason, createdAt, endedAt, diesAt, follow)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(save.id), .integer(save.fan), .integer(save.link), .text(code),
            .text(save.platform), .text(save.mode.rawValue), .text(save.state.rawValue),
            .integer(save.dueAt.ms), .integer(save.nextAt.ms), .integer(Int64(save.attempts)),
            Value(save.triedAt?.ms), .text(save.reason?.rawValue ?? ""),
            .integer(save.createdAt.ms), Value(save.endedAt?.ms), Value(save.diesAt?.ms),
            .text(save.follow.rawValue))
        if let sealed, !save.state.hasEnded {
            try connection.run(
                "INSERT INTO grants (save, sealed) VALUES (?, ?)", .integer(save.id),
                .blob(sealed))
        }
    }

    /// Writes what became of a leased save; false if it is not on lease any more.
    func settle(_ save: Save) throws(StoreFailure) -> Bool {
        try connection.run(
            """
            UPDATE saves SET mode = ?, state = ?, nextAt = ?, attempts = ?, triedAt = ?, reason = ?,
                endedAt = ?, follow = ?
            WHERE id = ? AND state = 'saving'
            """,
            .text(save.mode.rawValue), .text(save.state.rawValue), .integer(save.nextAt.ms),
            .integer(Int64(save.attempts)), Value(save.triedAt?.ms),
            .text(save.reason?.rawValue ?? ""), Value(save.endedAt?.ms),
            .text(save.follow.rawValue), .integer(save.id))
        return connection.changedRows == 1
    }

    /// Gives a save that has ended another end.
    func correct(
        _ id: Int64, to state: Save.State, _ reason: Save.Reason?
    ) throws(StoreFailure) {
        try connection.run(
            "UPDATE saves SET state = ?, reason = ? WHERE id = ?", .text(state.rawValue),
            .text(reason?.rawValue ?? ""), .integer(id))
    }

    func destroyGrant(of save: Int64) throws(StoreFailure) {
        try connection.run("DELETE FROM grants WHERE save = ?", .integer(save))
    }

    /// Keeps the grant of a failed save until then, so that it can be tried again by hand.
    func keepGrant(of save: Int64, until: Instant) throws(StoreFailure) {
        try connection.run(
            "UPDATE grants SET until = ? WHERE save = ?", .integer(until.ms), .integer(save))
    }
}

extension Save {
    /// Whether it failed for want of time only, so that a later attempt may do.
    var isRetriable: Bool { state == .failed && (reason == .gaveUp || reason == .notFound) }
}
