internal import HTTP

/// A place of this door.
enum APIPath: Equatable {
    case links
    case link(String)
    case artwork(String)
    case statistics(String)
    case explanation(String)
    case events(String)
    case eventsTable(String)
    case presaves(String)
    case fans(String)
    case fansTable(String)
    case account
    case platforms
    case resolution

    static let prefix = "/api/v1"

    /// Nil where nothing lives.
    init?(_ path: String) {
        guard path.hasPrefix(Self.prefix + "/") else { return nil }
        let parts = path.dropFirst(Self.prefix.count + 1)
            .split(separator: "/", omittingEmptySubsequences: false)
        switch (parts.count, parts[0]) {
        case (1, "links"): self = .links
        case (1, "account"): self = .account
        case (1, "platforms"): self = .platforms
        case (1, "resolve"): self = .resolution
        case (2, "links") where !parts[1].isEmpty: self = .link(String(parts[1]))
        case (3, "links"):
            let code = String(parts[1])
            switch parts[2] {
            case "artwork": self = .artwork(code)
            case "stats": self = .statistics(code)
            case "events": self = .events(code)
            case "events.csv": self = .eventsTable(code)
            case "explain": self = .explanation(code)
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
        case .links: [.get, .head, .post, .options]
        case .link: [.get, .head, .patch, .delete, .options]
        case .artwork: [.put, .options]
        case .resolution: [.post, .options]
        case .statistics, .events, .eventsTable, .explanation, .presaves, .fans, .fansTable,
            .account, .platforms:
            [.get, .head, .options]
        }
    }

    var allow: String { methods.map(\.token).joined(separator: ", ") }
}
