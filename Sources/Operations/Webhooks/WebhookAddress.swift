import Smartlink

/// The URL of a webhook, checked as far as a name can be: where it leads is looked at on the socket.
enum WebhookAddress {
    static let field = "url"

    /// The URL in the form it is kept. Errors: `invalid_field` at `url`.
    static func checked(_ text: String, _ reach: WebhookReach) throws(Failure) -> String {
        guard text.utf8.count <= WebhookLimits.urlBytesMax else {
            throw flaw("url has at most \(WebhookLimits.urlBytesMax) bytes.")
        }
        let url: WebURL
        do throws(WebURL.Flaw) {
            url = try WebURL(text, hosts: reach == .anywhere ? .any : .names)
        } catch .host {
            throw flaw(
                "This cannot be a webhook's URL: use a public host name such as hooks.example.org, "
                    + "no address.")
        } catch {
            throw flaw("This cannot be a webhook's URL: \(error.message).")
        }
        guard url.scheme == .https || reach == .anywhere else {
            throw flaw("A webhook's URL starts with https://.")
        }
        guard reach == .anywhere || !isInner(url.host) else {
            throw flaw("\(url.host) is a name within a network: use a public one.")
        }
        // What stands behind # is never sent.
        return String(url.text.prefix { $0 != "#" })
    }

    /// Names that never are public (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
    private static func isInner(_ host: String) -> Bool {
        let last = host.split(separator: ".").last ?? ""
        return ["localhost", "local", "internal", "test", "invalid", "onion"].contains(last)
            || host.hasSuffix(".home.arpa")
    }

    private static func flaw(_ message: String) -> Failure {
        Failure(.invalidField, message, field: field)
    }
}

/// The kinds of events a webhook is to hear of, checked.
enum WebhookKinds {
    static let field = "events"

    /// Errors: `invalid_field` at the name that is none.
    static func checked(_ names: [String]) throws(Failure) -> Set<Webhook.Kind> {
        let known = Webhook.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        var kinds: Set<Webhook.Kind> = []
        for (place, name) in names.enumerated() {
            guard let kind = Webhook.Kind(rawValue: name) else {
                throw Failure(
                    .invalidField, "There is no event “\(name)”. Known: \(known).",
                    field: "\(field)[\(place)]")
            }
            kinds.insert(kind)
        }
        guard !kinds.isEmpty else {
            throw Failure(
                .invalidField, "Name at least one event. Known: \(known).", field: field)
        }
        return kinds
    }
}
