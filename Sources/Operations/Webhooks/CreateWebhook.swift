public import Smartlink

extension WebhookActions {
    /// Has an address hear of an account's events; the secret is shown once and kept under seal.
    ///
    /// A repeated `once` answers the webhook it made, without its secret. Errors: `invalid_field` (url, events),
    /// `conflict` with too many webhooks, or for a `once` that cannot be repeated.
    public func createWebhook(
        at url: String, hearing events: [String], for account: Int64, once: Once? = nil
    ) async throws(Failure) -> (webhook: Webhook, secret: WebhookSecret?) {
        if let once, let made = try await webhooks.webhook(madeBy: once, of: account) {
            return (made, nil)
        }
        let url = try WebhookAddress.checked(url, reach)
        let kinds = try WebhookKinds.checked(events)
        let secret = WebhookSecret(random: surroundings.random(WebhookSecret.randomBytes))
        let webhook = Webhook(
            id: randomID(), account: account, url: url, kinds: kinds,
            createdAt: surroundings.now())
        let sealed = try vault.seal(Array(secret.text.utf8), row: webhook.id)
        let made = try await webhooks.addWebhook(
            webhook, sealed: sealed, atMost: WebhookLimits.webhooksMax, once: once)
        return (made.webhook, made.isRepeat ? nil : secret)
    }

    /// Positive and below 2^47: the secret is sealed to it before there is a row, and JSON's numbers are exact there.
    private func randomID() -> Int64 {
        let number = surroundings.random(6).reduce(0) { $0 << 8 | Int64($1) }
        return max(1, number >> 1)
    }
}
