public import Smartlink

extension Store {
    /// Gives every webhook's secret that wants one another seal; how many got one.
    ///
    /// `reseal` answers nil for a seal that may stay. Errors: those of `reseal`.
    public func resealWebhooks(
        _ reseal: (_ sealed: [UInt8], _ webhook: Int64) throws(Failure) -> [UInt8]?
    ) async throws(Failure) -> Int {
        let seals = try await read { connection throws(StoreFailure) in
            var seals: [WebhookSeal] = []
            try connection.rows("SELECT id, sealed FROM webhooks ORDER BY id") {
                seals.append(WebhookSeal(webhook: $0.integer(0), sealed: $0.bytes(1)))
            }
            return seals
        }
        var changes: [WebhookSeal] = []
        for var seal in seals {
            guard let fresh = try reseal(seal.sealed, seal.webhook) else { continue }
            seal.sealed = fresh
            changes.append(seal)
        }
        if changes.isEmpty { return 0 }
        let fresh = changes
        try await write { connection throws(StoreFailure) in
            for seal in fresh {
                try connection.run(
                    "UPDATE webhooks SET sealed = ? WHERE id = ?", .blob(seal.sealed),
                    .integer(seal.webhook))
            }
        }
        noteDestroyed()
        return fresh.count
    }
}

/// The seal of a webhook's secret, which never changes.
private struct WebhookSeal: Sendable {
    var webhook: Int64
    var sealed: [UInt8]
}
