public import Smartlink

extension Store: WebhookStore {
    public func addWebhook(
        _ webhook: Webhook, sealed: [UInt8], atMost: Int, once: Once?
    ) async throws(Failure) -> (webhook: Webhook, isRepeat: Bool) {
        try await write { connection throws(StoreFailure) in
            let receipts = ReceiptRecords(connection)
            if let once, let made = try receipts.webhook(once, of: webhook.account) {
                return (made, true)
            }
            _ = try AccountRecords(connection).required(webhook.account)
            let count = try connection.integer(
                "SELECT count(*) FROM webhooks WHERE account = ?", .integer(webhook.account))
            guard count ?? 0 < Int64(atMost) else {
                throw .domain(
                    Failure(
                        .conflict,
                        "An account has at most \(atMost) webhooks: delete one it does not need."))
            }
            try WebhookRecords(connection).insert(webhook, sealed: sealed)
            if let once {
                try receipts.keep(
                    once, for: webhook.id, of: webhook.account, at: webhook.createdAt)
            }
            return (webhook, false)
        }
    }

    public func webhook(
        madeBy once: Once, of account: Int64
    ) async throws(Failure) -> Webhook? {
        try await read { connection throws(StoreFailure) in
            try ReceiptRecords(connection).webhook(once, of: account)
        }
    }

    public func webhooks(of account: Int64) async throws(Failure) -> [Webhook] {
        try await read { connection throws(StoreFailure) in
            var webhooks: [Webhook] = []
            try connection.rows(
                """
                SELECT \(WebhookRecords.columns) FROM webhooks WHERE account = ?
                ORDER BY createdAt, id
                """, [.integer(account)]
            ) { row throws(StoreFailure) in
                webhooks.append(try WebhookRecords.webhook(row).webhook)
            }
            return webhooks
        }
    }

    public func webhook(_ id: Int64, of account: Int64) async throws(Failure) -> (
        webhook: Webhook, sealed: [UInt8]
    )? {
        try await read { connection throws(StoreFailure) in
            let found = try WebhookRecords(connection).webhook(id)
            return found?.webhook.account == account ? found : nil
        }
    }

    public func replaceWebhook(_ webhook: Webhook, at now: Instant) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                """
                UPDATE webhooks SET url = ?, kinds = ?, state = ?, nextAt = ?, failures = 0,
                    failingSince = NULL
                WHERE id = ? AND account = ?
                """,
                .text(webhook.url), .integer(WebhookRecords.bits(of: webhook.kinds)),
                .text(webhook.state.rawValue), .integer(now.ms), .integer(webhook.id),
                .integer(webhook.account))
            guard connection.changedRows == 1 else { throw WebhookRecords.absent(webhook.id) }
        }
    }

    public func removeWebhook(_ id: Int64, of account: Int64) async throws(Failure) {
        try await write { connection throws(StoreFailure) in
            try connection.run(
                "DELETE FROM webhooks WHERE id = ? AND account = ?", .integer(id), .integer(account)
            )
            guard connection.changedRows == 1 else { throw WebhookRecords.absent(id) }
        }
        // The log still holds its seal.
        noteDestroyed()
    }

    public func deliveries(
        of webhook: Int64, limit: Int
    ) async throws(Failure) -> [Delivery] {
        try await read { connection throws(StoreFailure) in
            try DeliveryRecords(connection).last(min(limit, Limits.pageItemsMax), of: webhook)
        }
    }
}
