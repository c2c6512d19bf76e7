public import Smartlink

extension WebhookActions {
    /// An account's webhooks, oldest first.
    public func listWebhooks(of account: Int64) async throws(Failure) -> [Webhook] {
        try await webhooks.webhooks(of: account)
    }

    /// One of the account's own. Errors: `not_found`.
    public func showWebhook(_ id: Int64, of account: Int64) async throws(Failure) -> Webhook {
        try await own(id, of: account).webhook
    }

    /// The last deliveries to it, newest first. Errors: `not_found`.
    public func listDeliveries(
        of id: Int64, of account: Int64
    ) async throws(Failure) -> [Delivery] {
        _ = try await own(id, of: account)
        return try await webhooks.deliveries(of: id, limit: WebhookLimits.listedMax)
    }
}
