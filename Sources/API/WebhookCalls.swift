internal import HTTP
internal import JSONText
internal import Operations
internal import Smartlink

extension Call {
    private func webhooks() throws(Failure) -> WebhookActions {
        guard let webhooks = actions.webhooks else {
            throw Failure(.notFound, "There are no webhooks on this server.")
        }
        return webhooks
    }

    func createWebhook() async throws(Failure) -> Response {
        _ = try query()
        let fields = try WebhookFields(body("application/json"), known: ["url", "events"])
        guard let url = fields.change.url else {
            throw Failure(.invalidField, "url is needed: where events go.", field: "url")
        }
        guard let events = fields.change.events else {
            throw Failure(
                .invalidField, "events is needed: a list such as [\"link.released\"].",
                field: "events")
        }
        let made = try await webhooks().createWebhook(
            at: url, hearing: events, for: account.id, once: try once())
        var response = reply(WebhookResource.made(made.webhook, made.secret), status: 201)
        response.fields["Location"] = "\(APIPath.prefix)/webhooks/\(made.webhook.id)"
        response.fields["Cache-Control"] = "no-store"
        if made.secret == nil { response.fields["Idempotency-Replayed"] = "true" }
        return response
    }

    func listWebhooks() async throws(Failure) -> Response {
        _ = try query()
        let items = try await webhooks().listWebhooks(of: account.id)
        return reply([
            "items": .array(items.map { WebhookResource.json($0, secret: nil) }),
            "nextCursor": .null,
        ])
    }

    func showWebhook(_ text: String) async throws(Failure) -> Response {
        _ = try query()
        let webhook = try await webhooks().showWebhook(
            try number(text, of: "webhook"), of: account.id)
        return reply(WebhookResource.json(webhook, secret: nil))
    }

    func updateWebhook(_ text: String) async throws(Failure) -> Response {
        _ = try query()
        let fields = try WebhookFields(
            body("application/json", "application/merge-patch+json"),
            known: ["url", "events", "state"])
        let webhook = try await webhooks().updateWebhook(
            try number(text, of: "webhook"), of: account.id, fields.change)
        return reply(WebhookResource.json(webhook, secret: nil))
    }

    func deleteWebhook(_ text: String) async throws(Failure) -> Response {
        _ = try query()
        try await webhooks().deleteWebhook(try number(text, of: "webhook"), of: account.id)
        return Response(status: 204)
    }

    func testWebhook(_ text: String) async throws(Failure) -> Response {
        _ = try query()
        if !request.body.isEmpty { try takeNothing(body("application/json")) }
        let tested = try await webhooks().testWebhook(
            try number(text, of: "webhook"), of: account.id)
        return reply([
            "status": .count(tested.answer.status.map { Int64($0) }),
            "durationMs": .integer(tested.durationMs), "error": .text(tested.answer.error),
        ])
    }

    func listDeliveries(_ text: String) async throws(Failure) -> Response {
        _ = try query()
        let deliveries = try await webhooks().listDeliveries(
            of: try number(text, of: "webhook"), of: account.id)
        return reply([
            "items": .array(deliveries.map(WebhookResource.json)), "nextCursor": .null,
        ])
    }
}

/// What a caller says of a webhook.
private struct WebhookFields {
    var change = WebhookChange()

    init(_ body: Node, known: [String]) throws(Failure) {
        for (name, node) in try body.members() {
            guard known.contains(name) else { throw node.unknown(known) }
            switch name {
            case "url": change.url = try node.string()
            case "events":
                var events: [String] = []
                for item in try node.items() { events.append(try item.string()) }
                change.events = events
            default: change.state = try node.choice(Webhook.State.self)
            }
        }
    }
}
