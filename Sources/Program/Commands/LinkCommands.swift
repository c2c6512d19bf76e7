import API
import JSONText
import Operations
import Smartlink

extension Command {
    static let link: [Command] = [
        Command(
            words: ["link", "create"], summary: "make a link for an account",
            flags: [
                Flag(name: "account", value: "ID", help: "whose", need: .required),
                Flag(
                    name: "title", value: "TEXT",
                    help: "the release (default: as --isrc, --upc or --from tell)"),
                Flag(
                    name: "artist", value: "TEXT", help: "who made it (default: the same way)"),
                Flag(
                    name: "from", value: "URL",
                    help: "where it is on one platform, to find the others"),
                Flag(
                    name: "to", value: "URL",
                    help: "where it is on one platform; once for each", need: .repeatable),
                Flag(
                    name: "kind", value: "KIND", help: "track, album or playlist (default: track)"),
                Flag(name: "slug", value: "CODE", help: "the code (pro; default: random)"),
                Flag(name: "mode", value: "MODE", help: "page or direct (default: page)"),
                Flag(name: "isrc", value: "CODE", help: "the recording's code"),
                Flag(name: "upc", value: "CODE", help: "the release's code"),
                Flag(
                    name: "release-at", value: "TIME",
                    help: "RFC 3339; a future one makes a pre-save link"),
                Flag(
                    name: "no-resolve", value: nil,
                    help: "look nothing up: it is where --to and --from say and nowhere else"),
                .data, .config, .json,
            ],
            notes: "Costs the account a credit, as in the API. Everything else a link has is set "
                + "there (PATCH /api/v1/links/CODE)."
        ) { call in try await createLink(call) },
        Command(
            words: ["link", "show"], summary: "show a link", operands: ["CODE"],
            flags: [.data, .config, .json]
        ) { call in try await showLink(call) },
        Command(
            words: ["link", "list"], summary: "list an account's links, newest first",
            flags: [
                Flag(name: "account", value: "ID", help: "whose", need: .required),
                Flag(name: "search", value: "WORDS", help: "only links with these words"),
                Flag(name: "limit", value: "N", help: "at most so many, 1 to 200 (default: 50)"),
                .data, .config, .json,
            ]
        ) { call in try await listLinks(call) },
    ]

    @Sendable
    private static func createLink(_ call: Call) async throws {
        let base = try LinkAddress(call)
        let account = try call.whole("account") ?? 0
        try await Workbench.open(call, reach: .sources) { bench in
            let owner = try await bench.actions.showAccount(account, limit: 1, cursor: nil).account
            let urls = call.values["to"] ?? []
            let catalogue = bench.actions.surroundings.catalogue()
            let made = try await bench.actions.createLink(
                LinkOrder(
                    slug: call.value("slug"), sourceURL: call.value("from"),
                    kind: try choice("kind", call),
                    search: call.isSet("no-resolve") ? .nowhere : .everywhere), for: owner
            ) { link throws(Failure) in
                link.title = call.value("title") ?? ""
                link.artist = call.value("artist") ?? ""
                link.isrc = call.value("isrc")
                link.upc = call.value("upc")
                link.mode = try choice("mode", call) ?? .page
                if let text = call.value("release-at") {
                    guard let at = Instant(rfc3339: text) else {
                        throw Failure(
                            .invalidField, "write a time such as 2027-03-01T00:00:00Z",
                            field: "--release-at")
                    }
                    link.releaseAt = at
                }
                for url in urls { link.destinations.append(try destination(url, catalogue)) }
            }
            base.show(made.link, call, at: bench.actions.surroundings.now())
        }
    }

    @Sendable
    private static func showLink(_ call: Call) async throws {
        let base = try LinkAddress(call)
        let named = call.operands[0]
        try await Workbench.open(call) { bench in
            let link = try await bench.actions.showLink(named)
            base.show(link, call, at: bench.actions.surroundings.now())
        }
    }

    @Sendable
    private static func listLinks(_ call: Call) async throws {
        let base = try LinkAddress(call)
        let account = try call.whole("account") ?? 0
        var query = LinkQuery()
        query.search = call.value("search")
        if let limit = try call.whole("limit") { query.limit = Int(limit) }
        try await Workbench.open(call) { bench in
            let now = bench.actions.surroundings.now()
            let page = try await bench.actions.listLinks(of: account, query)
            if call.wantsJSON {
                call.console.say(JSON.array(page.items.map { base.json($0, at: now) }).text)
                return
            }
            call.console.say(
                heading: ["URL", "STATE", "TITLE", "ARTIST"],
                rows: page.items.map {
                    [base.url(of: $0), $0.state(at: now).rawValue, $0.title, $0.artist]
                })
            if page.next != nil { call.console.note("There are more; --limit shows up to 200.") }
        }
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ flag: String, _ call: Call
    ) throws(Failure) -> Value? {
        guard let text = call.value(flag) else { return nil }
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.invalidField, "expects one of \(known), not \(text)", field: "--\(flag)")
        }
        return value
    }

    /// The platform whose URL it is, by its host.
    private static func destination(_ text: String, _ catalogue: Catalogue) throws(Failure)
        -> Destination
    {
        guard let url = try? WebURL(text), let platform = catalogue.platform(owning: url.host)
        else {
            throw Failure(
                .invalidField, "\(text) belongs to no platform of config/platforms.json",
                field: "--to")
        }
        return Destination(platform: platform.id, url: url.text)
    }
}

/// Links as commands show them.
private struct LinkAddress: Sendable {
    let baseURL: String

    init(_ call: Command.Call) throws {
        baseURL = try Configured.read(call).configuration.publicURL
    }

    func url(of link: Link) -> String { "\(baseURL)/link/\(link.code)" }

    func json(_ link: Link, at now: Instant) -> JSON {
        LinkResource.json(link, at: now, baseURL: baseURL)
    }

    func show(_ link: Link, _ call: Command.Call, at now: Instant) {
        call.answer(json(link, at: now)) {
            let rows = link.destinations.map { ("\($0.platform)", "\($0.url) (\($0.status))") }
            return "\(url(of: link))\n\(link.kind) “\(link.title)” by \(link.artist), "
                + "\(link.state(at: now)), account \(link.account)\n" + CommandHelp.table(rows)
        }
    }
}
