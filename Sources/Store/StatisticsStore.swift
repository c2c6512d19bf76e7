public import Smartlink

extension Store: StatisticsStore {
    /// `from` and `to` are widened to whole hours of UTC: what the roll-ups are kept in.
    public func statistics(
        of link: Int64, from: Instant, to: Instant
    ) async throws(Failure) -> Statistics {
        let end = to.hour + (to.ms == to.hour &* 3_600_000 ? 0 : 1)
        let hours = from.hour..<max(from.hour, end)
        return try await read { connection throws(StoreFailure) in
            try StatisticsRecords(connection, link: link, hours: hours).statistics()
        }
    }
}

/// One link's numbers: its roll-ups, and the events behind the watermark folded on the spot.
struct StatisticsRecords {
    private let connection: Connection
    private let link: Int64
    private let hours: Range<Int64>

    init(_ connection: Connection, link: Int64, hours: Range<Int64>) {
        self.connection = connection
        self.link = link
        self.hours = hours
    }

    /// Called inside one read transaction, so that no event is seen twice or not at all.
    func statistics() throws(StoreFailure) -> Statistics {
        var byHour: [Int64: Counts] = [:]
        var byKey: [Dimension: [Int64: Counts]] = [:]
        func add(_ dimension: Dimension, _ hour: Int64, _ key: Int64, _ counts: Counts) {
            if dimension == .total {
                byHour[hour, default: Counts()] += counts
            } else {
                byKey[dimension, default: [:]][key, default: Counts()] += counts
            }
        }
        for dimension in Dimension.allCases {
            // Only the totals are wanted hour by hour.
            let hour = dimension == .total ? "hour" : "0"
            try connection.rows(
                """
                SELECT \(hour) AS start, key, sum(visits), sum(uniques), sum(clickThroughs),
                    sum(presaves), sum(signups), sum(conversions), sum(bots), sum(presavesStarted),
                    sum(presavesAuthorised), sum(presavesFailed)
                FROM rollups WHERE link = ? AND dimension = ? AND hour >= ? AND hour < ?
                GROUP BY start, key
                """,
                [
                    .integer(link), .integer(Int64(dimension.rawValue)),
                    .integer(hours.lowerBound), .integer(hours.upperBound),
                ]
            ) { row in add(dimension, row.integer(0), row.integer(1), Self.counts(row)) }
        }
        for (key, counts) in try tail().rollups() where hours.contains(key.hour) {
            guard let dimension = Dimension(rawValue: key.dimension) else { continue }
            add(dimension, key.hour, key.key, counts)
        }
        return try inWords(byHour, byKey)
    }

    private func tail() throws(StoreFailure) -> Fold {
        var fold = Fold()
        let past = StoredPast(connection: connection)
        try connection.rows(
            "SELECT \(EventRow.columns) FROM events WHERE id > ? AND link = ? ORDER BY id",
            [.integer(try Rollups.watermark(connection)), .integer(link)]
        ) { row throws(StoreFailure) in try fold.add(EventRow(row), past) }
        return fold
    }

    private static func counts(_ row: borrowing Statement) -> Counts {
        var counts = Counts()
        counts.visits = row.integer(2)
        counts.uniques = row.integer(3)
        counts.clickThroughs = row.integer(4)
        counts.presaves = row.integer(5)
        counts.signups = row.integer(6)
        counts.conversions = row.integer(7)
        counts.bots = row.integer(8)
        counts.presavesStarted = row.integer(9)
        counts.presavesAuthorised = row.integer(10)
        counts.presavesFailed = row.integer(11)
        return counts
    }

    private func inWords(
        _ byHour: [Int64: Counts], _ byKey: [Dimension: [Int64: Counts]]
    ) throws(StoreFailure) -> Statistics {
        var statistics = Statistics()
        for (hour, counts) in byHour.sorted(by: { $0.key < $1.key }) {
            statistics.totals += counts
            statistics.hours.append((hour, counts))
        }
        for dimension in Dimension.allCases where dimension != .total {
            var rows: [(key: String, counts: Counts)] = []
            for (key, counts) in byKey[dimension] ?? [:] {
                rows.append((try word(key, of: dimension), counts))
            }
            rows.sort {
                ($1.counts.visits, $1.counts.clickThroughs, $0.key)
                    < ($0.counts.visits, $0.counts.clickThroughs, $1.key)
            }
            statistics.by[dimension] = rows
        }
        return statistics
    }

    private func word(_ key: Int64, of dimension: Dimension) throws(StoreFailure) -> String {
        switch dimension {
        case .total: return ""
        case .platform:
            return try stored("SELECT id FROM platforms WHERE number = ?", key) ?? "\(key)"
        case .country:
            let text = ShortCode(rawValue: UInt32(truncatingIfNeeded: key)).text
            return text.isEmpty ? "unknown" : text
        case .os:
            return OperatingSystem(rawValue: UInt8(truncatingIfNeeded: key))?.name ?? "other"
        case .referrer:
            return try stored("SELECT text FROM referrers WHERE id = ?", key) ?? "none"
        case .channel:
            return try stored("SELECT text FROM channels WHERE id = ?", key) ?? "none"
        case .variant:
            return try stored("SELECT code FROM links WHERE id = ?", key) ?? "deleted \(key)"
        case .reason:
            return Reason(rawValue: UInt8(truncatingIfNeeded: key))?.name ?? "\(key)"
        }
    }

    private func stored(_ query: String, _ key: Int64) throws(StoreFailure) -> String? {
        try connection.row(query, .integer(key)) { $0.text(0) }
    }
}
