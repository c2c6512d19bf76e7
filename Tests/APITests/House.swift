import Bytes
import FoundationEssentials
import Glibc
import HTTP
import JSONText
import Operations
import Smartlink
import Store
import Synchronization
import Testing

@testable import API

/// The API over stores, with a clock that stands still and an account on pro.
final class House: Sendable {
    let api: ArtistAPI
    let actions: Actions
    let fans: FanActions
    let transfer: TransferActions
    let key: String
    let account: Account
    let store: Store
    /// Where messages of webhooks go.
    let receiver = Teapot()
    let sessions: Sessions
    private let folder: String
    private let clock: Clock

    /// 2026-03-04T15:30:00Z
    static let start = Instant(ms: 1_772_638_200_000)
    static let peer = PeerAddress(v4: 0x7F00_0001)

    final class Clock: Sendable {
        let now = Mutex(House.start)
        let counter = Mutex<UInt64>(1)
    }

    init(
        plan: Account.Plan = .pro, credits: Int64 = 100, rates: SignIn.Rates = SignIn.Rates(),
        random: (@Sendable (Int) -> [UInt8])? = nil, catalogue: Catalogue = House.catalogue,
        sources: [any MusicSource]? = nil, images: any ImageSource = NoPictures(),
        presaves: [String: any SavingPlatform] = [:], allowances: Allowances = Allowances(),
        finding: ArtworkFinding? = nil
    ) async throws {
        let clock = Clock()
        let now: @Sendable () -> Instant = { clock.now.withLock { $0 } }
        folder = FileManager.default.temporaryDirectory.appending(path: "house-\(UUID())").path
        var settings = Settings(folder: folder, now: now)
        settings.durability = .process
        settings.role = .tool
        let store = try Store(settings)
        // The store gives the same numbers to the same platforms in the same order.
        _ = try await store.numbers(for: catalogue.platforms.map(\.id))
        let agents = try Self.agents.get()
        self.store = store
        var surroundings = Surroundings(
            now: now,
            random: random ?? { count in
                let seed = clock.counter.withLock { counter in
                    counter += 1
                    return counter
                }
                return Self.digest(Array("\(seed)".utf8), bytes: count)
            }, sha256: { Self.digest($0, bytes: 32) }, catalogue: { catalogue },
            agents: { agents })
        // Nobody answers late here: a new link waits for all.
        surroundings.sleep = { _ in try? await Task.sleep(for: .seconds(60)) }
        surroundings.allowances = { allowances }
        let fans = FanActions(
            fans: store, links: store, vault: OpenVault(), zones: NoZones(),
            tokens: FanTokens(sign: { payload, _ in "\(payload)" }, read: { _, _ in nil }),
            surroundings: surroundings, platforms: { presaves },
            baseURL: { "https://segue.example" })
        self.fans = fans
        let music = sources.map { sources in
            Actions.Finding(
                MusicFinder(
                    sources, store: store,
                    MusicFinder.Settings(
                        market: "US", totalMs: 60_000, now: now,
                        sleep: { try? await Task.sleep(for: .milliseconds($0)) }, note: { _ in })),
                store: store, images: images, trouble: { _ in })
        }
        let writer = WebhookWriter(
            links: store, fans: store, now: now, baseURL: { "https://segue.example" })
        let webhooks = WebhookActions(
            webhooks: store, vault: OpenVault(), post: receiver, surroundings: surroundings,
            reach: .publicOnly
        ) { (news) throws(Failure) in try await writer.write(news) }
        actions = Actions(
            links: store, accounts: store, statistics: store, surroundings: surroundings,
            finding: music, webhooks: webhooks, examination: FixedFinding(finding: finding),
            releaseMoved: fans.reschedule)
        let signIn = SignIn(actions, rates: rates)
        sessions = Sessions(store, signIn: signIn)
        transfer = TransferActions(actions, fans: store, store: store)
        api = ArtistAPI(
            actions, fans: fans, signIn: signIn, sessions: sessions, transfer: transfer,
            publicURL: { "https://segue.example" })
        let made = try await actions.createAccount(name: "Mira", plan: plan, credits: credits)
        account = made.account
        key = made.secret.text
        self.clock = clock
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// As the configuration in this repository has them.
    private static let agents = Result {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "../../config/crawlers.json")
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let crawlers = try decoder.decode(CrawlersFile.self, from: Data(contentsOf: file))
        return try AgentTable(file: crawlers, platforms: catalogue.platforms)
    }

    /// Keeps events as a loop does and waits until they are written.
    func keep(_ events: [(event: Event, agent: String, referrer: String, channel: String)]) {
        var batch: [UInt8] = []
        for (event, agent, referrer, channel) in events {
            let strings = Array((agent + referrer + channel).utf8)
            var record = [UInt8](repeating: 0, count: Event.bytesMax)
            let written = unsafe record.withUnsafeMutableBytes { memory in
                var sink = unsafe ByteSink(over: memory)
                unsafe event.append(
                    to: &sink, strings: strings.span.bytes,
                    agent: ByteSlice(offset: 0, count: agent.utf8.count),
                    referrer: ByteSlice(offset: agent.utf8.count, count: referrer.utf8.count),
                    channel: ByteSlice(
                        offset: agent.utf8.count + referrer.utf8.count,
                        count: channel.utf8.count))
                return sink.count
            }
            batch += record[..<written]
        }
        let number = unsafe store.events.append(batch.span.bytes, events: events.count)
        store.events.ring()
        while store.events.commitment < number { usleep(500) }
    }

    func wait(ms: Int64) {
        clock.now.withLock { $0 = Instant(ms: $0.ms + ms) }
    }

    static let catalogue = Catalogue(
        platforms: [
            Platform(
                number: 1, id: "spotify", name: "Spotify", color: "1ed760",
                hosts: ["open.spotify.com"], searchURL: "https://open.spotify.com/search/{q}"),
            Platform(
                number: 2, id: "apple-music", name: "Apple Music", color: "fa243c",
                hosts: ["music.apple.com"], searchURL: "https://music.apple.com/search?term={q}"),
            Platform(
                number: 3, id: "bandcamp", name: "Bandcamp", color: "629aa9",
                hosts: ["bandcamp.com"]),
        ], orders: [.ios: ["apple-music", "spotify"]])

    /// No real hash: long and different enough for tests, where the real one is another room's.
    static func digest(_ bytes: [UInt8], bytes count: Int) -> [UInt8] {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    /// One request; `target` may carry a query, `key` nil sends no authorisation.
    func ask(
        _ method: HTTP.Method, _ target: String, _ body: String? = nil,
        fields: [(String, String)] = [], bytes: [UInt8] = [], key: String?? = .none,
        peer: PeerAddress = House.peer, under prefix: String = "/api/v1"
    ) async -> Answer {
        let parts = target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = (parts.count > 1 ? parts[1].split(separator: "&") : []).map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
        }
        var head = Fields()
        if let key = key ?? self.key { head["Authorization"] = "Bearer \(key)" }
        if body != nil { head["Content-Type"] = "application/json" }
        for (name, value) in fields { head[name] = value }
        let request = Request(
            method: method, path: prefix + parts[0], query: query, fields: head,
            body: body.map { Array($0.utf8) } ?? bytes,
            arrival: Arrival(peer: peer, isSecure: true, nowMs: Self.start.ms, closes: false))
        return Answer(await api.respond(to: request))
    }

    /// A link made by the API, as it answered.
    func make(_ fields: String = "", title: String = "Sleeper") async throws -> JSON {
        let answer = await ask(
            .post, "/links", #"{"title":"\#(title)","artist":"Mira"\#(fields)}"#)
        try #require(answer.status == 201, "\(answer.json.text)")
        return answer.json
    }

    /// A response, its body read.
    struct Answer {
        let status: Int
        let fields: Fields
        let json: JSON
        let body: Response.Body

        init(_ response: Response) {
            body = response.body
            status = response.status
            fields = response.fields
            if case .bytes(let bytes) = response.body {
                json = (try? JSON(reading: bytes)) ?? .null
            } else {
                json = .null
            }
        }

        var code: String? { json["code"]?.string }
        var field: String? { json["field"]?.string }
    }
}

extension JSON {
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var items: [JSON] { if case .array(let items) = self { items } else { [] } }
    var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
}

/// Seals nothing: what is sealed is another room's concern.
struct OpenVault: Vault {
    func seal(_ secret: [UInt8], row: Int64) throws(Failure) -> [UInt8] { secret }
    func open(_ sealed: [UInt8], row: Int64) throws(Failure) -> [UInt8] { sealed }
}

struct NoZones: ZoneSource {
    func zone(named name: String) -> Zone? { nil }
    func zone(ofCountry country: ShortCode) -> Zone? { nil }
}

/// A decoder that finds the same of every picture.
struct FixedFinding: ArtworkExamination {
    var finding: ArtworkFinding?

    func examine(_ bytes: [UInt8], _ artwork: Artwork) async -> ArtworkFinding? { finding }
}

/// No picture anywhere.
struct NoPictures: ImageSource {
    func image(at url: String) async throws(Failure) -> [UInt8] {
        throw Failure(.invalidField, "There is no picture at this address.", field: "artworkUrl")
    }
}

/// Takes no message and remembers all.
final class Teapot: WebhookPost {
    private let messages = Mutex<[WebhookMessage]>([])
    var sent: [WebhookMessage] { messages.withLock { $0 } }

    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        messages.withLock { $0.append(message) }
        return .status(418)
    }
}
