public import Smartlink

extension Store: StatisticsStore {
    public func statistics(
        of link: Int64, from: Instant, to: Instant, grain: Grain, filter: StatisticsFilter
    ) async throws(Failure) -> Statistics {
        let end = to.hour + (to.ms == to.hour &* 3_600_000 ? 0 : 1)
        let hours = from.hour..<max(from.hour, end)
        return try await read { connection throws(StoreFailure) in
            let keys = try FilterKeys(filter, connection)
            var records = StatisticsRecords(
                connection, link: link, hours: hours, grain: grain, keys: keys)
            return try records.statistics()
        }
    }
}

/// One link's numbers: what is counted, and the events behind the watermark folded on the spot.
///
/// Unfiltered, settled days and months come from the tallies, all else from the facts. Under a filter the facts are
/// read, but for the series of a filter on one dimension, which its tallies tell.
struct StatisticsRecords {
    private let connection: Connection
    private let link: Int64
    private let hours: Range<Int64>
    private let grain: Grain
    private let keys: FilterKeys
    private var sums = StatisticsSums()

    init(
        _ connection: Connection, link: Int64, hours: Range<Int64>, grain: Grain,
        keys: FilterKeys
    ) {
        self.connection = connection
        self.link = link
        self.hours = hours
        self.grain = grain
        self.keys = keys
    }

    /// Called inside one read transaction, so that no event is seen twice or not at all.
    mutating func statistics() throws(StoreFailure) -> Statistics {
        let plan = StatisticsPlan(hours, try Marks(of: link, connection))
        if keys.isOpen {
            for span in plan.spans(coarsest: .month) {
                if span.grain == .hour {
                    try addFacts(span, .both(unless: plan.isSettled(span)))
                } else {
                    try addTallies(span)
                }
            }
            for span in plan.settledSpans(coarsest: grain) { try addSeries(span, of: .total, nil) }
        } else if let (dimension, wanted) = keys.only, grain != .hour {
            for span in plan.spans(coarsest: .month) {
                try addFacts(span, .both(unless: plan.isSettled(span)))
            }
            for span in plan.settledSpans(coarsest: grain) {
                if span.grain == .hour {
                    try addFacts(span, .series)
                } else {
                    try addSeries(span, of: dimension, wanted)
                }
            }
        } else {
            for span in plan.spans(coarsest: grain) { try addFacts(span, .both) }
        }
        for (place, counts) in try Fold.tail(of: link, connection).facts
        where hours.contains(place.hour) {
            guard keys.match(place.profile) else { continue }
            sums.add(counts, place.profile, at: place.hour, .both)
        }
        return try StatisticsWords(connection).statistics(sums)
    }

    private mutating func addFacts(
        _ span: StatisticsPlan.Span, _ purpose: StatisticsSums.Purpose
    ) throws(StoreFailure) {
        var rows = try connection.statement(
            """
            SELECT start, \(Profile.columns), \(CountColumns.list)
            FROM facts JOIN profiles ON profiles.id = facts.profile
            WHERE link = ? AND grain = ? AND start >= ? AND start < ?
            """)
        try rows.bind(values(span))
        while try rows.step() {
            let profile = Profile(rows, at: 1)
            guard keys.match(profile) else { continue }
            sums.add(CountColumns.read(rows, at: 6), profile, at: rows.integer(0), purpose)
        }
    }

    /// Breakdowns of whole days or months.
    private mutating func addTallies(_ span: StatisticsPlan.Span) throws(StoreFailure) {
        var rows = try connection.statement(
            """
            SELECT key, \(CountColumns.list) FROM tallies
            WHERE link = ? AND grain = ? AND start >= ? AND start < ? AND dimension = ?
            """)
        for dimension in Dimension.allCases.map(\.rawValue) + [FactRows.bots]
        where dimension != Dimension.total.rawValue {
            try rows.bind(values(span) + [.integer(Int64(dimension))])
            while try rows.step() {
                sums.add(CountColumns.read(rows, at: 1), dimension, key: rows.integer(0))
            }
            rows.reset()
        }
    }

    /// The series, from the tallies of one dimension; all its keys where `wanted` is nil.
    private mutating func addSeries(
        _ span: StatisticsPlan.Span, of dimension: Dimension, _ wanted: Set<Int64>?
    ) throws(StoreFailure) {
        var rows = try connection.statement(
            """
            SELECT start, key, \(CountColumns.list) FROM tallies
            WHERE link = ? AND grain = ? AND start >= ? AND start < ? AND dimension = ?
            """)
        try rows.bind(values(span) + [.integer(Int64(dimension.rawValue))])
        while try rows.step() {
            if let wanted, !wanted.contains(rows.integer(1)) { continue }
            sums.spans[rows.integer(0), default: Counts()] += CountColumns.read(rows, at: 2)
        }
    }

    private func values(_ span: StatisticsPlan.Span) -> [Value] {
        [
            .integer(link), .integer(Int64(span.grain.rawValue)),
            .integer(span.hours.lowerBound), .integer(span.hours.upperBound),
        ]
    }
}

/// What is being added up to a link's numbers.
struct StatisticsSums {
    enum Purpose {
        case series, breakdown, both

        /// Settled spans have their series told apart.
        static func both(unless isSettled: Bool) -> Purpose { isSettled ? .breakdown : .both }
    }

    /// By first hour.
    var spans: [Int64: Counts] = [:]
    private(set) var byKey: [Dimension: [Int64: Counts]] = [:]
    private(set) var bots: [BotClass: Int64] = [:]

    mutating func add(_ counts: Counts, _ profile: Profile, at start: Int64, _ purpose: Purpose) {
        if purpose != .breakdown { spans[start, default: Counts()] += counts }
        if purpose == .series { return }
        if counts.bots != 0 { bots[profile.botClass, default: 0] += counts.bots }
        guard profile.botClass == .none else { return }
        for dimension in Dimension.allCases where dimension != .total {
            byKey[dimension, default: [:]][profile.key(of: dimension), default: Counts()] += counts
        }
    }

    mutating func add(_ counts: Counts, _ number: UInt8, key: Int64) {
        if number == FactRows.bots {
            bots[BotClass(rawValue: UInt8(truncatingIfNeeded: key)) ?? .other, default: 0] +=
                counts.bots
        } else if let dimension = Dimension(rawValue: number) {
            byKey[dimension, default: [:]][key, default: Counts()] += counts
        }
    }
}
