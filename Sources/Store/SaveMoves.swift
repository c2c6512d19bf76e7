// What an artist does to a link moves or ends many saves: a few hundred at a time, so that events never
// wait long.
public import Smartlink

extension Store {
    public func reschedule(
        link: Int64, at now: Instant, _ due: @escaping DueMoment
    ) async throws(Failure) {
        for group in try await counts(link: link) where !group.state.hasEnded {
            var last = Int64.min
            while true {
                let start = last
                let page = try await read { connection throws(StoreFailure) in
                    try SavePage(connection, of: group, link: link, after: start, at: now, due)
                }
                if !page.moves.isEmpty {
                    try await write { connection throws(StoreFailure) in
                        for save in page.moves { try Self.move(save, connection) }
                    }
                }
                guard let next = page.last else { break }
                last = next
            }
        }
    }

    private static func move(_ save: Save, _ connection: Connection) throws(StoreFailure) {
        // One that is being attempted stays with whoever holds it and finds its day when it comes back.
        try connection.run(
            """
            UPDATE saves SET dueAt = ?1,
                nextAt = CASE state WHEN 'saving' THEN nextAt ELSE ?3 END,
                attempts = CASE state WHEN 'saving' THEN attempts ELSE 0 END,
                triedAt = CASE state WHEN 'saving' THEN triedAt END,
                state = CASE state WHEN 'saving' THEN state ELSE 'queued' END
            WHERE id = ?2 AND \(SaveRecords.isOpen)
            """, .integer(save.dueAt.ms), .integer(save.id), .integer(save.nextAt.ms))
    }

    public func end(link: Int64, at now: Instant) async throws(Failure) {
        let platforms = try await read { connection throws(StoreFailure) in
            var platforms: [String] = []
            try connection.rows(
                "SELECT DISTINCT platform FROM saves INDEXED BY savesByLink WHERE link = ?",
                [.integer(link)]
            ) { platforms.append($0.text(0)) }
            return platforms
        }
        for platform in platforms {
            for state in Save.State.allCases where !state.hasEnded {
                while try await endSome(of: link, on: platform, in: state, at: now) {}
            }
        }
        while try await endSubscriptions(of: link, at: now) {}
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                DELETE FROM grants WHERE until IS NOT NULL
                    AND (SELECT link FROM saves WHERE id = save) = ?
                """, .integer(link))
        }
        noteDestroyed()
    }

    /// Ends some of the saves; false if there were none.
    private func endSome(
        of link: Int64, on platform: String, in state: Save.State, at now: Instant
    ) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            var ended: [Int64] = []
            try connection.rows(
                """
                SELECT id FROM saves INDEXED BY savesByLink
                WHERE link = ? AND platform = ? AND state = ? LIMIT ?
                """,
                [
                    .integer(link), .text(platform), .text(state.rawValue),
                    .integer(Limits.rowsMovedMax),
                ]
            ) { ended.append($0.integer(0)) }
            for save in ended {
                try connection.run(
                    """
                    UPDATE saves SET state = 'revoked', reason = 'link_deleted', nextAt = ?2,
                        endedAt = ?2, follow = \(SaveRecords.followWithoutGrant)
                    WHERE id = ?1
                    """, .integer(save), .integer(now.ms))
                try connection.run("DELETE FROM grants WHERE save = ?", .integer(save))
            }
            return !ended.isEmpty
        }
    }

    private func endSubscriptions(of link: Int64, at now: Instant) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            var ended: [Int64] = []
            try connection.rows(
                "SELECT id FROM subscriptions WHERE link = ? AND endedAt IS NULL LIMIT ?",
                [.integer(link), .integer(Limits.rowsMovedMax)]
            ) { ended.append($0.integer(0)) }
            for id in ended { try SubscriptionRecords(connection).erase(id, at: now) }
            return !ended.isEmpty
        }
    }
}

/// Some of a link's saves of one platform, state and reason, in the order of savesByLink.
struct SavePage {
    /// Those whose day changes, with their new one.
    private(set) var moves: [Save] = []
    /// The save the page ends with; nil if nothing follows.
    private(set) var last: Int64?

    init(
        _ connection: Connection, of group: SaveCount, link: Int64, after start: Int64,
        at now: Instant, _ due: DueMoment
    ) throws(StoreFailure) {
        var count: Int64 = 0
        var end = start
        var found: [Save] = []
        try connection.rows(
            """
            SELECT \(SaveRecords.columns), \(FanRecords.columns)
            FROM saves INDEXED BY savesByLink JOIN fans ON fans.id = saves.fan
            WHERE link = ? AND platform = ? AND state = ? AND reason = ? AND saves.id > ?
            ORDER BY saves.id LIMIT ?
            """,
            [
                .integer(link), .text(group.platform), .text(group.state.rawValue),
                .text(group.reason?.rawValue ?? ""), .integer(start),
                .integer(Limits.rowsMovedMax),
            ]
        ) { row throws(StoreFailure) in
            var save = try SaveRecords.save(row)
            count += 1
            end = save.id
            let moment = due(FanRecords.fan(row, at: SaveRecords.columnCount))
            if moment == save.dueAt { return }
            save.dueAt = moment
            save.nextAt = save.wakesAt(now)
            found.append(save)
        }
        moves = found
        last = count == Limits.rowsMovedMax ? end : nil
    }
}
