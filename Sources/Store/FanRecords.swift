import Smartlink

/// Fans in the database.
struct FanRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let columns = "fans.id, fans.locale, fans.zone, fans.country, fans.createdAt"
    static let columnCount: Int32 = 5

    /// Reads a row in which `columns` start at `first`.
    static func fan(_ row: borrowing Statement, at first: Int32 = 0) -> Fan {
        var fan = Fan(
            id: row.integer(first), locale: row.text(first + 1),
            createdAt: Instant(ms: row.integer(first + 4)))
        fan.zone = row.textOrNil(first + 2)
        fan.country = ShortCode(rawValue: UInt32(truncatingIfNeeded: row.integer(first + 3)))
        return fan
    }

    func fan(_ id: Int64) throws(StoreFailure) -> Fan? {
        try connection.row("SELECT \(Self.columns) FROM fans WHERE id = ?", .integer(id)) {
            Self.fan($0)
        }
    }

    func keep(_ fan: Fan) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO fans (id, locale, zone, country, createdAt, isBare) VALUES (?, ?, ?, ?, ?, 1)
            ON CONFLICT DO UPDATE SET locale = excluded.locale, zone = excluded.zone,
                country = excluded.country
            """,
            .integer(fan.id), .text(fan.locale), Value(fan.zone),
            .integer(Int64(fan.country.rawValue)), .integer(fan.createdAt.ms))
    }

    /// Something hangs on the fan's row from now on.
    ///
    /// Errors: `not_found`.
    func hold(_ id: Int64) throws(StoreFailure) {
        try connection.run("UPDATE fans SET isBare = 0 WHERE id = ?", .integer(id))
        guard connection.changedRows == 1 else {
            throw .domain(Failure(.notFound, "This fan is not known, or was erased."))
        }
    }

    /// Notes that something was taken from the fan's row.
    func release(_ id: Int64) throws(StoreFailure) {
        try connection.run(
            """
            UPDATE fans SET isBare = 1 WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM saves WHERE fan = ?1)
                AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE fan = ?1)
            """, .integer(id))
    }

    /// The fan's row and all that hangs on it.
    func erase(_ id: Int64) throws(StoreFailure) {
        try connection.run("DELETE FROM authorisations WHERE fan = ?", .integer(id))
        try connection.run("DELETE FROM fans WHERE id = ?", .integer(id))
    }

    /// The code of a link that is there.
    ///
    /// Errors: `not_found`.
    func code(ofLink link: Int64) throws(StoreFailure) -> String {
        let code = try connection.row(
            "SELECT code FROM links WHERE id = ? AND deletedAt IS NULL", .integer(link)
        ) { $0.text(0) }
        guard let code else { throw .domain(Failure(.notFound, "This link has been deleted.")) }
        return code
    }
}
