public import Smartlink

extension Store {
    public func queue(_ save: Save, sealed: [UInt8]?) async throws(Failure) -> Bool {
        let isQueued = try await write { connection throws(StoreFailure) in
            let records = SaveRecords(connection)
            let old = try records.save(like: save)
            if let old {
                if old.state == .saved || old.state == .reminded { return false }
                // What will be saved needs no reminder.
                if !old.state.hasEnded, old.mode == .direct, save.mode == .reminder { return true }
            }
            try records.replace(old, by: save, sealed: sealed)
            return true
        }
        noteDestroyed()
        return isQueued
    }

    public func replaceGrant(of save: Int64, sealed: [UInt8]) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                UPDATE grants SET sealed = ? WHERE save = ?
                    AND (SELECT state FROM saves WHERE id = save) = 'saving'
                """, .blob(sealed), .integer(save))
            guard connection.changedRows == 1 else {
                throw .domain(
                    Failure(.notFound, "This save was revoked or replaced while it was attempted."))
            }
        }
        noteDestroyed()
    }

    public func revoke(
        save: Int64, of fan: Int64, at now: Instant
    ) async throws(Failure) -> Bool {
        let isRevoked = try await write { connection throws(StoreFailure) in
            let records = SaveRecords(connection)
            let found = try connection.row(
                "SELECT \(SaveRecords.columns) FROM saves WHERE id = ? AND fan = ?",
                .integer(save), .integer(fan)
            ) { row throws(StoreFailure) in try SaveRecords.save(row) }
            guard let found else { return false }
            // Of a failed one too, which may be kept for another attempt.
            try records.destroyGrant(of: save)
            if found.state.hasEnded { return false }
            try connection.run(
                """
                UPDATE saves SET state = 'revoked', reason = '', nextAt = ?2, endedAt = ?2,
                    follow = \(SaveRecords.followWithoutGrant)
                WHERE id = ?1
                """, .integer(save), .integer(now.ms))
            return true
        }
        noteDestroyed()
        return isRevoked
    }

    public func follow(
        link: Int64, on platform: String, of fan: Int64
    ) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            // Not one that is under way: whoever holds it would not see the wish any more.
            try connection.run(
                """
                UPDATE saves SET follow = 'wanted' WHERE fan = ? AND link = ? AND platform = ?
                    AND mode = 'direct' AND state IN ('queued', 'waiting')
                """, .integer(fan), .integer(link), .text(platform))
            return connection.changedRows == 1
        }
    }

    public func retryFailed(at now: Instant) async throws(Failure) -> Int {
        var count = 0
        while true {
            let moved = try await write { connection throws(StoreFailure) in
                var saves: [Int64] = []
                try connection.rows(
                    "SELECT save FROM grants WHERE until > ? LIMIT ?",
                    [.integer(now.ms), .integer(Limits.rowsMovedMax)]
                ) { saves.append($0.integer(0)) }
                for save in saves {
                    try connection.run(
                        "UPDATE grants SET until = NULL WHERE save = ?", .integer(save))
                    try connection.run(
                        """
                        UPDATE saves SET state = 'queued', nextAt = max(?, dueAt), attempts = 0,
                            triedAt = NULL, reason = '', endedAt = NULL,
                            follow = CASE follow WHEN 'failed' THEN 'wanted' ELSE follow END
                        WHERE id = ? AND state = 'failed'
                        """, .integer(now.ms), .integer(save))
                }
                return saves.count
            }
            count += moved
            if moved < Int(Limits.rowsMovedMax) { return count }
        }
    }

    /// All links' counts walk the whole index of saves: a million take a tenth of a second.
    public func counts(link: Int64?) async throws(Failure) -> [SaveCount] {
        try await read { connection throws(StoreFailure) in
            var counts: [SaveCount] = []
            // Grouped first in the index's own order, which sorts nothing.
            try connection.rows(
                """
                SELECT platform, state, reason, sum(saves) FROM (
                    SELECT link, platform, state, reason, count(*) AS saves FROM saves
                    \(link == nil ? "" : "WHERE link = ?") GROUP BY link, platform, state, reason)
                GROUP BY platform, state, reason
                """, link.map { [.integer($0)] } ?? []
            ) { row in
                guard let state = Save.State(rawValue: row.text(1)) else { return }
                counts.append(
                    SaveCount(
                        platform: row.text(0), state: state,
                        reason: Save.Reason(rawValue: row.text(2)), count: Int(row.integer(3))))
            }
            return counts
        }
    }
}
