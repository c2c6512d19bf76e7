// The roll-ups of one link in words, out and in. A page ends between two hours of a dimension, and is read with the
// events behind the watermark in one snapshot, so that what is folded meanwhile is neither missed nor counted twice.
public import Smartlink

extension Store {
    public func tallies(
        of link: Int64, from place: TallyPlace
    ) async throws(Failure) -> (tallies: [Tally], next: TallyPlace?) {
        try await read { connection throws(StoreFailure) in
            try TallyPage(connection, link: link).page(from: place)
        }
    }

    public func add(
        _ tallies: [Tally], to link: Origin, line: [UInt8], of account: Int64
    ) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            let origins = OriginRecords(connection)
            let found = try connection.integer(
                "SELECT link FROM origins WHERE account = ? AND origin = ? AND batch = ?",
                .integer(account), .blob(link.key), .blob(link.batch))
            guard let found, try origins.link(line, of: account) == nil else { return false }
            try origins.keep(Origin(key: line, batch: link.batch), for: found, of: account)
            let words = DimensionWords(connection)
            for tally in tallies {
                guard let key = try words.key(of: tally) else { continue }
                try TallyPage.add(tally, under: key, to: found, connection)
            }
            return true
        }
    }
}

private struct TallyPage {
    let connection: Connection
    let link: Int64

    init(_ connection: Connection, link: Int64) {
        self.connection = connection
        self.link = link
    }

    private struct Row {
        var key: Fold.Key
        var counts: Counts
    }

    func page(
        from start: TallyPlace
    ) throws(StoreFailure) -> (tallies: [Tally], next: TallyPlace?) {
        var rows = try stored(from: start)
        var end: TallyPlace?
        if rows.count > Limits.talliesMax, let last = rows.last?.key {
            end = TallyPlace(dimension: last.dimension, hour: last.hour)
            // More keys in one hour than a page holds: the whole hour, however long.
            if rows[0].key.dimension == last.dimension, rows[0].key.hour == last.hour {
                return try hour(last)
            }
            rows.removeAll { $0.key.dimension == last.dimension && $0.key.hour == last.hour }
        }
        let recent = try tail().filter { key, _ in
            let place = (key.dimension, key.hour)
            return place >= (start.dimension, start.hour)
                && end.map { place < ($0.dimension, $0.hour) } ?? true
        }
        return (try inWords(rows + recent.map { Row(key: $0.key, counts: $0.value) }), end)
    }

    /// One hour of one dimension, whole.
    private func hour(_ last: Fold.Key) throws(StoreFailure) -> (
        tallies: [Tally], next: TallyPlace?
    ) {
        var rows = try read(
            "dimension = ? AND hour = ? ORDER BY key",
            [.integer(Int64(last.dimension)), .integer(last.hour)])
        for (key, counts) in try tail()
        where key.dimension == last.dimension && key.hour == last.hour {
            rows.append(Row(key: key, counts: counts))
        }
        return (
            try inWords(rows), TallyPlace(dimension: last.dimension, hour: last.hour + 1)
        )
    }

    private func stored(from start: TallyPlace) throws(StoreFailure) -> [Row] {
        try read(
            "(dimension, hour) >= (?, ?) ORDER BY dimension, hour, key LIMIT ?",
            [
                .integer(Int64(start.dimension)), .integer(start.hour),
                .integer(Int64(Limits.talliesMax + 1)),
            ])
    }

    private func read(_ condition: String, _ values: [Value]) throws(StoreFailure) -> [Row] {
        var rows: [Row] = []
        try connection.rows(
            """
            SELECT dimension, hour, key, visits, uniques, clickThroughs, presaves, signups,
                conversions, bots, presavesStarted, presavesAuthorised, presavesFailed
            FROM rollups WHERE link = ? AND \(condition)
            """, [.integer(link)] + values
        ) { row in
            var counts = Counts()
            counts.visits = row.integer(3)
            counts.uniques = row.integer(4)
            counts.clickThroughs = row.integer(5)
            counts.presaves = row.integer(6)
            counts.signups = row.integer(7)
            counts.conversions = row.integer(8)
            counts.bots = row.integer(9)
            counts.presavesStarted = row.integer(10)
            counts.presavesAuthorised = row.integer(11)
            counts.presavesFailed = row.integer(12)
            rows.append(
                Row(
                    key: Fold.Key(
                        link: link, dimension: UInt8(truncatingIfNeeded: row.integer(0)),
                        hour: row.integer(1), key: row.integer(2)), counts: counts))
        }
        return rows
    }

    private func tail() throws(StoreFailure) -> [Fold.Key: Counts] {
        var fold = Fold()
        let past = StoredPast(connection: connection)
        try connection.rows(
            "SELECT \(EventRow.columns) FROM events WHERE id > ? AND link = ? ORDER BY id",
            [.integer(try Rollups.watermark(connection)), .integer(link)]
        ) { row throws(StoreFailure) in try fold.add(EventRow(row), past) }
        return fold.rollups()
    }

    private func inWords(_ rows: [Row]) throws(StoreFailure) -> [Tally] {
        let words = DimensionWords(connection)
        var tallies: [Tally] = []
        for row in rows {
            guard let dimension = Dimension(rawValue: row.key.dimension),
                let word = try words.word(row.key.key, of: dimension)
            else { continue }
            tallies.append(
                Tally(dimension: dimension, hour: row.key.hour, key: word, counts: row.counts))
        }
        tallies.sort {
            ($0.dimension.rawValue, $0.hour, $0.key) < ($1.dimension.rawValue, $1.hour, $1.key)
        }
        return tallies
    }

    static func add(
        _ tally: Tally, under key: Int64, to link: Int64, _ connection: Connection
    ) throws(StoreFailure) {
        let counts = tally.counts
        try connection.run(
            """
            INSERT INTO rollups (link, dimension, hour, key, visits, uniques, clickThroughs,
                presaves, signups, conversions, bots, presavesStarted, presavesAuthorised,
                presavesFailed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET visits = visits + excluded.visits,
                uniques = uniques + excluded.uniques,
                clickThroughs = clickThroughs + excluded.clickThroughs,
                presaves = presaves + excluded.presaves, signups = signups + excluded.signups,
                conversions = conversions + excluded.conversions, bots = bots + excluded.bots,
                presavesStarted = presavesStarted + excluded.presavesStarted,
                presavesAuthorised = presavesAuthorised + excluded.presavesAuthorised,
                presavesFailed = presavesFailed + excluded.presavesFailed
            """,
            .integer(link), .integer(Int64(tally.dimension.rawValue)), .integer(tally.hour),
            .integer(key), .integer(counts.visits), .integer(counts.uniques),
            .integer(counts.clickThroughs), .integer(counts.presaves), .integer(counts.signups),
            .integer(counts.conversions), .integer(counts.bots),
            .integer(counts.presavesStarted), .integer(counts.presavesAuthorised),
            .integer(counts.presavesFailed))
    }
}

/// The keys of the roll-ups as words that mean the same in every store, and back.
struct DimensionWords {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// Nil for a key that means nothing any more.
    func word(_ key: Int64, of dimension: Dimension) throws(StoreFailure) -> String? {
        switch dimension {
        case .total: ""
        case .platform: try text("SELECT id FROM platforms WHERE number = ?", key)
        case .country: ShortCode(rawValue: UInt32(truncatingIfNeeded: key)).text
        case .os: OperatingSystem(rawValue: UInt8(truncatingIfNeeded: key))?.name
        case .referrer: key == 0 ? "" : try text("SELECT text FROM referrers WHERE id = ?", key)
        case .channel: key == 0 ? "" : try text("SELECT text FROM channels WHERE id = ?", key)
        case .variant: try text("SELECT code FROM links WHERE id = ?", key)
        case .reason: Reason(rawValue: UInt8(truncatingIfNeeded: key))?.name
        }
    }

    /// Nil where this store has no such thing; strings that are new are kept.
    func key(of tally: Tally) throws(StoreFailure) -> Int64? {
        let word = tally.key
        switch tally.dimension {
        case .total: return 0
        case .platform:
            return try connection.integer("SELECT number FROM platforms WHERE id = ?", .text(word))
        case .country:
            return word.isEmpty ? 0 : ShortCode(word).map { Int64($0.rawValue) }
        case .os: return OperatingSystem(name: word).map { Int64($0.rawValue) }
        case .referrer: return try id(of: word, in: "referrers")
        case .channel: return try id(of: word, in: "channels")
        case .variant:
            return try connection.integer("SELECT link FROM codes WHERE code = ?", .text(word))
        case .reason:
            return Reason.allCases.first { $0.name == word }.map { Int64($0.rawValue) }
        }
    }

    private func text(_ query: String, _ key: Int64) throws(StoreFailure) -> String? {
        try connection.row(query, .integer(key)) { $0.text(0) }
    }

    private func id(of word: String, in table: String) throws(StoreFailure) -> Int64 {
        if word.isEmpty { return 0 }
        try connection.run(
            "INSERT INTO \(table) (text) VALUES (?) ON CONFLICT DO NOTHING", .text(word))
        return try connection.integer("SELECT id FROM \(table) WHERE text = ?", .text(word)) ?? 0
    }
}
