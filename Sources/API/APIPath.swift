internal import HTTP

/// A place of this door.
enum APIPath: Equatable {
    case links
    case link(String)
    case restoration(String)
    case artwork(String)
    case statistics(String)
    case explanation(String)
    case duplicate(String)
    case split(String)
    case events(String)
    case eventsTable(String)
    case presaves(String)
    case fans(String)
    case fansTable(String)
    case account
    case export
    case imports
    case importing(String)
    case platforms
    case resolution
    case keys
    case key(String)
    case webhooks
    case webhook(String)
    case webhookTest(String)
    case deliveries(String)

    static let prefix = "/api/v1"

    /// Nil where nothing lives.
    init?(_ path: String) {
        guard path.hasPrefix(Self.prefix + "/") else { return nil }
        let parts = path.dropFirst(Self.prefix.count + 1)
            .split(separator: "/", omittingEmptySubsequences: false)
        switch (parts.count, parts[0]) {
        case (1, "links"): self = .links
        case (1, "account"): self = .account
        case (1, "export"): self = .export
        case (1, "import"): self = .imports
        case (2, "import") where !parts[1].isEmpty: self = .importing(String(parts[1]))
        case (1, "platforms"): self = .platforms
        case (1, "resolve"): self = .resolution
        case (1, "keys"): self = .keys
        case (2, "keys") where !parts[1].isEmpty: self = .key(String(parts[1]))
        case (1, "webhooks"): self = .webhooks
        case (2, "webhooks") where !parts[1].isEmpty: self = .webhook(String(parts[1]))
        case (3, "webhooks") where parts[2] == "test": self = .webhookTest(String(parts[1]))
        case (3, "webhooks") where parts[2] == "deliveries": self = .deliveries(String(parts[1]))
        case (2, "links") where !parts[1].isEmpty: self = .link(String(parts[1]))
        case (3, "links"):
            let code = String(parts[1])
            switch parts[2] {
            case "artwork": self = .artwork(code)
            case "restore": self = .restoration(code)
            case "stats": self = .statistics(code)
            case "events": self = .events(code)
            case "events.csv": self = .eventsTable(code)
            case "explain": self = .explanation(code)
            case "duplicate": self = .duplicate(code)
            case "split": self = .split(code)
            case "presaves": self = .presaves(code)
            case "fans": self = .fans(code)
            case "fans.csv": self = .fansTable(code)
            default: return nil
            }
        default: return nil
        }
    }

    /// What it takes; HEAD wherever GET, OPTIONS everywhere.
    var methods: [Method] {
        switch self {
        case .links, .keys, .webhooks: [.get, .head, .post, .options]
        case .link, .webhook: [.get, .head, .patch, .delete, .options]
        case .key: [.delete, .options]
        case .artwork: [.put, .options]
        case .resolution, .webhookTest, .restoration, .imports, .duplicate: [.post, .options]
        case .split: [.put, .delete, .options]
        case .statistics, .events, .eventsTable, .explanation, .presaves, .fans, .fansTable,
            .account, .platforms, .deliveries, .export, .importing:
            [.get, .head, .options]
        }
    }

    var allow: String { methods.map(\.token).joined(separator: ", ") }
}
