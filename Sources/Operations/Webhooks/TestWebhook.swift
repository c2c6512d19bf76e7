import Bytes
public import Smartlink

extension WebhookActions {
    /// Sends a `ping` at once, signed like everything else, and says what came of it; nothing is queued or counted.
    ///
    /// Errors: `not_found`.
    public func testWebhook(
        _ id: Int64, of account: Int64
    ) async throws(Failure) -> (answer: WebhookAnswer, durationMs: Int64) {
        let (webhook, sealed) = try await own(id, of: account)
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
