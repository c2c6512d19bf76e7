public import Smartlink

/// A webhook as a file has it: where it leads and what it hears, never its secret.
public struct ListedWebhook: Equatable, Sendable {
    public var url: String
    public var events: [String]
    public var state: Webhook.State

    public init(url: String, events: [String], state: Webhook.State = .active) {
        self.url = url
        self.events = events
        self.state = state
    }
}

extension TransferActions {
    /// The account's webhook that has this address and hears these events; nil if there is none.
    ///
    /// Errors: `invalid_field` (url, events) for one that could not be made here; `not_found` where nobody delivers.
    public func webhook(
        like listed: ListedWebhook, of account: Int64
    ) async throws(Failure) -> Webhook? {
        let webhooks = try webhooks()
        let url = try WebhookAddress.checked(listed.url, webhooks.reach)
        let kinds = try WebhookKinds.checked(listed.events)
        return try await webhooks.listWebhooks(of: account)
            .first { $0.url == url && $0.kinds == kinds }
    }

    /// Makes a webhook of a file anew, under a secret of its own; one that was paused stays so, and one that had failed
    /// is tried again.
    ///
    /// Errors: `invalid_field` (url, events), `conflict` with too many webhooks, `not_found` where nobody delivers.
    public func bringWebhook(
        _ listed: ListedWebhook, for account: Int64
    ) async throws(Failure) -> Webhook {
        let webhooks = try webhooks()
        let made = try await webhooks.createWebhook(
            at: listed.url, hearing: listed.events, for: account
        ).webhook
        guard listed.state == .paused else { return made }
        var change = WebhookChange()
        change.state = .paused
        return try await webhooks.updateWebhook(made.id, of: account, change)
    }

    /// The secrets of webhooks that an import made, as long as nothing has been delivered there: nobody was shown them
    /// when they were made.
    public func secretsUntried(
        of ids: [Int64], for account: Int64
    ) async throws(Failure) -> [Int64: String] {
        guard let webhooks = actions.webhooks else { return [:] }
        var secrets: [Int64: String] = [:]
        for id in ids {
            guard let (webhook, sealed) = try await webhooks.webhooks.webhook(id, of: account),
                webhook.deliveredAt == nil, let secret = try? webhooks.vault.open(sealed, row: id)
            else { continue }
            secrets[id] = String(decoding: secret, as: UTF8.self)
        }
        return secrets
    }

    private func webhooks() throws(Failure) -> WebhookActions {
        guard let webhooks = actions.webhooks else {
            throw Failure(.notFound, "There are no webhooks on this server.")
        }
        return webhooks
    }
}
