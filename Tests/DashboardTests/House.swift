import Bytes
import Crypto
import FoundationEssentials
import HTTP
import JSONText
import Operations
import Pages
import Smartlink
import Store
import Synchronization

@testable import Dashboard

/// The door over a store, with a clock that stands still; a draft takes a headline, and what the page is made from is
/// one platform.
final class House: Sendable {
    let door: DashboardDoor
    let actions: Actions
    let account: Account
    let key: String
    private let store: Store
    private let folder: String

    static let start = Instant(ms: 1_772_638_200_000)
    static let peer = PeerAddress(v4: 0x7F00_0001)

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "door-\(UUID())").path
        var settings = Settings(folder: folder, now: { Self.start })
        settings.durability = .process
        settings.role = .tool
        let store = try Store(settings)
        let empty = #"{"previews":[],"crawlers":[],"libraries":[],"inApp":[],"systems":[]}"#
        let agents = try AgentTable(
            file: JSONDecoder().decode(CrawlersFile.self, from: Data(empty.utf8)), platforms: [])
        let seeds = Seeds()
        let surroundings = Surroundings(
            now: { Self.start },
            random: { count in Array(SHA256.digest([seeds.next()]).prefix(count)) },
            sha256: { SHA256.digest($0) },
            catalogue: { Catalogue(platforms: [], orders: [:]) }, agents: { agents })
        let actions = Actions(
            links: store, accounts: store, statistics: store, surroundings: surroundings)
        let made = try await actions.createAccount(name: "Mira", plan: .pro, credits: 5)
        let order = LinkOrder(slug: "mira-sleeper", search: .nowhere)
        _ = try await actions.createLink(order, for: made.account) { link in
            link.title = "Sleeper"
            link.artist = "Mira"
        }
        (account, key) = (made.account, made.secret.text)
        self.store = store
        self.actions = actions
        door = DashboardDoor(
            Sessions(store, signIn: SignIn(actions)),
            DashboardDoor.Parts(
                policy: PagePolicy { SHA256.digest($0) },
                publicURL: { "https://music.example" }, refusal: Self.refusal, facts: Self.facts
            ) { (code, account, patch, _) throws(Failure) in
                guard let json = try? JSON(reading: patch) else {
                    throw Failure(.invalidField, "This is no JSON.")
                }
                return try await actions.draftLink(code, of: account.id) { link in
                    if case .string(let text)? = json["headline"] { link.headline = text }
                }
            })
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private final class Seeds: Sendable {
        private let last = Mutex<UInt8>(0)
        func next() -> UInt8 {
            last.withLock { last in
                last += 1
                return last
            }
        }
    }

    private static func refusal(_ failure: Failure) -> Response {
        Response(
            status: failure.code == .unauthorized ? 401 : 400,
            body: .bytes(Array(failure.code.rawValue.utf8)))
    }

    private static func facts(_ link: Link, _ state: Link.State, _ request: Request) -> PageFacts {
        let platform = Platform(
            number: 1, id: "spotify", name: "Spotify", color: "1ed760", hosts: [])
        var facts = PageFacts(
            baseURL: "https://music.example",
            offers: [Offer(platform: platform, href: "/link/mira-sleeper/to/spotify")],
            wording: Wording(
                tag: "en", texts: ["title": "{title} by {artist}", "presave.promise": "Soon"],
                fallback: nil),
            state: state, now: start)
        facts.use = .preview
        return facts
    }

    /// One request; `type` nil leaves the field away.
    func ask(
        _ method: HTTP.Method, _ target: String, _ body: String = "",
        type: String? = "application/json", fields: [(String, String)] = []
    ) async throws -> Answer {
        var head = Fields()
        if let type { head["Content-Type"] = type }
        for (name, value) in fields { head[name] = value }
        let parts = target.split(separator: "?", maxSplits: 1)
        let request = Request(
            method: method, path: String(parts[0]),
            query: parts.count < 2 ? [] : [("as", String(parts[1].dropFirst("as=".count)))],
            fields: head, body: Array(body.utf8), authority: "music.example",
            arrival: Arrival(
                peer: Self.peer, isSecure: true, nowMs: Self.start.ms, closes: false))
        guard let response = await door.respond(to: request) else { throw NotTheDoors() }
        return Answer(response)
    }

    struct NotTheDoors: Error {}

    /// Signs in; the fields a page of ours sends from then on.
    func signIn() async throws -> (fields: [(String, String)], csrf: String) {
        let answer = try await ask(.post, "/app/session", #"{"key":"\#(key)"}"#)
        let csrf = answer.string("csrf") ?? ""
        let cookie = answer.cookies.first?.prefix { $0 != ";" } ?? ""
        return ([("Cookie", String(cookie)), ("Segue-CSRF", csrf)], csrf)
    }

    /// A response, its body read.
    struct Answer {
        let status: Int
        let fields: Fields
        let text: String

        init(_ response: Response) {
            status = response.status
            fields = response.fields
            if case .bytes(let bytes) = response.body {
                text = String(decoding: bytes, as: UTF8.self)
            } else {
                text = ""
            }
        }

        var json: JSON { (try? JSON(reading: Array(text.utf8))) ?? .null }
        var cookies: [String] { fields.all.filter { $0.name == "Set-Cookie" }.map(\.value) }

        func string(_ name: String) -> String? {
            if case .string(let text)? = json[name] { text } else { nil }
        }

        var items: [JSON] { if case .array(let items)? = json["items"] { items } else { [] } }
    }
}
