import Smartlink

/// Rows of `facts` and `tallies` on their way into the database.
struct FactRows: Sendable {
    struct Fact: Hashable, Sendable {
        var link: Int64
        var grain: Grain
        var start: Int64
        var profile: Int64
    }

    struct Tally: Hashable, Sendable {
        var link: Int64
        var grain: Grain
        var dimension: UInt8
        var start: Int64
        var key: Int64
    }

    /// The dimension of `tallies` whose keys are classes of bots.
    static let bots: UInt8 = 15

    struct PackPlace: Hashable, Sendable {
        var link: Int64
        var grain: Grain
        var start: Int64
        var part: Int
    }

    var facts: [Fact: Counts] = [:]
    var tallies: [Tally: Counts] = [:]
    var packs: [(place: PackPlace, bytes: [UInt8])] = []

    var count: Int { facts.count + tallies.count }

    /// Adds to every dimension's tally of a day or month.
    mutating func tally(
        _ counts: Counts, _ profile: Profile, link: Int64, grain: Grain, start: Int64
    ) {
        var place = Tally(link: link, grain: grain, dimension: 0, start: start, key: 0)
        for dimension in Dimension.allCases {
            place.dimension = dimension.rawValue
            place.key = profile.key(of: dimension)
            tallies[place, default: Counts()] += counts
        }
        guard counts.bots != 0 else { return }
        place.dimension = Self.bots
        place.key = Int64(profile.botClass.rawValue)
        tallies[place, default: Counts()] += counts
    }
}

/// How far the log is counted: who has summed or folded from a snapshot asks whether it still holds.
struct Watermark: Equatable, Sendable {
    var event: Int64 = 0
    var corrections: Int64 = 0

    init(_ connection: Connection) throws(StoreFailure) {
        let row = try connection.row("SELECT event, corrections FROM watermark") {
            ($0.integer(0), $0.integer(1))
        }
        if let row { (event, corrections) = row }
    }
}

/// How far a link's days and months are summed, in days since 1970; 0 for not at all.
struct Marks: Equatable, Sendable {
    var day: Int64 = 0
    var month: Int64 = 0

    init() {}

    init(of link: Int64, _ connection: Connection) throws(StoreFailure) {
        try self =
            connection.row(
                "SELECT day, month FROM ripeness WHERE link = ?", .integer(link)
            ) { Marks($0) } ?? Marks()
    }

    init(_ row: borrowing Statement) {
        day = row.integer(0)
        month = row.integer(1)
    }
}

/// What writes facts: in a transaction that also moves what says so.
enum FactRecords {
    /// Adds the fold's counts to the hours, and to the days and months that are settled already. Counts may be negative.
    ///
    /// `known` are ids of profiles found beforehand, so that the writer need not look.
    static func add(
        _ facts: [Fold.Place: Counts], known: [Profile: Int64], _ connection: Connection
    ) throws(StoreFailure) {
        var fresh: [Int64: Int64] = [:]
        for place in facts.keys { fresh[place.link, default: 0] += 1 }
        var marks: [Int64: Marks] = [:]
        for (link, count) in fresh { marks[link] = try ripen(link, count, connection) }
        var ids = known
        var rows = FactRows()
        var late: [Int64: Int64] = [:]
        for (place, counts) in facts {
            let id: Int64
            if let known = ids[place.profile] {
                id = known
            } else {
                id = try profile(place.profile, connection)
                ids[place.profile] = id
            }
            let hour = FactRows.Fact(
                link: place.link, grain: .hour, start: place.hour, profile: id)
            rows.facts[hour, default: Counts()] += counts
            let mark = marks[place.link] ?? Marks()
            guard place.hour < mark.day * 24 else { continue }
            addLate(counts, place, id, mark, &rows)
            late[place.link, default: 0] += 1
        }
        try write(rows, connection, .adding)
        for (link, count) in late { try noteLate(count, link, connection) }
    }

    private static func addLate(
        _ counts: Counts, _ place: Fold.Place, _ id: Int64, _ marks: Marks,
        _ rows: inout FactRows
    ) {
        let hour = FactRows.Tally(
            link: place.link, grain: .hour, dimension: 0, start: place.hour, key: 0)
        rows.tallies[hour, default: Counts()] += counts
        let day = CivilDay(days: CivilDay.floor(place.hour, by: 24))
        let month = day.firstOfMonth.days
        // Beside a day's pack the hour is kept, as the pack keeps it.
        var spans = [(Grain.day, fact: place.hour, tally: day.days * 24)]
        if month < marks.month { spans.append((.month, fact: month * 24, tally: month * 24)) }
        for (grain, fact, tally) in spans {
            let fact = FactRows.Fact(link: place.link, grain: grain, start: fact, profile: id)
            rows.facts[fact, default: Counts()] += counts
            rows.tally(counts, place.profile, link: place.link, grain: grain, start: tally)
        }
    }

    /// Where much has come late, nothing is settled any more: it is done again, and what came late is in its packs.
    private static func noteLate(
        _ rows: Int64, _ link: Int64, _ connection: Connection
    ) throws(StoreFailure) {
        try connection.run(
            "UPDATE ripeness SET late = late + ? WHERE link = ?", .integer(rows), .integer(link))
        try connection.run(
            "UPDATE ripeness SET day = 0, month = 0, late = 0, fresh = ? WHERE link = ? AND late > ?",
            .integer(Limits.ripeRowsMin), .integer(link), .integer(Limits.lateRowsMax))
    }

    /// Notes rows written for a link; answers its marks.
    private static func ripen(
        _ link: Int64, _ rows: Int64, _ connection: Connection
    ) throws(StoreFailure) -> Marks {
        try connection.row(
            """
            INSERT INTO ripeness (link, fresh, day, month) VALUES (?, ?, 0, 0)
            ON CONFLICT DO UPDATE SET fresh = fresh + excluded.fresh RETURNING day, month
            """, .integer(link), .integer(rows)
        ) { Marks($0) } ?? Marks()
    }

    /// The id of a profile, nil if it is new.
    static func find(
        _ profile: Profile, _ connection: Connection
    ) throws(StoreFailure) -> Int64? {
        var find = try connection.statement(
            """
            SELECT id FROM profiles WHERE traits = ? AND country = ? AND variant = ?
                AND referrer = ? AND channel = ?
            """)
        try find.bind(profile.values)
        return try find.step() ? find.integer(0) : nil
    }

    private static func profile(
        _ profile: Profile, _ connection: Connection
    ) throws(StoreFailure) -> Int64 {
        if let id = try find(profile, connection) { return id }
        var insert = try connection.statement(
            "INSERT INTO profiles (\(Profile.columns)) VALUES (?, ?, ?, ?, ?)")
        try insert.bind(profile.values)
        _ = try insert.step()
        return connection.lastInsertedRow
    }

    enum Manner { case adding, setting }

    static func write(
        _ rows: FactRows, _ connection: Connection, _ manner: Manner
    ) throws(StoreFailure) {
        let verb = manner == .adding ? "INSERT" : "INSERT OR REPLACE"
        let end =
            manner == .adding ? "ON CONFLICT DO UPDATE SET \(CountColumns.adding)" : ""
        var facts = try connection.statement(
            """
            \(verb) INTO facts (link, grain, start, profile, \(CountColumns.list))
            VALUES (?, ?, ?, ?, \(CountColumns.places)) \(end)
            """)
        for (key, counts) in rows.facts {
            facts.bind(1, integer: key.link)
            facts.bind(2, integer: Int64(key.grain.rawValue))
            facts.bind(3, integer: key.start)
            facts.bind(4, integer: key.profile)
            CountColumns.bind(counts, to: facts, at: 5)
            _ = try facts.step()
            facts.reset()
        }
        for (place, bytes) in rows.packs {
            try connection.run(
                "INSERT OR REPLACE INTO packs (link, grain, start, part, rows) VALUES (?, ?, ?, ?, ?)",
                .integer(place.link), .integer(Int64(place.grain.rawValue)), .integer(place.start),
                .integer(Int64(place.part)), .blob(bytes))
        }
        if rows.tallies.isEmpty { return }
        var tallies = try connection.statement(
            """
            \(verb) INTO tallies (link, grain, dimension, start, key, \(CountColumns.list))
            VALUES (?, ?, ?, ?, ?, \(CountColumns.places)) \(end)
            """)
        for (key, counts) in rows.tallies {
            tallies.bind(1, integer: key.link)
            tallies.bind(2, integer: Int64(key.grain.rawValue))
            tallies.bind(3, integer: Int64(key.dimension))
            tallies.bind(4, integer: key.start)
            tallies.bind(5, integer: key.key)
            CountColumns.bind(counts, to: tallies, at: 6)
            _ = try tallies.step()
            tallies.reset()
        }
    }
}
