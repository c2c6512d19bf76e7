import Bytes
public import Smartlink
import Synchronization

extension WebhookActions {
    /// Sends a `ping` at once, signed like everything else, and says what came of it; nothing is queued or counted.
    ///
    /// Errors: `not_found`, `rate_limited`: a test goes out at once, past the queue that spares receivers.
    public func testWebhook(
        _ id: Int64, of account: Int64
    ) async throws(Failure) -> (answer: WebhookAnswer, durationMs: Int64) {
        let (webhook, sealed) = try await own(id, of: account)
        if let wait = rates.wait(account, at: surroundings.now()) {
            throw Failure(
                .rateLimited, "Webhooks are tested too often. Try again in \(wait) s.",
                retryAfterSeconds: wait)
        }
        let event = "evt_" + hexadecimal(surroundings.random(12))
        let start = surroundings.now()
        guard let body = try await write(.ping(event: event, webhook: id, at: start)) else {
            throw Failure(.unavailable, "There is nothing to send.")
        }
        let answer = await post.send(
            WebhookMessage(
                url: webhook.url, secret: try vault.open(sealed, row: id), type: Webhook.ping,
                event: event, body: body))
        return (answer, max(0, surroundings.now().ms - start.ms))
    }
}

/// How often an account may have its webhooks tested.
final class WebhookTestRates: Sendable {
    private let table = Mutex(
        RateTable<Int64>(
            Rate(
                burst: OperationLimits.webhookTestsMax, perMinute: OperationLimits.webhookTestsMax),
            subjectsMax: OperationLimits.rateSubjectsMax))

    /// Takes a turn; otherwise the seconds until there is one.
    func wait(_ account: Int64, at now: Instant) -> Int? {
        table.withLock { $0.take(account, at: now) }
    }
}
