// How webhooks meet the store and the way out; only Program sees both sides.

/// A webhook held for a while, with what it is signed by and what is due there, in order.
public struct LeasedWebhook: Sendable {
    public var webhook: Webhook
    /// The secret under the vault's seal.
    public var sealed: [UInt8]
    public var deliveries: [Delivery]

    public init(webhook: Webhook, sealed: [UInt8], deliveries: [Delivery]) {
        self.webhook = webhook
        self.sealed = sealed
        self.deliveries = deliveries
    }
}

public protocol WebhookStore: Sendable {
    /// Keeps a new webhook; a repeated `once` answers the one it made, `isRepeat` true, and keeps nothing.
    ///
    /// Errors: `conflict` where the account has `atMost` already, where `once` was used for another request, or where
    /// what it made is gone.
    func addWebhook(
        _ webhook: Webhook, sealed: [UInt8], atMost: Int, once: Once?
    ) async throws(Failure) -> (webhook: Webhook, isRepeat: Bool)
    /// The webhook a repeated `once` made the first time; nil if it is new. Errors: `conflict`.
    func webhook(madeBy once: Once, of account: Int64) async throws(Failure) -> Webhook?
    /// Oldest first.
    func webhooks(of account: Int64) async throws(Failure) -> [Webhook]
    /// With its sealed secret; nil unless it is the account's.
    func webhook(_ id: Int64, of account: Int64) async throws(Failure) -> (
        webhook: Webhook, sealed: [UInt8]
    )?
    /// Writes URL, kinds and state, and starts anew at `now` what has failed. Errors: `not_found`.
    func replaceWebhook(_ webhook: Webhook, at now: Instant) async throws(Failure)
    /// It and its deliveries. Errors: `not_found`.
    func removeWebhook(_ id: Int64, of account: Int64) async throws(Failure)
    /// The last ones, newest first.
    func deliveries(of webhook: Int64, limit: Int) async throws(Failure) -> [Delivery]

    /// Takes active webhooks with something due until then, each with at most `each` of its deliveries. A webhook is
    /// leased once at a time, so that its deliveries go one by one.
    func leaseWebhooks(_ limit: Int, each: Int, at now: Instant, until: Instant)
        async throws(Failure) -> [LeasedWebhook]
    /// Writes what became of a delivery, and of its webhook if that is still leased until `lease`; the lease then ends
    /// at `webhook.nextAt`. Whether it still was.
    func settle(_ turn: DeliveryTurn, leasedUntil lease: Instant) async throws(Failure) -> Bool
    /// Gives a leased webhook back.
    func release(webhook: Int64, leasedUntil lease: Instant, at now: Instant) async throws(Failure)

    /// Queues `link.released` for links whose release has passed since the last look; how many links were looked at.
    func noteReleases(at now: Instant) async throws(Failure) -> Int
    /// Queues `click.batch` for every link that was clicked since the last count, at most once a minute.
    func noteClicks(at now: Instant) async throws(Failure)
    /// Ends what waited too long and erases what ended long ago; how many events no queue had room for since the last
    /// sweep.
    func sweepDeliveries(at now: Instant) async throws(Failure) -> Int
}

/// One message to a receiver.
public struct WebhookMessage: Sendable {
    public var url: String
    /// What signs it: the secret as the artist has it, `whsec_…`.
    public var secret: [UInt8]
    /// `link.created`
    public var type: String
    /// `evt_…`
    public var event: String
    public var body: [UInt8]

    public init(url: String, secret: [UInt8], type: String, event: String, body: [UInt8]) {
        self.url = url
        self.secret = secret
        self.type = type
        self.event = event
        self.body = body
    }
}

/// Signs messages and carries them away.
public protocol WebhookPost: Sendable {
    func send(_ message: WebhookMessage) async -> WebhookAnswer
}

/// Which addresses a webhook may have.
public enum WebhookReach: Sendable {
    /// Names under https whose addresses are public ones.
    case publicOnly
    /// Also http, this machine and its networks: the operator says so.
    case anywhere
}
