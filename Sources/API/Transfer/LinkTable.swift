// Links as a table: the columns have the names of a link's JSON, and one for each platform has its URL there. Lists
// that fit no cell (rules, tracks) stay in the JSON Lines.
internal import Smartlink

struct LinkTable {
    /// In the order of SPEC §6.
    static let columns = [
        "code", "url", "kind", "title", "artist", "album", "isrc", "upc", "durationMs", "releaseAt",
        "releaseMode", "state", "headline", "bio", "cta", "mode", "emailCapture", "utm.source",
        "utm.medium", "utm.campaign", "utm.term", "utm.content", "createdAt", "updatedAt",
    ]

    private let platforms: [String]

    init(_ catalogue: Catalogue) { platforms = catalogue.platforms.map(\.id) }

    var header: String { CSVText.line(Self.columns + platforms) }

    func line(_ link: Link, at now: Instant, baseURL: String) -> String {
        let cells: [String] = [
            link.code.text, "\(baseURL)/link/\(link.code.text)", link.kind.rawValue, link.title,
            link.artist, link.album ?? "", link.isrc ?? "", link.upc ?? "",
            link.durationMs.map { "\($0)" } ?? "", link.releaseAt?.rfc3339 ?? "",
            link.releaseMode.rawValue, link.state(at: now).rawValue, link.headline ?? "",
            link.bio ?? "", link.cta ?? "", link.mode.rawValue, "\(link.emailCapture)",
            link.utm.source ?? "", link.utm.medium ?? "", link.utm.campaign ?? "",
            link.utm.term ?? "", link.utm.content ?? "", link.createdAt.rfc3339,
            link.updatedAt.rfc3339,
        ]
        let urls = platforms.map { id in
            link.destinations.first { $0.platform == id }?.url ?? ""
        }
        return CSVText.line(cells + urls)
    }
}
