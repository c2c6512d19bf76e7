// The part of a reclassification that changes who is counted: visitor by visitor (Reclassification.swift).
import Smartlink

extension Reclassification {
    /// Corrects the events of these visitors, links and days.
    mutating func correct(
        _ groups: Set<Fold.Visitor>, through end: Int64, pass: Int, of passes: Int
    ) throws(StoreFailure) {
        if groups.isEmpty { return }
        var events: [Fold.Visitor: [LoggedEvent]] = [:]
        try scan(through: end, pass: pass, of: passes) { (rows, _) throws(StoreFailure) in
            for row in rows where groups.contains(row.group) {
                events[row.group, default: []].append(row)
            }
        }
        last = end
        var waiting = Array(groups)
        while try correctSome(of: &waiting, &events) {
            sleepNanoseconds(Limits.foldGapMs * 1_000_000)
        }
    }

    /// Corrects the next events of visitors that wait; false if none is left.
    private mutating func correctSome(
        of waiting: inout [Fold.Visitor], _ events: inout [Fold.Visitor: [LoggedEvent]]
    ) throws(StoreFailure) -> Bool {
        let snapshot = try Transaction(reading: connection)
        let watermark = try Watermark(connection)
        try catchUp(&events)
        try snapshot.commit()
        let corrected = try next(of: &waiting, events, counted: watermark.event)
        if corrected.isEmpty { return false }
        guard watermark.corrections == corrections else {
            throw .domain(
                Failure(
                    .conflict,
                    "Another reclassification runs on this store: what it leaves, the next run "
                        + "finds."))
        }
        let written = Answer<Bool>()
        try write { connection throws(StoreFailure) in
            let transaction = try Transaction(writing: connection)
            let isUnmoved = try Watermark(connection) == watermark
            if isUnmoved {
                for one in corrected { try one.write(connection) }
                try Watermark.noteCorrection(connection)
                try transaction.commit()
            }
            written.give(isUnmoved)
        }
        // Where the roll-ups have moved on meanwhile, the same is tried on what they left.
        guard written.wait() == true else { return true }
        corrections += 1
        for one in corrected {
            var new: [Int64: EventRow] = [:]
            for change in one.changes { new[change.new.id] = change.new }
            events[one.group] = events[one.group]?.map { event in
                LoggedEvent(row: new[event.row.id] ?? event.row, agent: event.agent)
            }
            note(one.changes)
        }
        return true
    }

    /// The corrections of the next transaction; visitors that need none no longer wait.
    private func next(
        of waiting: inout [Fold.Visitor], _ events: [Fold.Visitor: [LoggedEvent]], counted: Int64
    ) throws(StoreFailure) -> [VisitorCorrection] {
        var corrected: [VisitorCorrection] = []
        var room = Limits.eventsCorrectedMax
        for place in waiting.indices.reversed() where room > 0 {
            let own = events[waiting[place]] ?? []
            var changed = own
            var changes: [Change] = []
            for (index, event) in own.enumerated() where changes.count < room {
                guard let change = try change(event), change.isFlip else { continue }
                changes.append(change)
                changed[index].row = change.new
            }
            if changes.isEmpty {
                waiting.remove(at: place)
                continue
            }
            room -= changes.count
            corrected.append(
                try VisitorCorrection(
                    waiting[place], from: own, to: changed, counted: counted, changes: changes))
        }
        return corrected
    }

    /// Adds what has been stored since.
    private mutating func catchUp(
        _ events: inout [Fold.Visitor: [LoggedEvent]]
    ) throws(StoreFailure) {
        while true {
            let newer = try self.events(after: last, through: .max)
            guard let newest = newer.last?.row.id else { return }
            for event in newer where events[event.group] != nil {
                events[event.group]?.append(event)
            }
            last = newest
        }
    }
}

/// What changes with some of one visitor's events.
private struct VisitorCorrection: Sendable {
    var changes: [Change]
    private var facts: [Fold.Place: Counts] = [:]
    var group: Fold.Visitor
    /// The visit that is open in the end; nil for a visitor who has never been.
    private var open: Int64?

    init(
        _ group: Fold.Visitor, from old: [LoggedEvent], to new: [LoggedEvent], counted: Int64,
        changes: [Change]
    ) throws(StoreFailure) {
        self.group = group
        self.changes = changes
        let before = try Self.fold(old, counted)
        let after = try Self.fold(new, counted)
        facts = after.facts
        for (place, counts) in before.facts { facts[place, default: Counts()] -= counts }
        facts = facts.filter { $0.value != Counts() }
        open = after.visitors[group]
    }

    private static func fold(
        _ events: [LoggedEvent], _ counted: Int64
    ) throws(StoreFailure) -> Fold {
        var fold = Fold()
        let past = OwnPast(
            rows: Dictionary(
                events.map { ($0.row.id, $0.row) }, uniquingKeysWith: { first, _ in first }))
        for event in events where event.row.id <= counted { try fold.add(event.row, past) }
        return fold
    }

    func write(_ connection: Connection) throws(StoreFailure) {
        for change in changes { _ = try change.write(connection) }
        try FactRecords.add(facts, known: [:], connection)
        if let open {
            try Rollups.keep([group: open], connection)
        } else {
            try connection.run(
                "DELETE FROM visitors WHERE day = ? AND link = ? AND visitor = ?",
                .integer(group.day), .integer(group.link), .integer(group.hash))
        }
    }
}

/// All a visitor did that day, known beforehand.
private struct OwnPast: FoldSource {
    let rows: [Int64: EventRow]
    func open(of visitor: Fold.Visitor) -> Int64? { nil }
    func event(_ id: Int64) -> EventRow? { rows[id] }
}
