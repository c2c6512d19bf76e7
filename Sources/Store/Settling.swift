// Packs and sums the past days and months of busy links (SchemaStatistics.swift says why), a bounded step at a time.
//
// A step reads one snapshot and writes what it came to in transactions of at most Limits.foldRowsMax rows; the last one
// moves the link's mark. Each asks first whether anything has been counted since the snapshot (another server on the
// same folder): then the step is left, and begun anew later. Rows in front of a mark are nobody's: a step that finds
// some, left by one that was killed, takes them away first.
import Smartlink

struct Settling {
    /// Reads; the writer's connection does the rest.
    let connection: Connection
    let write:
        (@escaping @Sendable (Connection) throws(StoreFailure) -> Void) throws(StoreFailure)
            -> Void
    /// Waits between two transactions; false if the work is to end.
    let pause: () -> Bool

    /// One day or month of a link.
    fileprivate struct Step: Sendable {
        var link: Int64
        var grain: Grain
        var first: Int64
        var end: Int64
        /// Marks before and after it.
        var old: Marks
        var new: Marks
        var watermark: Watermark
        /// Whether nothing is left to sum behind it.
        var isLast = false

        var hours: Range<Int64> { first * 24..<end * 24 }
    }

    /// Settles what is ripe of the days before `today`, steps begun until `deadline` of the monotonic clock; true if
    /// anything was.
    func settle(before today: Int64, until deadline: UInt64) throws(StoreFailure) -> Bool {
        let ripe = try connection.integer(
            """
            SELECT link FROM ripeness WHERE fresh >= \(Limits.ripeRowsMin) AND day < ?
            ORDER BY day LIMIT 1
            """, .integer(today))
        guard let link = ripe else { return false }
        while try step(link, before: today) {
            if !pause() || monotonicNanoseconds() > deadline { return false }
        }
        return true
    }

    /// Takes the link's next step; false at its end, or if it must be begun anew.
    private func step(_ link: Int64, before today: Int64) throws(StoreFailure) -> Bool {
        let snapshot = try Transaction(reading: connection)
        let marks = try Marks(of: link, connection)
        let watermark = try Watermark(connection)
        guard var step = try next(link, marks, today, watermark) else {
            try snapshot.commit()
            return false
        }
        step.isLast =
            step.new.day == today && step.new.month == CivilDay(days: today).firstOfMonth.days
        let holdsRemains = try remains(step)
        let rows = try sum(step)
        try snapshot.commit()
        if holdsRemains { try clear(step) }
        return try keep(rows, step)
    }

    private func next(
        _ link: Int64, _ marks: Marks, _ today: Int64, _ watermark: Watermark
    ) throws(StoreFailure) -> Step? {
        var new = marks
        let month = CivilDay(days: marks.day).firstOfMonth.days
        if marks.month < month {
            // The days of a month that is whole are there: sum it, and skip months without any.
            let day = try firstDay(of: link, from: marks.month, before: month)
            new.month = month
            if let day {
                let first = CivilDay(days: day)
                new.month = first.firstOfNextMonth.days
                return Step(
                    link: link, grain: .month, first: first.firstOfMonth.days, end: new.month,
                    old: marks, new: new, watermark: watermark)
            }
            return Step(
                link: link, grain: .month, first: month, end: month, old: marks, new: new,
                watermark: watermark)
        }
        guard marks.day < today else { return nil }
        let day = try firstDay(of: link, from: marks.day, before: today)
        // Never past the end of a month at once: its days are summed when it is whole.
        let monthEnd = CivilDay(days: marks.day).firstOfNextMonth.days
        let isFirst = marks.day == 0
        if let day, isFirst || day < monthEnd {
            new.day = day + 1
            if isFirst { new.month = CivilDay(days: day).firstOfMonth.days }
            return Step(
                link: link, grain: .day, first: day, end: day + 1, old: marks, new: new,
                watermark: watermark)
        }
        new.day = isFirst ? today : min(monthEnd, today)
        if isFirst { new.month = CivilDay(days: today).firstOfMonth.days }
        return Step(
            link: link, grain: .day, first: new.day, end: new.day, old: marks, new: new,
            watermark: watermark)
    }

    /// The first day from one day up to another that has any facts.
    private func firstDay(
        of link: Int64, from: Int64, before end: Int64
    ) throws(StoreFailure) -> Int64? {
        try connection.integer(
            """
            SELECT start FROM facts WHERE link = ? AND grain = ? AND start >= ? AND start < ?
            ORDER BY start LIMIT 1
            """, .integer(link), .integer(Int64(Grain.hour.rawValue)), .integer(from * 24),
            .integer(end * 24)
        ).map { CivilDay.floor($0, by: 24) }
    }

    /// A day from its hours, or a month from its days.
    private func sum(_ step: Step) throws(StoreFailure) -> FactRows {
        var rows = FactRows()
        if step.hours.isEmpty { return rows }
        let start = step.first * 24
        var packed: [Pack.Row] = []
        switch step.grain {
        case .month:
            var sums: [Profile: Counts] = [:]
            try packRows(step) { sums[$0.profile, default: Counts()] += $0.counts }
            try facts(step, .day) { sums[$0.profile, default: Counts()] += $0.counts }
            packed = sums.map { Pack.Row(hour: 0, profile: $0.key, counts: $0.value) }
        case .day, .hour:
            try facts(step, .hour) { packed.append($0) }
            for row in packed {
                let hour = FactRows.Tally(
                    link: step.link, grain: .hour, dimension: 0, start: start + row.hour, key: 0)
                rows.tallies[hour, default: Counts()] += row.counts
            }
        }
        for row in packed {
            rows.tally(row.counts, row.profile, link: step.link, grain: step.grain, start: start)
        }
        for (part, bytes) in Pack.packs(of: packed).enumerated() {
            let place = FactRows.PackPlace(
                link: step.link, grain: step.grain, start: start, part: part)
            rows.packs.append((place, bytes))
        }
        return rows
    }

    private func facts(
        _ step: Step, _ grain: Grain, _ take: (Pack.Row) -> Void
    ) throws(StoreFailure) {
        try connection.rows(
            """
            SELECT start, \(Profile.columns), \(CountColumns.list)
            FROM facts JOIN profiles ON profiles.id = facts.profile
            WHERE link = ? AND grain = ? AND start >= ? AND start < ?
            """, values(step, grain)
        ) { row in
            take(
                Pack.Row(
                    hour: row.integer(0) - step.first * 24, profile: Profile(row, at: 1),
                    counts: CountColumns.read(row, at: 6)))
        }
    }

    /// The rows of the days' packs.
    private func packRows(
        _ step: Step, _ take: (Pack.Row) -> Void
    ) throws(StoreFailure) {
        try connection.rows(
            "SELECT rows FROM packs WHERE link = ? AND grain = ? AND start >= ? AND start < ?",
            values(step, .day)
        ) { row throws(StoreFailure) in
            try row.withBytes(0) { bytes throws(StoreFailure) in
                try PackReading(bytes).rows(in: bytes).forEach(take)
            }
        }
    }

    private func values(_ step: Step, _ grain: Grain) -> [Value] {
        [
            .integer(step.link), .integer(Int64(grain.rawValue)),
            .integer(step.hours.lowerBound), .integer(step.hours.upperBound),
        ]
    }

    private func remains(_ step: Step) throws(StoreFailure) -> Bool {
        for table in Self.packed {
            var isFound = false
            try connection.rows(
                """
                SELECT 1 FROM \(table) WHERE link = ? AND grain = ? AND start >= ? AND start < ?
                LIMIT 1
                """, values(step, step.grain)
            ) { _ in isFound = true }
            if isFound { return true }
        }
        return false
    }

    /// What shows that a step was begun: its packs, and what has come late to them.
    private static let packed = ["packs", "facts"]

    /// Takes away what a step that did not end has left, a bounded number of rows at a time.
    private func clear(_ step: Step) throws(StoreFailure) {
        // The tallies go first, because the others show that there is something.
        let tallies = [
            (step.grain, step.hours), (Grain.hour, step.grain == .day ? step.hours : 0..<0),
        ]
        try write { connection throws(StoreFailure) in
            let transaction = try Transaction(writing: connection)
            guard try Marks(of: step.link, connection) == step.old else { return }
            for (grain, hours) in tallies where !hours.isEmpty {
                for dimension in Dimension.allCases.map(\.rawValue) + [FactRows.bots] {
                    try connection.run(
                        """
                        DELETE FROM tallies WHERE link = ? AND grain = ? AND dimension = ?
                            AND start >= ? AND start < ?
                        """, .integer(step.link), .integer(Int64(grain.rawValue)),
                        .integer(Int64(dimension)), .integer(hours.lowerBound),
                        .integer(hours.upperBound))
                }
            }
            try transaction.commit()
        }
        let values = values(step, step.grain)
        while try remains(step), pause() {
            try write { connection throws(StoreFailure) in
                let transaction = try Transaction(writing: connection)
                guard try Marks(of: step.link, connection) == step.old else { return }
                try connection.run(
                    "DELETE FROM packs WHERE link = ? AND grain = ? AND start >= ? AND start < ?",
                    values)
                try connection.run(
                    """
                    DELETE FROM facts WHERE (link, grain, start, profile) IN (
                        SELECT link, grain, start, profile FROM facts WHERE link = ? AND grain = ?
                            AND start >= ? AND start < ? LIMIT ?)
                    """, values + [.integer(Int64(Limits.foldRowsMax))])
                try transaction.commit()
            }
        }
    }

    /// Writes the rows and moves the mark; false if somebody else has counted meanwhile.
    private func keep(_ rows: FactRows, _ step: Step) throws(StoreFailure) -> Bool {
        let parts = rows.parts(of: Limits.foldRowsMax)
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            let outcome = Answer<Bool>()
            try write { connection throws(StoreFailure) in
                let transaction = try Transaction(writing: connection)
                let watermark = try Watermark(connection)
                let marks = try Marks(of: step.link, connection)
                let isUnmoved = watermark == step.watermark && marks == step.old
                if isUnmoved {
                    try FactRecords.write(part, connection, .setting)
                    if isLast { try mark(step, connection) }
                    try transaction.commit()
                }
                outcome.give(isUnmoved)
            }
            guard outcome.wait() == true else { return false }
            if !isLast, !pause() { return false }
        }
        return true
    }
}

/// Moves the link's marks; at the end of its past it begins to gather anew.
private func mark(_ step: Settling.Step, _ connection: Connection) throws(StoreFailure) {
    try connection.run(
        "UPDATE ripeness SET day = ?, month = ?, fresh = iif(?, 0, fresh) WHERE link = ?",
        .integer(step.new.day), .integer(step.new.month), Value(step.isLast), .integer(step.link))
}

extension FactRows {
    /// Packs and tallies in parts of one pack or at most so many rows, the packs first; one part at least.
    func parts(of rowsMax: Int) -> [FactRows] {
        var parts: [FactRows] = packs.map { pack in
            var part = FactRows()
            part.packs = [pack]
            return part
        }
        if parts.isEmpty { parts.append(FactRows()) }
        for (key, counts) in tallies {
            if parts[parts.count - 1].count >= rowsMax { parts.append(FactRows()) }
            parts[parts.count - 1].tallies[key] = counts
        }
        return parts
    }
}
