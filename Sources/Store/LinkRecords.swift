import Smartlink

/// Links in the database: a row, its destinations, its rules and its prepared route.
struct LinkRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private static let columns = """
        id, code, account, kind, title, artist, album, isrc, upc, durationMs, releaseAt,
        releaseMode, isDisabled, mode, createdAt, updatedAt, version, document,
        deletedAt
        """

    // MARK: Reading

    func link(_ code: Code) throws(StoreFailure) -> Link? {
        guard let link = try kept(code), link.deletedAt == nil else { return nil }
        return link
    }

    /// The link, be it deleted, as long as it can be restored.
    func kept(_ code: Code) throws(StoreFailure) -> Link? {
        try one(
            """
            SELECT \(Self.columns) FROM links WHERE id = (SELECT link FROM codes WHERE code = ?)
            """, .text(code.text))
    }

    /// The link, be it deleted.
    func link(id: Int64) throws(StoreFailure) -> Link? {
        try one("SELECT \(Self.columns) FROM links WHERE id = ?", .integer(id))
    }

    /// The links that `condition` (all after `FROM links`) picks, in its order.
    func links(_ condition: String, _ values: [Value]) throws(StoreFailure) -> [Link] {
        var links: [Link] = []
        try connection.rows("SELECT \(Self.columns) FROM links \(condition)", values) {
            row throws(StoreFailure) in
            links.append(try Self.link(row))
        }
        for place in links.indices { try addParts(&links[place]) }
        return links
    }

    private func one(_ query: String, _ value: Value) throws(StoreFailure) -> Link? {
        let found = try connection.row(query, value) { row throws(StoreFailure) in
            try Self.link(row)
        }
        guard var link = found else { return nil }
        try addParts(&link)
        return link
    }

    private static func link(_ row: borrowing Statement) throws(StoreFailure) -> Link {
        let text = row.text(1)
        guard let code = Code(text) else {
            throw .refused(path: "link \(row.integer(0))", why: "its code \(text) is damaged")
        }
        var link = Link(
            code: code, account: row.integer(2), kind: Link.Kind(rawValue: row.text(3)) ?? .track,
            title: row.text(4), artist: row.text(5), createdAt: Instant(ms: row.integer(14)))
        link.id = row.integer(0)
        link.album = row.textOrNil(6)
        link.isrc = row.textOrNil(7)
        link.upc = row.textOrNil(8)
        link.durationMs = row.integerOrNil(9)
        link.releaseAt = row.integerOrNil(10).map { Instant(ms: $0) }
        link.releaseMode = Link.ReleaseMode(rawValue: row.text(11)) ?? .global
        link.isDisabled = row.integer(12) != 0
        link.mode = Link.Mode(rawValue: row.text(13)) ?? .page
        link.updatedAt = Instant(ms: row.integer(15))
        link.version = row.integer(16)
        link.deletedAt = row.integerOrNil(18).map { Instant(ms: $0) }
        try LinkDocument.read(row.text(17), of: text).fill(&link)
        return link
    }

    private func addParts(_ link: inout Link) throws(StoreFailure) {
        var destinations: [Destination] = []
        try connection.rows(
            """
            SELECT platform, url, source, confidence, status, territories, isCustom
            FROM destinations WHERE link = ? ORDER BY place
            """, [.integer(link.id)]
        ) { row in
            var destination = Destination(platform: row.text(0), url: row.text(1))
            destination.source = Destination.Source(rawValue: row.text(2)) ?? .manual
            destination.confidence = row.real(3)
            destination.status = Destination.Status(rawValue: row.text(4)) ?? .pending
            destination.territories = ListColumn.items(row.text(5))
            destination.isCustom = row.integer(6) != 0
            destinations.append(destination)
        }
        link.destinations = destinations
        link.rules = try RuleRecords(connection).rules(of: link.id)
    }

    /// The refusal of a code that is, or was, somebody's.
    static func taken(_ code: Code) -> Failure {
        Failure(.conflict, "The code \(code) is taken: choose another.", field: "slug")
    }

    // MARK: Writing, in the caller's transaction

    /// Inserts the link under its code, which must be free; answers it with its id.
    func insert(_ link: Link, _ preparation: RoutePreparation?) throws(StoreFailure) -> Link {
        var link = link
        link.version = 1
        try connection.run(
            """
            INSERT INTO links (code, account, kind, title, artist, album, isrc, upc, durationMs,
                releaseAt, releaseMode, isDisabled, mode, createdAt, updatedAt, version,
                foldedTitle, words, document)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(link.code.text), .integer(link.account), .text(link.kind.rawValue),
            .text(link.title), .text(link.artist), Value(link.album), Value(link.isrc),
            Value(link.upc), Value(link.durationMs), Value(link.releaseAt?.ms),
            .text(link.releaseMode.rawValue), Value(link.isDisabled), .text(link.mode.rawValue),
            .integer(link.createdAt.ms), .integer(link.updatedAt.ms), .integer(link.version),
            .text(link.title.lowercased()), .text(Self.words(of: link)),
            .text(try LinkDocument(link).json()))
        link.id = connection.lastInsertedRow
        try connection.run(
            "INSERT INTO codes (code, link) VALUES (?, ?)", .text(link.code.text),
            .integer(link.id))
        try insertParts(of: link, preparation)
        return link
    }

    /// Writes all of the link over what is stored under its id.
    func update(_ link: Link, _ preparation: RoutePreparation?) throws(StoreFailure) {
        try connection.run(
            """
            UPDATE links SET kind = ?, title = ?, artist = ?, album = ?, isrc = ?, upc = ?,
                durationMs = ?, releaseAt = ?, releaseMode = ?, isDisabled = ?, mode = ?,
                updatedAt = ?, version = ?, foldedTitle = ?, words = ?, document = ?
            WHERE id = ?
            """,
            .text(link.kind.rawValue), .text(link.title), .text(link.artist), Value(link.album),
            Value(link.isrc), Value(link.upc), Value(link.durationMs), Value(link.releaseAt?.ms),
            .text(link.releaseMode.rawValue), Value(link.isDisabled), .text(link.mode.rawValue),
            .integer(link.updatedAt.ms), .integer(link.version), .text(link.title.lowercased()),
            .text(Self.words(of: link)), .text(try LinkDocument(link).json()), .integer(link.id))
        try connection.run("DELETE FROM destinations WHERE link = ?", .integer(link.id))
        try connection.run("DELETE FROM rules WHERE link = ?", .integer(link.id))
        try insertParts(of: link, preparation)
    }

    /// Takes the link out of every list and away from fans; its code stays taken, its events stay counted.
    func delete(_ id: Int64, at now: Instant) throws(StoreFailure) {
        try connection.run(
            "UPDATE links SET deletedAt = ? WHERE id = ?", .integer(now.ms), .integer(id))
        try connection.run("DELETE FROM routes WHERE link = ?", .integer(id))
        try connection.run("DELETE FROM pursuits WHERE link = ?", .integer(id))
    }

    /// Prepares the link's route; without a preparation it is left to whoever reads it first.
    func prepareRoute(of link: Link, _ preparation: RoutePreparation?) throws(StoreFailure) {
        try connection.run(
            """
            INSERT INTO routes (link, fingerprint, bytes) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, bytes = excluded.bytes
            """,
            .integer(link.id), .integer(Int64(bitPattern: preparation?.fingerprint ?? 0)),
            .blob(preparation?.prepare(link) ?? []))
    }

    private func insertParts(of link: Link, _ preparation: RoutePreparation?) throws(StoreFailure) {
        for (place, destination) in link.destinations.enumerated() {
            try connection.run(
                """
                INSERT INTO destinations (link, place, platform, url, source, confidence, status,
                    territories, isCustom)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .integer(link.id), .integer(Int64(place)), .text(destination.platform),
                .text(destination.url), .text(destination.source.rawValue),
                .real(destination.confidence), .text(destination.status.rawValue),
                .text(ListColumn.text(destination.territories)), Value(destination.isCustom))
        }
        try RuleRecords(connection).insert(link.rules, of: link.id)
        try prepareRoute(of: link, preparation)
    }

    /// Everything a search looks at, case folded.
    private static func words(of link: Link) -> String {
        [link.title, link.artist, link.album ?? "", link.code.text].joined(separator: "\n")
            .lowercased()
    }
}
