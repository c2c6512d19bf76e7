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
/// What is settled comes from the tallies where they tell it, else from the packs and the late facts beside them; hours
/// behind the marks from the facts.
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
        let breakdown = plan.spans(coarsest: .month)
        let series = plan.settledSpans(coarsest: grain)
        for span in breakdown {
            if !plan.isSettled(span) {
                try addFacts(span.hours, .hour, .both)
            } else if keys.isOpen, span.grain != .hour {
                try addTallies(span)
            } else {
                let isBoth = series.contains(span) && keys.series(of: span.grain) == nil
                try addSettled(span, isBoth ? .both : .breakdown)
            }
        }
        for span in series {
            if let (dimension, wanted) = keys.series(of: span.grain) {
                try addSeries(span, of: dimension, wanted)
            } else if !breakdown.contains(span) {
                try addSettled(span, .series)
            }
        }
        for (place, counts) in try Fold.tail(of: link, connection).facts
        where hours.contains(place.hour) {
            guard keys.match(place.profile) else { continue }
            sums.add(counts, place.profile, at: place.hour, .both)
        }
        return try StatisticsWords(connection).statistics(sums)
    }

    /// A pack is of a day, with its hours, or of a month.
    private mutating func addSettled(
        _ span: StatisticsPlan.Span, _ purpose: StatisticsSums.Purpose
    ) throws(StoreFailure) {
        let grain: Grain = span.grain == .month ? .month : .day
        let (first, end) = (span.hours.lowerBound, span.hours.upperBound)
        var rows = try connection.statement(
            "SELECT start, rows FROM packs WHERE link = ? AND grain = ? AND start >= ? AND start < ?"
        )
        try rows.bind([
            .integer(link), .integer(Int64(grain.rawValue)),
            .integer(CivilDay.floor(first, by: 24) * 24), .integer(end),
        ])
        while try rows.step() {
            let start = rows.integer(0)
            try rows.withBytes(1) { bytes throws(StoreFailure) in
                var reading = try PackReading(bytes)
                for (dimension, wanted) in keys.wanted where !reading.isEmpty {
                    reading.keep(Pack.column(of: dimension), in: bytes) { wanted.contains($0) }
                }
                if grain == .day, start < first || start + 24 > end {
                    reading.keep(Pack.hour, in: bytes) { span.hours.contains(start + $0) }
                }
                if !reading.isEmpty { sums.add(&reading, bytes, at: start, span.grain, purpose) }
            }
        }
        try addFacts(span.hours, grain, purpose, seriesGrain: span.grain)
    }

    /// Facts of hours, or those that came late to packs of that grain.
    private mutating func addFacts(
        _ hours: Range<Int64>, _ grain: Grain, _ purpose: StatisticsSums.Purpose,
        seriesGrain: Grain = .hour
    ) throws(StoreFailure) {
        var rows = try connection.statement(
            """
            SELECT start, \(Profile.columns), \(CountColumns.list)
            FROM facts JOIN profiles ON profiles.id = facts.profile
            WHERE link = ? AND grain = ? AND start >= ? AND start < ?
            """)
        try rows.bind(values(hours, grain))
        while try rows.step() {
            let profile = Profile(rows, at: 1)
            guard keys.match(profile) else { continue }
            let start = rows.integer(0)
            sums.add(
                CountColumns.read(rows, at: 6), profile,
                at: seriesGrain == .day ? CivilDay.floor(start, by: 24) * 24 : start, purpose)
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
            try rows.bind(values(span.hours, span.grain) + [.integer(Int64(dimension))])
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
        try rows.bind(values(span.hours, span.grain) + [.integer(Int64(dimension.rawValue))])
        while try rows.step() {
            if let wanted, !wanted.contains(rows.integer(1)) { continue }
            sums.spans[rows.integer(0), default: Counts()] += CountColumns.read(rows, at: 2)
        }
    }

    private func values(_ hours: Range<Int64>, _ grain: Grain) -> [Value] {
        [
            .integer(link), .integer(Int64(grain.rawValue)), .integer(hours.lowerBound),
            .integer(hours.upperBound),
        ]
    }
}
