public import Smartlink

extension Store {
    public func sweepDeliveries(at now: Instant) async throws(Failure) -> Int {
        while try await sweepSome(at: now) {}
        for end in try await overlong() {
            while try await erase(before: end) {}
        }
        let dropped = try await read { connection throws(StoreFailure) in
            try connection.integer("SELECT sum(dropped) FROM webhooks") ?? 0
        }
        guard dropped > 0 else { return 0 }
        try await write { connection throws(StoreFailure) in
            try connection.run("UPDATE webhooks SET dropped = 0 WHERE dropped > 0")
        }
        return Int(dropped)
    }

    /// A bounded part of what has had its time; false if nothing was left.
    private func sweepSome(at now: Instant) async throws(Failure) -> Bool {
        let waiting = Value.integer(now.ms - WebhookLimits.queuedMsMax)
        let ended = Value.integer(now.ms - WebhookLimits.endedMsMax)
        let isFound = try await read { connection throws(StoreFailure) in
            try connection.integer(
                """
                SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'queued' AND createdAt < ?)
                    OR EXISTS (SELECT 1 FROM deliveries WHERE endedAt IS NOT NULL AND endedAt < ?)
                """, waiting, ended) == 1
        }
        guard isFound else { return false }
        return try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                UPDATE deliveries SET state = 'dead', endedAt = ?,
                    error = coalesce(error, 'It waited too long.')
                WHERE id IN (SELECT id FROM deliveries WHERE state = 'queued' AND createdAt < ?
                    LIMIT ?)
                """, .integer(now.ms), waiting, .integer(Limits.rowsMovedMax))
            let dead = connection.changedRows
            try connection.run(
                """
                DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries
                    WHERE endedAt IS NOT NULL AND endedAt < ? LIMIT ?)
                """, ended, .integer(Limits.rowsMovedMax))
            return dead + connection.changedRows > 0
        }
    }

    /// Where the shown past of a webhook ends.
    private struct PastEnd: Sendable {
        var webhook: Int64
        var delivery: Int64
    }

    /// Webhooks with more of a past than is kept.
    private func overlong() async throws(Failure) -> [PastEnd] {
        try await read { connection throws(StoreFailure) in
            var ends: [PastEnd] = []
            try connection.rows(
                """
                SELECT id, (SELECT id FROM deliveries WHERE webhook = webhooks.id
                    ORDER BY id DESC LIMIT 1 OFFSET ?) AS last
                FROM webhooks WHERE last IS NOT NULL
                """, [.integer(Limits.deliveriesKept)]
            ) { ends.append(PastEnd(webhook: $0.integer(0), delivery: $0.integer(1))) }
            return ends
        }
    }

    private func erase(before end: PastEnd) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries
                    WHERE webhook = ? AND id <= ? AND state <> 'queued' LIMIT ?)
                """, .integer(end.webhook), .integer(end.delivery), .integer(Limits.rowsMovedMax))
            return connection.changedRows == Int(Limits.rowsMovedMax)
        }
    }
}
