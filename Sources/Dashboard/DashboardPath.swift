internal import HTTP

/// A place of this door; the dashboard's files lie beside it.
enum DashboardPath: Equatable {
    case session
    case sessions
    case oneSession(Int64)
    case preview(String)
    case unfurl(String)

    static let prefix = "/app/"

    /// Nil where nothing of this door's lives.
    init?(_ path: String) {
        guard path.hasPrefix(Self.prefix) else { return nil }
        let parts = path.dropFirst(Self.prefix.utf8.count)
            .split(separator: "/", omittingEmptySubsequences: false)
        switch (parts.count, parts[0]) {
        case (1, "session"): self = .session
        case (1, "sessions"): self = .sessions
        case (2, "sessions"):
            guard let id = Int64(parts[1]) else { return nil }
            self = .oneSession(id)
        case (2, "preview") where !parts[1].isEmpty: self = .preview(String(parts[1]))
        case (3, "preview") where !parts[1].isEmpty && parts[2] == "unfurl":
            self = .unfurl(String(parts[1]))
        default: return nil
        }
    }

    /// What it takes; HEAD wherever GET, OPTIONS everywhere.
    var methods: [Method] {
        switch self {
        case .session: [.get, .head, .post, .delete, .options]
        case .sessions: [.get, .head, .options]
        case .oneSession: [.delete, .options]
        case .preview, .unfurl: [.post, .options]
        }
    }

    var allow: String { methods.map(\.token).joined(separator: ", ") }

    var bodyBytesMax: Int {
        switch self {
        case .preview, .unfurl: DashboardLimits.draftBytesMax
        case .session, .sessions, .oneSession: DashboardLimits.signInBytesMax
        }
    }
}
