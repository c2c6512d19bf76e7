internal import JSONText
internal import Operations
internal import Smartlink

enum WebhookResource {
    /// `secret` where it was made just now.
    static func json(_ webhook: Webhook, secret: WebhookSecret?) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .integer(webhook.id)), .init("url", .string(webhook.url)),
            .init("events", .array(events(webhook))),
            .init("state", .string(webhook.state.rawValue)),
        ]
        if let secret { members.append(.init("secret", .string(secret.text))) }
        members += [
            .init("createdAt", .string(webhook.createdAt.rfc3339)),
            .init("lastDeliveryAt", .text(webhook.deliveredAt?.rfc3339)),
            .init("lastStatus", .count(webhook.lastStatus.map { Int64($0) })),
            .init("failingSince", .text(webhook.failingSince?.rfc3339)),
        ]
        return .object(members)
    }

    /// The answer to its creation; without a secret to a repeated one.
    static func made(_ webhook: Webhook, _ secret: WebhookSecret?) -> JSON {
        secret == nil
            ? json(webhook, secret: nil).remarked(
                "The secret was shown when this webhook was made, and is shown once. If it is "
                    + "lost, delete the webhook and make another.")
            : json(webhook, secret: secret)
    }

    /// A line of an export.
    static func line(_ webhook: Webhook) -> JSON {
        [
            "type": "webhook", "url": .string(webhook.url), "events": .array(events(webhook)),
            "state": .string(webhook.state.rawValue),
        ]
    }

    /// In the order of the description, so that the same webhook always has the same bytes.
    private static func events(_ webhook: Webhook) -> [JSON] {
        Webhook.Kind.allCases.filter(webhook.kinds.contains).map { .string($0.rawValue) }
    }

    /// `nextAt` only where there will be another attempt.
    static func json(_ delivery: Delivery) -> JSON {
        [
            "id": .string(delivery.event), "type": .string(delivery.kind.rawValue),
            "state": .string(delivery.state.rawValue),
            "attempts": .integer(Int64(delivery.attempts)),
            "status": .count(delivery.status.map { Int64($0) }), "error": .text(delivery.error),
            "nextAt": .text(delivery.state == .queued ? delivery.nextAt.rfc3339 : nil),
            "createdAt": .string(delivery.createdAt.rfc3339),
            "endedAt": .text(delivery.endedAt?.rfc3339),
        ]
    }
}

extension JSON {
    /// An object with a remark to whoever repeats a request.
    func remarked(_ text: String) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members + [.init("remark", .string(text))])
    }
}
