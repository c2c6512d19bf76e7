// From events to counts. Pure: what it must know of earlier events it asks its source.
//
// - Only people's events count; all others count as `bots`, by class.
// - A redirect is visit, click-through and conversion in one. A page visit opens; the next click-through,
//   pre-save or sign-up of the same visitor on the same link and day converts it, once. The conversion is
//   counted where its visit is (hour, country, referrer, …) and under the platform the fan went to, so
//   that no hour, country or channel has more conversions than visits.
// - Fans who asked not to be counted apart have no visitor hash. Their page visits are counted per link
//   and day, and each click converts one while there are any, in the click's own hour.
// - A unique is a visitor's first visit of a link on a UTC day.
import Smartlink

/// What a fold must know of what came before its first event.
protocol FoldSource {
    /// The open visit's event id (for visitor 0: how many are open), 0 for none; nil if the visitor is new.
    func open(of visitor: Fold.Visitor) throws(StoreFailure) -> Int64?
    func event(_ id: Int64) throws(StoreFailure) -> EventRow?
}

struct Fold {
    struct Visitor: Hashable, Sendable {
        var day: Int64
        var link: Int64
        var hash: Int64
    }

    /// One row of the facts.
    struct Place: Hashable, Sendable {
        var link: Int64
        var hour: Int64
        var profile: Profile
    }

    /// What to add to the facts.
    private(set) var facts: [Place: Counts] = [:]
    private var known: [Visitor: Int64?] = [:]
    /// Visitors whose state this fold has changed.
    private(set) var visitors: [Visitor: Int64] = [:]
    /// The newest event folded in.
    private(set) var lastEvent: Int64 = 0
    private(set) var lastAt = Instant(ms: 0)

    /// Roughly how many rows it will take to write this down.
    var rows: Int { facts.count + visitors.count }

    mutating func add(_ row: EventRow, _ source: some FoldSource) throws(StoreFailure) {
        lastEvent = row.id
        lastAt = row.at
        var counts = Counts()
        guard row.isHuman, let kind = row.kind else {
            counts.bots = 1
            return count(counts, of: row, under: Profile(row))
        }
        let visitor = Visitor(day: row.at.day, link: row.link, hash: row.visitor)
        switch kind {
        case .visit:
            let open = try open(of: visitor, source)
            counts.visits = 1
            counts.uniques = open == nil && visitor.hash != 0 ? 1 : 0
            set(visitor, visitor.hash == 0 ? (open ?? 0) + 1 : row.id)
        case .redirect:
            counts.visits = 1
            counts.clickThroughs = 1
            counts.conversions = 1
            if visitor.hash != 0, try open(of: visitor, source) == nil {
                counts.uniques = 1
                set(visitor, 0)
            }
        case .clickThrough:
            counts.clickThroughs = 1
            try convert(visitor, by: row, source)
        case .presaveQueued:
            counts.presaves = 1
            try convert(visitor, by: row, source)
        case .signup:
            counts.signups = 1
            try convert(visitor, by: row, source)
        case .presaveStarted: counts.presavesStarted = 1
        case .presaveAuthorised: counts.presavesAuthorised = 1
        case .presaveFailed: counts.presavesFailed = 1
        }
        count(counts, of: row, under: Profile(row))
    }

    /// Counts the conversion of the visitor's open visit, if there is one.
    private mutating func convert(
        _ visitor: Visitor, by row: EventRow, _ source: some FoldSource
    ) throws(StoreFailure) {
        guard let open = try open(of: visitor, source), open != 0 else { return }
        var conversion = Counts()
        conversion.conversions = 1
        if visitor.hash == 0 {
            set(visitor, open - 1)
            count(conversion, of: row, under: Profile(row))
        } else {
            set(visitor, 0)
            let visit = try source.event(open) ?? row
            count(conversion, of: visit, under: Profile(visit, to: row))
        }
    }

    private mutating func open(
        of visitor: Visitor, _ source: some FoldSource
    ) throws(StoreFailure) -> Int64? {
        if let open = known[visitor] { return open }
        let open = try source.open(of: visitor)
        known[visitor] = .some(open)
        return open
    }

    private mutating func set(_ visitor: Visitor, _ open: Int64) {
        known[visitor] = .some(open)
        visitors[visitor] = open
    }

    private mutating func count(_ counts: Counts, of row: EventRow, under profile: Profile) {
        let place = Place(link: row.link, hour: row.at.hour, profile: profile)
        facts[place, default: Counts()] += counts
    }
}

extension Fold {
    /// A link's events behind the watermark; with what is counted, read in one transaction, they are all there is.
    static func tail(of link: Int64, _ connection: Connection) throws(StoreFailure) -> Fold {
        var fold = Fold()
        let past = StoredPast(connection: connection)
        try connection.rows(
            "SELECT \(EventRow.columns) FROM events WHERE id > ? AND link = ? ORDER BY id",
            [.integer(try Rollups.watermark(connection)), .integer(link)]
        ) { row throws(StoreFailure) in try fold.add(EventRow(row), past) }
        return fold
    }
}

/// The database as a fold's source.
struct StoredPast: FoldSource {
    let connection: Connection

    func open(of visitor: Fold.Visitor) throws(StoreFailure) -> Int64? {
        try connection.integer(
            "SELECT open FROM visitors WHERE day = ? AND link = ? AND visitor = ?",
            .integer(visitor.day), .integer(visitor.link), .integer(visitor.hash))
    }

    func event(_ id: Int64) throws(StoreFailure) -> EventRow? {
        try connection.row(
            "SELECT \(EventRow.columns) FROM events WHERE id = ?", .integer(id)
        ) { EventRow($0) }
    }
}
