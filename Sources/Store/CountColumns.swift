import Smartlink

/// The columns of `Counts` in `facts` and `tallies`, always in this order.
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

    /// Reads the ten columns from `place` on.
    static func read(_ row: borrowing Statement, at place: Int32) -> Counts {
        var counts = Counts()
        counts.visits = row.integer(place)
        counts.uniques = row.integer(place + 1)
        counts.clickThroughs = row.integer(place + 2)
        counts.presaves = row.integer(place + 3)
        counts.signups = row.integer(place + 4)
        counts.conversions = row.integer(place + 5)
        counts.bots = row.integer(place + 6)
        counts.presavesStarted = row.integer(place + 7)
        counts.presavesAuthorised = row.integer(place + 8)
        counts.presavesFailed = row.integer(place + 9)
        return counts
    }

    /// Binds the ten from `place` on; places count from 1.
    static func bind(_ counts: Counts, to statement: borrowing Statement, at place: Int32) {
        statement.bind(place, integer: counts.visits)
        statement.bind(place + 1, integer: counts.uniques)
        statement.bind(place + 2, integer: counts.clickThroughs)
        statement.bind(place + 3, integer: counts.presaves)
        statement.bind(place + 4, integer: counts.signups)
        statement.bind(place + 5, integer: counts.conversions)
        statement.bind(place + 6, integer: counts.bots)
        statement.bind(place + 7, integer: counts.presavesStarted)
        statement.bind(place + 8, integer: counts.presavesAuthorised)
        statement.bind(place + 9, integer: counts.presavesFailed)
    }
}
