import Smartlink

/// The columns of `Counts` in `facts`, `tallies` and packs, always in this order.
enum CountColumns {
    static let names = [
        "visits", "uniques", "clickThroughs", "presaves", "signups", "conversions", "bots",
        "presavesStarted", "presavesAuthorised", "presavesFailed",
    ]
    static let count = Int32(names.count)
    static let list = names.joined(separator: ", ")
    static let places = names.map { _ in "?" }.joined(separator: ", ")
    /// The assignments of an upsert that adds.
    static let adding = names.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")

    /// Counts of what `value` says of each column; columns count from 0.
    @inline(__always)
    static func counts(_ value: (Int) -> Int64) -> Counts {
        var counts = Counts()
        counts.visits = value(0)
        counts.uniques = value(1)
        counts.clickThroughs = value(2)
        counts.presaves = value(3)
        counts.signups = value(4)
        counts.conversions = value(5)
        counts.bots = value(6)
        counts.presavesStarted = value(7)
        counts.presavesAuthorised = value(8)
        counts.presavesFailed = value(9)
        return counts
    }

    /// Hands each column's number to `take`; columns count from 0.
    @inline(__always)
    static func values(_ counts: Counts, _ take: (Int, Int64) -> Void) {
        take(0, counts.visits)
        take(1, counts.uniques)
        take(2, counts.clickThroughs)
        take(3, counts.presaves)
        take(4, counts.signups)
        take(5, counts.conversions)
        take(6, counts.bots)
        take(7, counts.presavesStarted)
        take(8, counts.presavesAuthorised)
        take(9, counts.presavesFailed)
    }

    /// Reads the ten columns from `place` on.
    static func read(_ row: borrowing Statement, at place: Int32) -> Counts {
        counts { row.integer(place + Int32($0)) }
    }

    /// Binds the ten from `place` on; places count from 1.
    static func bind(_ counts: Counts, to statement: borrowing Statement, at place: Int32) {
        values(counts) { statement.bind(place + Int32($0), integer: $1) }
    }
}
