public import Smartlink

/// What is to be another with a webhook; nil stays.
public struct WebhookChange: Equatable, Sendable {
    public var url: String?
    public var events: [String]?
    public var state: Webhook.State?

    public init() {}
}

extension WebhookActions {
    /// Changes a webhook and has it tried at once, whatever failed before.
    ///
    /// Errors: `not_found`, `invalid_field` (url, events, state).
    public func updateWebhook(
        _ id: Int64, of account: Int64, _ change: WebhookChange
    ) async throws(Failure) -> Webhook {
        var webhook = try await own(id, of: account).webhook
        if let url = change.url { webhook.url = try WebhookAddress.checked(url, reach) }
        if let events = change.events { webhook.kinds = try WebhookKinds.checked(events) }
        if let state = change.state {
            guard state != .failed || webhook.state == .failed else {
                throw Failure(
                    .invalidField, "state is set to active or paused; failed it becomes by itself.",
                    field: "state")
            }
            webhook.state = state
        }
        let now = surroundings.now()
        webhook.reset(at: now)
        try await webhooks.replaceWebhook(webhook, at: now)
        return webhook
    }

    /// Ends a webhook; what waited for it is told to nobody. Errors: `not_found`.
    public func deleteWebhook(_ id: Int64, of account: Int64) async throws(Failure) {
        try await webhooks.removeWebhook(id, of: account)
    }
}
