// How saves are handed out. What is due is looked up beside the writer, and each row then taken by one
// short update on condition that it still is as it was seen: events wait for the updates only, and whatever
// was revoked, erased or taken in between is not handed out.
public import Smartlink

extension Store {
    public func leaseSaves(
        _ limit: Int, without platforms: Set<String>, at now: Instant, until: Instant
    ) async throws(Failure) -> [LeasedSave] {
        let limit = min(limit, Limits.leasedMax)
        guard limit > 0 else { return [] }
        try await mendClock(at: now)
        let due = try await read { connection throws(StoreFailure) in
            let lanes = try SaveLanes(connection).all(without: platforms)
            return try SaveLanes(connection).due(limit, in: lanes, at: now)
        }
        if due.isEmpty { return [] }
        return try await write { connection throws(StoreFailure) in
            var leased: [LeasedSave] = []
            for var candidate in due {
                try connection.run(
                    """
                    UPDATE saves SET state = 'saving', nextAt = ?, triedAt = coalesce(triedAt, ?)
                    WHERE id = ? AND state = ? AND nextAt = ?
                    """,
                    .integer(until.ms), .integer(now.ms), .integer(candidate.save.id),
                    .text(candidate.save.state.rawValue), .integer(candidate.save.nextAt.ms))
                guard connection.changedRows == 1 else { continue }
                candidate.save.state = .saving
                candidate.save.nextAt = until
                candidate.save.triedAt = candidate.save.triedAt ?? now
                leased.append(candidate)
            }
            return leased
        }
    }

    /// Makes due what was put off under a clock that was far ahead.
    private func mendClock(at now: Instant) async throws(Failure) {
        let horizon = now.ms + SaveLimits.putOffMsMax
        let isFound = try await read { connection throws(StoreFailure) in
            try connection.integer(
                """
                SELECT 1 FROM saves WHERE triedAt IS NOT NULL AND \(SaveRecords.isOpen)
                    AND nextAt > ? LIMIT 1
                """, .integer(horizon)) != nil
        }
        guard isFound else { return }
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                UPDATE saves SET nextAt = ?, triedAt = min(triedAt, ?1) WHERE id IN (
                    SELECT id FROM saves WHERE triedAt IS NOT NULL AND \(SaveRecords.isOpen)
                        AND nextAt > ? LIMIT ?)
                """, .integer(now.ms), .integer(horizon), .integer(Limits.rowsMovedMax))
        }
    }

    public func settle(_ saves: [LeasedSave]) async throws(Failure) {
        if saves.isEmpty { return }
        try await write { connection throws(StoreFailure) in
            for leased in saves { try Self.settle(leased, connection) }
        }
        noteDestroyed()
    }

    private static func settle(
        _ leased: LeasedSave, _ connection: Connection
    ) throws(StoreFailure) {
        let records = SaveRecords(connection)
        let save = leased.save
        guard try records.settle(save) else { return }
        if save.state == .reminded {
            let end = save.endedAt ?? save.nextAt
            switch try LetterRecords(connection).remind(leased.reminder, of: save, at: end) {
            case .isWritten: break
            case .isWithdrawn: try records.correct(save.id, to: .revoked, nil)
            case .isUnconfirmed: try records.correct(save.id, to: .failed, .unconfirmed)
            }
        }
        if save.isRetriable, let end = save.endedAt {
            try records.keepGrant(
                of: save.id, until: Instant(ms: end.ms + SaveLimits.retriableMsMax))
        } else if save.state.hasEnded || save.mode == .reminder {
            try records.destroyGrant(of: save.id)
        }
    }

    public func nextSave() async throws(Failure) -> Instant? {
        try await read { connection throws(StoreFailure) in
            let lanes = SaveLanes(connection)
            var next: Int64?
            for lane in try lanes.all(without: []) {
                if let first = try lanes.first(in: lane) { next = min(next ?? first, first) }
            }
            return next.map { Instant(ms: $0) }
        }
    }
}

/// The queues of what has not ended, one for each mode and platform.
struct SaveLanes {
    struct Lane: Equatable {
        var mode: String
        var platform: String
    }

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// Steps from lane to lane in the index, however many saves are in them.
    func all(without platforms: Set<String>) throws(StoreFailure) -> [Lane] {
        var lanes: [Lane] = []
        for mode in Save.Mode.allCases {
            var last = ""
            while let platform = try platform(after: last, mode) {
                last = platform
                // A reminder asks nothing of the platform.
                if mode == .direct, platforms.contains(platform) { continue }
                lanes.append(Lane(mode: mode.rawValue, platform: platform))
            }
        }
        return lanes
    }

    /// One mode at a time: a comparison of pairs would walk through the last lane to its end.
    private func platform(after last: String, _ mode: Save.Mode) throws(StoreFailure) -> String? {
        try connection.row(
            """
            SELECT platform FROM saves INDEXED BY savesDue
            WHERE \(SaveRecords.isOpen) AND mode = ? AND platform > ? ORDER BY platform LIMIT 1
            """, .text(mode.rawValue), .text(last)
        ) { $0.text(0) }
    }

    func first(in lane: Lane) throws(StoreFailure) -> Int64? {
        try connection.integer(
            """
            SELECT nextAt FROM saves INDEXED BY savesDue
            WHERE \(SaveRecords.isOpen) AND mode = ? AND platform = ? ORDER BY nextAt LIMIT 1
            """, .text(lane.mode), .text(lane.platform))
    }

    /// What is due, soonest first; of equals each lane's first before anybody's second.
    func due(_ limit: Int, in lanes: [Lane], at now: Instant) throws(StoreFailure) -> [LeasedSave] {
        var found: [(nextAt: Int64, place: Int, id: Int64)] = []
        for lane in lanes {
            var place = 0
            try connection.rows(
                """
                SELECT id, nextAt FROM saves INDEXED BY savesDue
                WHERE \(SaveRecords.isOpen) AND mode = ? AND platform = ? AND nextAt <= ?
                ORDER BY nextAt LIMIT ?
                """,
                [
                    .text(lane.mode), .text(lane.platform), .integer(now.ms),
                    .integer(Int64(limit)),
                ]
            ) { row in
                found.append((row.integer(1), place, row.integer(0)))
                place += 1
            }
        }
        found.sort { ($0.nextAt, $0.place) < ($1.nextAt, $1.place) }
        var due: [LeasedSave] = []
        var taken: Set<Int64> = []
        for candidate in found where due.count < limit && !taken.contains(candidate.id) {
            guard let save = try candidateSave(candidate.id) else { continue }
            due.append(save)
            taken.insert(candidate.id)
            for id in try others(like: save.save, at: now)
            where due.count < limit && !taken.contains(id) {
                guard let other = try candidateSave(id) else { continue }
                due.append(other)
                taken.insert(id)
            }
        }
        return due
    }

    /// The pluses keep SQLite from walking through everybody's due saves instead of the fan's own.
    static let othersQuery = """
        SELECT id FROM saves WHERE fan = ? AND +platform = ? AND id <> ? AND +mode = 'direct'
            AND \(SaveRecords.isOpen) AND +nextAt <= ? ORDER BY id
        """

    /// What else of the fan's is due on the same platform: it may go there in the same request.
    private func others(like save: Save, at now: Instant) throws(StoreFailure) -> [Int64] {
        guard save.mode == .direct else { return [] }
        var ids: [Int64] = []
        try connection.rows(
            Self.othersQuery,
            [
                .integer(save.fan), .text(save.platform), .integer(save.id), .integer(now.ms),
            ]
        ) { ids.append($0.integer(0)) }
        return ids
    }

    private func candidateSave(_ id: Int64) throws(StoreFailure) -> LeasedSave? {
        let grant = SaveRecords.columnCount + FanRecords.columnCount
        return try connection.row(
            """
            SELECT \(SaveRecords.columns), \(FanRecords.columns), sealed,
                (SELECT id FROM subscriptions WHERE fan = saves.fan AND link = saves.link
                    AND purpose = 'reminder' AND confirmedAt IS NOT NULL AND endedAt IS NULL
                    ORDER BY id LIMIT 1)
            FROM saves JOIN fans ON fans.id = saves.fan LEFT JOIN grants ON save = saves.id
            WHERE saves.id = ?
            """, .integer(id)
        ) { row throws(StoreFailure) in
            LeasedSave(
                save: try SaveRecords.save(row),
                fan: FanRecords.fan(row, at: SaveRecords.columnCount),
                sealed: row.isNull(grant) ? nil : row.bytes(grant),
                reminder: row.integerOrNil(grant + 1))
        }
    }
}
