import Bytes
import Smartlink

/// The writer's end of the event log.
struct EventTable: ~Copyable {
    private let connection: Connection
    private var insert: Statement
    private var agents = Lexicon(table: "agents")
    private var referrers = Lexicon(table: "referrers")
    private var channels = Lexicon(table: "channels")

    /// What one batch came to.
    struct Outcome: Sendable {
        /// Events by the number of their kind.
        var kinds = InlineArray<16, Int>(repeating: 0)
        var events = 0
        var lastID: Int64 = 0
    }

    init(_ connection: Connection) throws(StoreFailure) {
        self.connection = connection
        insert = try connection.statement(
            """
            INSERT INTO events
                (at, link, traits, country, visitor, variant, agent, referrer, channel)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// Writes a batch of `Event` records in one transaction: all of them, or none and an error.
    mutating func write(_ batch: RawSpan) throws(StoreFailure) -> Outcome {
        do throws(StoreFailure) {
            var outcome = Outcome()
            let transaction = try Transaction(writing: connection)
            var offset = 0
            while let record = Event.record(in: batch, at: offset) {
                try write(record, of: batch)
                outcome.kinds[Int(record.event.kind.rawValue)] += 1
                outcome.events += 1
                offset = record.end
            }
            outcome.lastID = connection.lastInsertedRow
            try transaction.commit()
            return outcome
        } catch {
            agents.forget()
            referrers.forget()
            channels.forget()
            throw error
        }
    }

    private mutating func write(
        _ record: Event.Record, of batch: RawSpan
    ) throws(StoreFailure) {
        let event = record.event
        let agent = try agents.id(of: record.agent, in: batch, connection)
        let referrer = try referrers.id(of: record.referrer, in: batch, connection)
        let channel = try channels.id(of: record.channel, in: batch, connection)
        insert.bind(1, integer: event.at.ms)
        insert.bind(2, integer: event.link)
        insert.bind(3, integer: EventRow.traits(of: event))
        insert.bind(4, integer: Int64(event.country.rawValue))
        insert.bind(5, integer: Int64(bitPattern: event.visitor))
        insert.bind(6, integer: event.variant)
        insert.bind(7, integer: agent)
        insert.bind(8, integer: referrer)
        insert.bind(9, integer: channel)
        defer { insert.reset() }
        _ = try insert.step()
    }
}
