import Smartlink
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
                try eraseVisitors(present)
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
            // At most a quarter of a processor, so that fans' requests come first.
            pause(max(3 * (monotonicNanoseconds() - start), Limits.foldGapMs * 1_000_000))
        }
    }

    /// Folds the next batch; false if there is none.
    func foldBatch(_ connection: Connection) throws(StoreFailure) -> Bool {
        var fold = Fold()
        let snapshot = try Transaction(reading: connection)
        let watermark = try Self.watermark(connection)
        do {
            var rows = try connection.statement(
                "SELECT \(EventRow.columns) FROM events WHERE id > ? ORDER BY id LIMIT ?")
            try rows.bind([.integer(watermark), .integer(Int64(Limits.foldEventsMax))])
            let past = StoredPast(connection: connection)
            let isBehind = events.lastEventID - watermark > Limits.foldBacklog
            let rowsMax = isBehind ? Limits.foldRowsBehindMax : Limits.foldRowsMax
            while fold.rows < rowsMax, try rows.step() {
                try fold.add(EventRow(rows), past)
            }
        }
        try snapshot.commit()
        guard fold.lastEvent > watermark else { return false }
        let (changes, visitors, last) = (fold.rollups(), fold.visitors, fold.lastEvent)
        try events.perform { connection throws(StoreFailure) in
            let transaction = try Transaction(writing: connection)
            // Another server on the same folder may have been here first.
            guard try Self.watermark(connection) == watermark else { return }
            try Self.add(changes, connection)
            try Self.keep(visitors, connection)
            try connection.run("UPDATE watermark SET event = ?", .integer(last))
            try transaction.commit()
        }
        return true
    }

    static func watermark(_ connection: Connection) throws(StoreFailure) -> Int64 {
        try connection.integer("SELECT event FROM watermark") ?? 0
    }

    private static func add(
        _ changes: [Fold.Key: Counts], _ connection: Connection
    ) throws(StoreFailure) {
        var upsert = try connection.statement(
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
            """)
        for (key, counts) in changes {
            upsert.bind(1, integer: key.link)
            upsert.bind(2, integer: Int64(key.dimension))
            upsert.bind(3, integer: key.hour)
            upsert.bind(4, integer: key.key)
            upsert.bind(5, integer: counts.visits)
            upsert.bind(6, integer: counts.uniques)
            upsert.bind(7, integer: counts.clickThroughs)
            upsert.bind(8, integer: counts.presaves)
            upsert.bind(9, integer: counts.signups)
            upsert.bind(10, integer: counts.conversions)
            upsert.bind(11, integer: counts.bots)
            upsert.bind(12, integer: counts.presavesStarted)
            upsert.bind(13, integer: counts.presavesAuthorised)
            upsert.bind(14, integer: counts.presavesFailed)
            _ = try upsert.step()
            upsert.reset()
        }
    }

    private static func keep(
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

    /// Erases the visitors of days that are over, a few at a time.
    private func eraseVisitors(_ connection: Connection) throws(StoreFailure) {
        let today = Instant(ms: settings.now().ms - Limits.visitorGraceMs).day
        while !isClosed.load(ordering: .acquiring),
            let oldest = try connection.integer("SELECT min(day) FROM visitors"), oldest < today
        {
            try events.perform { connection throws(StoreFailure) in
                try connection.run(
                    """
                    DELETE FROM visitors WHERE (day, link, visitor) IN (
                        SELECT day, link, visitor FROM visitors WHERE day < ? LIMIT ?)
                    """, .integer(today), .integer(Limits.visitorsErasedMax))
            }
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
