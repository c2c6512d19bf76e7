import Bytes
public import Smartlink

/// Writes an event as the body of a message; nil if nothing is left that it could tell of.
public typealias WebhookWriting =
    @Sendable (WebhookNews) async throws(Failure) -> [UInt8]?

/// What a message is to tell.
public enum WebhookNews: Sendable {
    case delivery(Delivery)
    /// Whether somebody is there.
    case ping(event: String, webhook: Int64, at: Instant)
}

/// The verbs about webhooks, over the store they work on.
public struct WebhookActions: Sendable {
    public let webhooks: any WebhookStore
    public let vault: any Vault
    public let post: any WebhookPost
    public let surroundings: Surroundings
    /// Which addresses are taken.
    public let reach: WebhookReach
    public let write: WebhookWriting
    let rates = WebhookTestRates()

    public init(
        webhooks: any WebhookStore, vault: any Vault, post: any WebhookPost,
        surroundings: Surroundings, reach: WebhookReach, write: @escaping WebhookWriting
    ) {
        self.webhooks = webhooks
        self.vault = vault
        self.post = post
        self.surroundings = surroundings
        self.reach = reach
        self.write = write
    }

    /// The account's own webhook. Errors: `not_found`.
    func own(_ id: Int64, of account: Int64) async throws(Failure) -> (
        webhook: Webhook, sealed: [UInt8]
    ) {
        guard let found = try await webhooks.webhook(id, of: account) else {
            throw Failure(.notFound, "There is no webhook \(id).")
        }
        return found
    }
}

/// What signs a webhook's messages, as its owner holds it: `whsec_` and 32 characters of base64url, 192 random bits.
public struct WebhookSecret: Equatable, Sendable {
    public let text: String

    static let randomBytes = 24

    /// Out of `randomBytes` random bytes.
    init(random bytes: [UInt8]) { text = "whsec_" + base64URL(bytes) }
}
