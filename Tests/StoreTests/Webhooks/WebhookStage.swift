import Smartlink
import Testing

@testable import Store

extension Presaves {
    /// A webhook of the link's account.
    @discardableResult
    func hear(
        _ kinds: Set<Webhook.Kind> = Set(Webhook.Kind.allCases), _ id: Int64 = 1
    ) async throws -> Webhook {
        let webhook = Webhook(
            id: id, account: link.account, url: "https://hooks.example.org/\(id)", kinds: kinds,
            createdAt: noon2026)
        _ = try await store.addWebhook(webhook, sealed: [7], atMost: 20, once: nil)
        return webhook
    }

    /// What waits for a webhook, oldest first.
    func waiting(_ webhook: Int64 = 1) async throws -> [Delivery] {
        try await store.deliveries(of: webhook, limit: 100).filter { $0.state == .queued }
            .reversed()
    }

    func kinds(_ webhook: Int64 = 1) async throws -> [Webhook.Kind] {
        try await waiting(webhook).map(\.kind)
    }

    func leaseWebhooks(
        _ limit: Int = 10, each: Int = 10, at now: Instant = noon2026
    ) async throws -> [LeasedWebhook] {
        try await store.leaseWebhooks(
            limit, each: each, at: now, until: Instant(ms: now.ms + 60_000))
    }

    /// Changes the link's title as the API does.
    func retitle(_ title: String, at now: Instant = noon2026) async throws {
        var present = try #require(try await store.link(link.code))
        present.title = title
        _ = try await store.replace(present, at: now)
    }
}
