public import Smartlink
import Synchronization

/// Follows the event log with the roll-ups, a bounded batch at a time, and erases yesterday's visitors.
///
/// It reads beside the writer and hands it one short transaction per batch, which also moves the watermark:
/// after a crash the roll-ups stand exactly where the watermark says.
final class Rollups: Sendable {
    private let events: EventWriter
    private let settings: Settings
    private let open: @Sendable () throws(StoreFailure) -> Connection
    private let isClosed = Atomic(false)
    private let alarm = Alarm()
    /// The day that what is folded has come to, with the margin for late events.
    private let foldedDay = Atomic<Int64>(0)
    private let met = Mutex<[Profile: Int64]>([:])

    init(
        _ events: EventWriter, _ settings: Settings,
        open: @escaping @Sendable () throws(StoreFailure) -> Connection
    ) {
        self.events = events
        self.settings = settings
        self.open = open
    }

    func close() {
        isClosed.store(true, ordering: .releasing)
        alarm.ring()
    }

    /// Works until it is closed.
    func run() {
        var connection: Connection?
        var folded: Int64 = -1
        while !isClosed.load(ordering: .acquiring) {
            do throws(StoreFailure) {
                let present = try Connection.kept(in: &connection, open)
                // The first round finds what the last process left.
                if folded != events.lastEventID {
                    let newest = events.lastEventID
                    try foldAll(present, through: newest)
                    folded = newest
                }
                try eraseVisitors(before: today, present)
                try eraseFormer(present)
                try settle(present)
            } catch {
                if case .domain = error {} else { settings.log("Roll-ups wait: \(error)") }
                connection = nil
            }
            pause(Limits.foldPauseMs * 1_000_000)
        }
    }

    private func pause(_ nanoseconds: UInt64) {
        if isClosed.load(ordering: .acquiring) { return }
        alarm.wait(until: monotonicNanoseconds() + nanoseconds)
    }

    /// Folds what there was when the round began; what has come since is the next round's, lest a round under steady
    /// traffic never end and each batch of a few events cost the writer a commit.
    private func foldAll(
        _ connection: Connection, through newest: Int64
    ) throws(StoreFailure) {
        while !isClosed.load(ordering: .acquiring) {
            let start = monotonicNanoseconds()
            guard try foldBatch(connection), try Self.watermark(connection) < newest else {
                return
            }
            // Where a whole log is counted anew, not all its days' visitors at once.
            try eraseVisitors(before: min(today, foldedDay.load(ordering: .relaxed)), connection)
            // At most a quarter of a processor, so that fans' requests come first.
            pause(max(3 * (monotonicNanoseconds() - start), Limits.foldGapMs * 1_000_000))
        }
    }

    /// Folds the next batch; false if there is none.
    func foldBatch(_ connection: Connection) throws(StoreFailure) -> Bool {
        var fold = Fold()
        let snapshot = try Transaction(reading: connection)
        let watermark = try Watermark(connection)
        do {
            var rows = try connection.statement(
                "SELECT \(EventRow.columns) FROM events WHERE id > ? ORDER BY id LIMIT ?")
            try rows.bind([.integer(watermark.event), .integer(Int64(Limits.foldEventsMax))])
            let past = StoredPast(connection: connection)
            let isBehind = events.lastEventID - watermark.event > Limits.foldBacklog
            let rowsMax = isBehind ? Limits.foldRowsBehindMax : Limits.foldRowsMax
            while fold.rows < rowsMax, try rows.step() {
                try fold.add(EventRow(rows), past)
            }
        }
        guard fold.lastEvent > watermark.event else { return false }
        let (facts, visitors, last) = (fold.facts, fold.visitors, fold.lastEvent)
        let known = try profiles(in: facts, connection)
        foldedDay.store(Instant(ms: fold.lastAt.ms - Limits.eventMarginMs).day, ordering: .relaxed)
        try snapshot.commit()
        try events.perform { connection throws(StoreFailure) in
            let transaction = try Transaction(writing: connection)
            // Another process on the same folder may have been here first.
            guard try Watermark(connection) == watermark else { return }
            try FactRecords.add(facts, known: known, connection)
            try Self.keep(visitors, connection)
            try connection.run("UPDATE watermark SET event = ?", .integer(last))
            try transaction.commit()
        }
        return true
    }

    /// The ids of those profiles that have one; what was met before is remembered.
    private func profiles(
        in facts: [Fold.Place: Counts], _ connection: Connection
    ) throws(StoreFailure) -> [Profile: Int64] {
        var ids: [Profile: Int64] = [:]
        for place in facts.keys where ids[place.profile] == nil {
            if let id = met.withLock({ $0[place.profile] }) {
                ids[place.profile] = id
            } else if let id = try FactRecords.find(place.profile, connection) {
                ids[place.profile] = id
                met.withLock { met in
                    if met.count >= Limits.profilesMetMax { met.removeAll() }
                    met[place.profile] = id
                }
            }
        }
        return ids
    }

    static func watermark(_ connection: Connection) throws(StoreFailure) -> Int64 {
        try connection.integer("SELECT event FROM watermark") ?? 0
    }

    static func keep(
        _ visitors: [Fold.Visitor: Int64], _ connection: Connection
    ) throws(StoreFailure) {
        var upsert = try connection.statement(
            """
            INSERT INTO visitors (day, link, visitor, open) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET open = excluded.open
            """)
        for (visitor, open) in visitors {
            upsert.bind(1, integer: visitor.day)
            upsert.bind(2, integer: visitor.link)
            upsert.bind(3, integer: visitor.hash)
            upsert.bind(4, integer: open)
            _ = try upsert.step()
            upsert.reset()
        }
    }

    /// Sums what is ripe, for no longer than a round, so that the fold is never far behind.
    private func settle(_ connection: Connection) throws(StoreFailure) {
        let deadline = monotonicNanoseconds() + Limits.foldPauseMs * 1_000_000
        let settling = settling(connection)
        while !isClosed.load(ordering: .acquiring), monotonicNanoseconds() < deadline,
            try settling.settle(before: today, until: deadline)
        {}
    }

    /// Folds and settles all there is, without the pauses that spare fans; `report` hears the last event folded.
    func catchUp(report: (Int64) -> Void) throws(StoreFailure) {
        let connection = try open()
        while try foldBatch(connection) {
            try eraseVisitors(before: min(today, foldedDay.load(ordering: .relaxed)), connection)
            report(try Self.watermark(connection))
        }
        let settling = Settling(connection: connection) { [events] body throws(StoreFailure) in
            try events.perform(body)
        } pause: {
            true
        }
        while try settling.settle(before: today, until: .max) {}
    }

    func settling(_ connection: Connection) -> Settling {
        Settling(connection: connection) { [events] body throws(StoreFailure) in
            try events.perform(body)
        } pause: { [self] in
            pause(Limits.foldGapMs * 1_000_000)
            return !isClosed.load(ordering: .acquiring)
        }
    }

    /// The day that may still have events on their way.
    private var today: Int64 { Instant(ms: settings.now().ms - Limits.visitorGraceMs).day }

    /// Erases a few rows of a former version's roll-ups.
    private func eraseFormer(_ connection: Connection) throws(StoreFailure) {
        guard try connection.integer("SELECT 1 FROM rollups LIMIT 1") != nil else { return }
        try events.perform { connection throws(StoreFailure) in
            try connection.run(
                """
                DELETE FROM rollups WHERE (link, dimension, hour, key) IN (
                    SELECT link, dimension, hour, key FROM rollups LIMIT ?)
                """, .integer(Limits.visitorsErasedMax))
        }
    }

    /// Erases the visitors of days that are over, a few at a time.
    private func eraseVisitors(
        before day: Int64, _ connection: Connection
    ) throws(StoreFailure) {
        while !isClosed.load(ordering: .acquiring),
            let oldest = try connection.integer("SELECT min(day) FROM visitors"), oldest < day
        {
            try events.perform { connection throws(StoreFailure) in
                try connection.run(
                    """
                    DELETE FROM visitors WHERE (day, link, visitor) IN (
                        SELECT day, link, visitor FROM visitors WHERE day < ? LIMIT ?)
                    """, .integer(day), .integer(Limits.visitorsErasedMax))
            }
        }
    }
}

extension Store {
    /// Counts every event there is and sums what is ripe, at once: for tools that have filled a store.
    ///
    /// Blocks until done, some 10 µs an event.
    public func countAll(report: (Int64) -> Void = { _ in }) throws(Failure) {
        do throws(StoreFailure) { try rollups.catchUp(report: report) } catch {
            throw error.failure
        }
    }
}

extension EventWriter {
    /// Runs `body` on the writer's thread and waits for it; never called from that thread.
    func perform(
        _ body: @escaping @Sendable (Connection) throws(StoreFailure) -> Void
    ) throws(StoreFailure) {
        let answer = Answer<Result<Void, StoreFailure>>()
        submit(
            Job(
                run: { connection in
                    answer.give(Result { () throws(StoreFailure) in try body(connection) })
                },
                refuse: { answer.give(.failure($0)) }))
        try answer.wait()?.get()
    }
}
