// Applies today's list of crawlers to events that were stored under an older one, and repairs what is counted, so
// that it equals a recount of the log at every moment.
//
// - Only kind and class of an agent come from its name; whoever fetched ahead, sent HEAD or looked at their own link
//   stays what they were.
// - A bot that is another sort of bot: its event moves from one class to the other.
// - A person who turns out a bot, or the other way round, changes what else the same visitor did that day: who was the
//   first, which visit a click converts. So all events of such a visitor, link and day are folded as they were and as
//   they will be, and the difference is added to what is counted.
//
// Every transaction changes some events and the counts that follow from them, so that a process killed anywhere leaves
// a store that is right, only not finished: the next run finds what is left. Transactions are small, and pauses between
// them let fans' events through. The fold and the settling of a server beside it see by the watermark's corrections
// that what they have read no longer holds, and read again.
public import Smartlink

/// What a reclassification came to.
public struct Reclassified: Equatable, Sendable {
    /// Events in the log.
    public internal(set) var events: Int64 = 0
    /// Those that were stored as something else.
    public internal(set) var changed: Int64 = 0
    /// Of them, those counted from now on, and those no longer counted.
    public internal(set) var counted: Int64 = 0
    public internal(set) var uncounted: Int64 = 0
}

extension Store {
    /// Brings all events up to date with `agents`; `report` hears how many rows have been read of how many.
    ///
    /// Errors: `conflict` if another run is at it.
    public func reclassify(
        by agents: AgentTable,
        report: @escaping @Sendable (_ read: Int64, _ all: Int64) -> Void = { _, _ in }
    ) async throws(Failure) -> Reclassified {
        let writer = events
        return try await outcome(of: readers.submit) { connection throws(StoreFailure) in
            var work = Reclassification(connection, agents, report: report) {
                body throws(StoreFailure) in try writer.perform(body)
            }
            return try work.run()
        }
    }
}

struct Reclassification {
    typealias Write = (@escaping @Sendable (Connection) throws(StoreFailure) -> Void)
        throws(StoreFailure) -> Void

    let connection: Connection
    let write: Write
    private let report: (Int64, Int64) -> Void
    private let verdicts: AgentVerdicts
    private(set) var outcome = Reclassified()
    /// The last event looked at, and the corrections there are with our own.
    var last: Int64 = 0
    var corrections: Int64 = 0

    init(
        _ connection: Connection, _ agents: AgentTable,
        report: @escaping (Int64, Int64) -> Void, write: @escaping Write
    ) {
        self.connection = connection
        self.write = write
        self.report = report
        verdicts = AgentVerdicts(agents)
    }

    mutating func run() throws(StoreFailure) -> Reclassified {
        let end = try connection.integer("SELECT max(id) FROM events") ?? 0
        outcome.events = try connection.integer("SELECT count(*) FROM events") ?? 0
        last = end
        var flips: Int64 = 0
        var groups: Set<Fold.Visitor> = []
        try scan(through: end, pass: 0, of: 3) { (rows, work) throws(StoreFailure) in
            var others: [Change] = []
            for row in rows {
                guard let change = try work.change(row) else { continue }
                if change.isFlip {
                    flips += 1
                    if groups.count <= Limits.groupsMax { groups.insert(row.group) }
                } else {
                    others.append(change)
                }
            }
            try work.move(others)
        }
        corrections = try Watermark(connection).corrections
        if groups.count <= Limits.groupsMax {
            try correct(groups, through: end, pass: 2, of: 3)
            return outcome
        }
        let parts = Int(flips) / Limits.groupsMax + 1
        for part in 0..<parts {
            let passes = 2 * parts + 1
            var groups: Set<Fold.Visitor> = []
            try scan(through: end, pass: 1 + 2 * part, of: passes) {
                (rows, work) throws(StoreFailure) in
                for row in rows where row.group.part(of: parts) == part {
                    if try work.change(row)?.isFlip == true { groups.insert(row.group) }
                }
            }
            try correct(groups, through: end, pass: 2 + 2 * part, of: passes)
        }
        return outcome
    }

    /// Looks at the whole log, a bounded number of rows at a time.
    mutating func scan(
        through end: Int64, pass: Int, of passes: Int,
        _ look: ([LoggedEvent], inout Reclassification) throws(StoreFailure) -> Void
    ) throws(StoreFailure) {
        var reached: Int64 = 0
        while reached < end {
            let rows = try events(after: reached, through: end)
            guard let newest = rows.last?.row.id else { break }
            try look(rows, &self)
            reached = newest
            report(Int64(pass) * end + reached, Int64(passes) * end)
        }
    }

    func events(after first: Int64, through end: Int64) throws(StoreFailure) -> [LoggedEvent] {
        var events: [LoggedEvent] = []
        try connection.rows(
            """
            SELECT \(EventRow.columns), agent FROM events WHERE id > ? AND id <= ?
            ORDER BY id LIMIT ?
            """, [.integer(first), .integer(end), .integer(Limits.eventsScannedMax)]
        ) { events.append(LoggedEvent(row: EventRow($0), agent: $0.integer(9))) }
        return events
    }

    /// What becomes of an event; nil if it stays.
    func change(_ event: LoggedEvent) throws(StoreFailure) -> Change? {
        let row = event.row
        if row.agentKind == .prefetch || row.botClass == .prefetch || row.botClass == .own {
            return nil
        }
        var new = row
        new.traits =
            row.traits & ~EventRow.agentBits | (try verdicts.bits(of: event.agent, connection))
        return new.traits == row.traits ? nil : Change(old: row, new: new)
    }

    /// Moves bots' events from one class to another.
    private mutating func move(_ changes: [Change]) throws(StoreFailure) {
        for first in stride(from: 0, to: changes.count, by: Limits.eventsCorrectedMax) {
            let some = Array(
                changes[first..<min(first + Limits.eventsCorrectedMax, changes.count)])
            let moved = Answer<Int64>()
            try write { connection throws(StoreFailure) in
                let transaction = try Transaction(writing: connection)
                let counted = try Watermark(connection).event
                var facts: [Fold.Place: Counts] = [:]
                var one = Counts()
                one.bots = 1
                var count: Int64 = 0
                for change in some where try change.write(connection) {
                    count += 1
                    guard change.old.id <= counted else { continue }
                    facts[change.old.place, default: Counts()] -= one
                    facts[change.new.place, default: Counts()] += one
                }
                facts = facts.filter { $0.value != Counts() }
                try FactRecords.add(facts, known: [:], connection)
                try Watermark.noteCorrection(connection)
                try transaction.commit()
                moved.give(count)
            }
            outcome.changed += moved.wait() ?? 0
            sleepNanoseconds(Limits.foldGapMs * 1_000_000)
        }
    }

    mutating func note(_ changes: [Change]) {
        outcome.changed += Int64(changes.count)
        outcome.counted += Int64(changes.count { $0.new.isHuman })
        outcome.uncounted += Int64(changes.count { !$0.new.isHuman })
    }
}

/// One event of the log with its agent.
struct LoggedEvent {
    var row: EventRow
    var agent: Int64

    /// Whose events its counts depend on.
    var group: Fold.Visitor { row.group }
}

/// One event as it is and as it should be.
struct Change: Sendable {
    var old: EventRow
    var new: EventRow

    /// Whether it is counted from now on, or no longer.
    var isFlip: Bool { old.isHuman != new.isHuman }

    /// False if somebody else has changed it.
    func write(_ connection: Connection) throws(StoreFailure) -> Bool {
        try connection.run(
            "UPDATE events SET traits = ? WHERE id = ? AND traits = ?", .integer(new.traits),
            .integer(old.id), .integer(old.traits))
        return connection.changedRows == 1
    }
}

extension EventRow {
    /// Kind of agent and class of bot.
    static let agentBits: Int64 = 3 << 8 | 15 << 20

    var group: Fold.Visitor { Fold.Visitor(day: at.day, link: link, hash: visitor) }
    var place: Fold.Place { Fold.Place(link: link, hour: at.hour, profile: Profile(self)) }
}

extension Fold.Visitor {
    /// Which of so many parts it belongs to.
    func part(of parts: Int) -> Int {
        var mixed = UInt64(bitPattern: hash ^ link &* 0x1F35_7A4D ^ day &* 0x2C1B_3C6D)
        mixed ^= mixed >> 32
        return Int(mixed % UInt64(parts))
    }
}

extension Watermark {
    static func noteCorrection(_ connection: Connection) throws(StoreFailure) {
        try connection.run("UPDATE watermark SET corrections = corrections + 1")
    }
}

/// What today's list says of each name there is, read as they come up.
private final class AgentVerdicts {
    private let table: AgentTable
    private var known: [Int64: Int64] = [:]

    init(_ table: AgentTable) { self.table = table }

    /// Kind and class where EventRow.traits has them.
    func bits(of id: Int64, _ connection: Connection) throws(StoreFailure) -> Int64 {
        if let bits = known[id] { return bits }
        let text =
            try connection.row("SELECT text FROM agents WHERE id = ?", .integer(id)) {
                $0.text(0)
            } ?? ""
        let agent = table.classify(text)
        let bits = Int64(agent.kind.rawValue) << 8 | Int64(agent.botClass.rawValue) << 20
        if known.count >= Limits.profilesMetMax { known.removeAll(keepingCapacity: true) }
        known[id] = bits
        return bits
    }
}
