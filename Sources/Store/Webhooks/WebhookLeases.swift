// How deliveries are handed out. The lease is the webhook's: whoever holds it delivers there, one message after the
// other, and a killed process's webhooks fall due again, with the same deliveries, when it runs out.
public import Smartlink

extension Store {
    public func leaseWebhooks(
        _ limit: Int, each: Int, at now: Instant, until: Instant
    ) async throws(Failure) -> [LeasedWebhook] {
        let limit = min(limit, Limits.leasedMax)
        guard limit > 0 else { return [] }
        let due = try await read { connection throws(StoreFailure) in
            try Self.due(limit, each: each, at: now, connection)
        }
        if due.isEmpty { return [] }
        return try await write { connection throws(StoreFailure) in
            var leased: [LeasedWebhook] = []
            for var candidate in due {
                try connection.run(
                    "UPDATE webhooks SET nextAt = ? WHERE id = ? AND state = 'active' AND nextAt = ?",
                    .integer(until.ms), .integer(candidate.webhook.id),
                    .integer(candidate.webhook.nextAt.ms))
                guard connection.changedRows == 1 else { continue }
                candidate.webhook.nextAt = until
                // From here on a change of the link is an event of its own.
                for delivery in candidate.deliveries {
                    try connection.run(
                        "UPDATE deliveries SET takenAt = ? WHERE id = ? AND takenAt IS NULL",
                        .integer(now.ms), .integer(delivery.id))
                }
                leased.append(candidate)
            }
            return leased
        }
    }

    /// Webhooks that are not leased or resting and have something due, the longest waiting first.
    private static func due(
        _ limit: Int, each: Int, at now: Instant, _ connection: Connection
    ) throws(StoreFailure) -> [LeasedWebhook] {
        let horizon = now.ms + WebhookLimits.putOffMsMax
        var due: [LeasedWebhook] = []
        try connection.rows(
            """
            SELECT \(WebhookRecords.columns) FROM webhooks
            WHERE webhooks.state = 'active' AND queued > 0
                AND (webhooks.nextAt <= ?1 OR webhooks.nextAt > ?2)
                AND (EXISTS (SELECT 1 FROM deliveries WHERE webhook = webhooks.id
                        AND deliveries.state = 'queued' AND deliveries.nextAt <= ?1)
                    OR EXISTS (SELECT 1 FROM deliveries WHERE webhook = webhooks.id
                        AND deliveries.state = 'queued' AND deliveries.nextAt > ?2))
            ORDER BY webhooks.nextAt LIMIT ?3
            """, [.integer(now.ms), .integer(horizon), .integer(Int64(limit))]
        ) { row throws(StoreFailure) in
            let (webhook, sealed) = try WebhookRecords.webhook(row)
            due.append(LeasedWebhook(webhook: webhook, sealed: sealed, deliveries: []))
        }
        let records = DeliveryRecords(connection)
        for place in due.indices {
            due[place].deliveries = try records.due(due[place].webhook.id, each, at: now)
        }
        return due
    }

    public func settle(
        _ turn: DeliveryTurn, leasedUntil lease: Instant
    ) async throws(Failure) -> Bool {
        try await write { connection throws(StoreFailure) in
            try DeliveryRecords(connection).settle(turn.delivery)
            let webhook = turn.webhook
            // Changed by its artist meanwhile, it starts anew and what was found out is about the past.
            try connection.run(
                """
                UPDATE webhooks SET state = ?, nextAt = ?, failures = ?, deliveredAt = ?,
                    lastStatus = ?, failingSince = ?
                WHERE id = ? AND nextAt = ? AND state = 'active'
                """,
                .text(webhook.state.rawValue), .integer(webhook.nextAt.ms),
                .integer(Int64(webhook.failures)), Value(webhook.deliveredAt?.ms),
                Value(webhook.lastStatus.map { Int64($0) }), Value(webhook.failingSince?.ms),
                .integer(webhook.id), .integer(lease.ms))
            return connection.changedRows == 1
        }
    }

    public func release(
        webhook: Int64, leasedUntil lease: Instant, at now: Instant
    ) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                "UPDATE webhooks SET nextAt = ? WHERE id = ? AND nextAt = ?", .integer(now.ms),
                .integer(webhook), .integer(lease.ms))
        }
    }
}
