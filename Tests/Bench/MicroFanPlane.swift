// A fan's whole request inside a loop: head parsed, agent classified, decided, rendered, event put
// into the turn's batch. Sockets, store and disk are left out.
import Bytes
import HTTP
import Pages
import Site
import Smartlink

extension MicroCase {
    static func answering() throws -> [MicroCase] {
        let house = try FanHouse()
        return [
            MicroCase(name: "classify (User-Agent)") { house.classify($0) },
            MicroCase(name: "answer (redirect by ?to=)") { try house.answer($0, "?to=spotify") },
            MicroCase(name: "answer (redirect by device)") { try house.answer($0, "") },
            MicroCase(name: "answer (landing page)") { try house.answer($0, "?choose") },
        ]
    }
}

private final class FanHouse: RouteSource {
    /// Requests between two ends of a turn.
    static let turnRequests = 16
    static let replyBytes = 262_144

    private let catalogue: Catalogue
    private let agents: AgentTable
    private let inForce: FanTablesInForce
    private let link: Link
    private let route: [UInt8]

    init() throws {
        let file: PlatformsFile = try ProjectFiles.decode("config/platforms.json")
        let numbers = Dictionary(
            uniqueKeysWithValues: file.ids.enumerated().map { ($1, UInt8($0 + 1)) })
        catalogue = try Catalogue(file: file, numbers: numbers)
        agents = try AgentTable(
            file: ProjectFiles.decode("config/crawlers.json"), platforms: catalogue.platforms)
        let texts: [String: String] = try ProjectFiles.decode("config/locales/en.json")
        inForce = FanTablesInForce(
            FanTables(
                baseURL: "https://music.example", catalogue: catalogue, agents: agents,
                wordings: [Wording(tag: "en", texts: texts, fallback: nil)],
                policy: PagePolicy(sha256: { _ in [UInt8](repeating: 0, count: 32) }),
                countryField: "CF-IPCountry", compress: { $0 }))
        link = try SampleLink.make("mira-sleeper", account: 1, destinations: 3)
        route = Route.prepare(link, catalogue: catalogue)
    }

    func appendRoute(of code: ByteSlice, in bytes: RawSpan, to sink: inout ByteSink) -> Bool {
        route.withRawSpan { sink.append($0) }
        return true
    }

    func link(_ code: Code) -> Link? { link }

    func classify(_ count: Int) -> UInt64 {
        let texts = SampleRequests.userAgents.map { Array($0.utf8) }
        let buffer = Array(texts.joined())
        var start = 0
        let slices = texts.map { text in
            defer { start += text.count }
            return ByteSlice(offset: start, count: text.count)
        }
        return buffer.withRawSpan { bytes in
            var sum: UInt64 = 0
            for turn in 0..<count {
                sum &+= UInt64(agents.classify(bytes, slices[turn & 7]).os.number)
            }
            return sum
        }
    }

    /// Browsers' requests for the link with that query.
    func answer(_ count: Int, _ query: String) throws -> UInt64 {
        let plane = FanPlane(
            tables: inForce, source: self, changes: LinkChanges(), log: CountingLog(),
            salts: FixedSalt(), countries: NoCountry(), routeBytes: 1 << 20, pageBytes: 1 << 20,
            key: HashKey(low: 1, high: 2))
        // Crawlers would be shown the page whatever the query says.
        let requests = SampleRequests.userAgents.prefix(4).map { agent in
            SampleRequests.make("/link/mira-sleeper\(query)", agent: agent)
        }
        let buffer = Array(requests.joined())
        var start = 0
        let ranges = requests.map { request in
            defer { start += request.count }
            return start..<(start + request.count)
        }
        var reply = [UInt8](repeating: 0, count: Self.replyBytes)
        return buffer.withRawSpan { bytes in
            unsafe reply.withUnsafeMutableBytes { memory in
                unsafe Self.answer(count, plane, bytes, ranges, memory)
            }
        }
    }

    private static func answer(
        _ count: Int, _ plane: FanPlane, _ bytes: RawSpan, _ ranges: [Range<Int>],
        _ memory: UnsafeMutableRawBufferPointer
    ) -> UInt64 {
        var head = RequestHead()
        let limits = HeadLimits()
        let nowMs: Int64 = 1_795_000_000_000
        let arrival = Arrival(
            peer: PeerAddress(v4: 0x0102_0304), isSecure: true, isVouched: false, nowMs: nowMs,
            closes: false)
        var sum: UInt64 = 0
        for turn in 0..<count {
            let request = bytes.extracting(ranges[turn & 3])
            guard case .complete = head.parse(request, limits: limits) else { continue }
            var sink = unsafe ByteSink(over: memory)
            let answer = plane.answer(head, in: request, arrival: arrival, reply: &sink)
            if answer == .replied(waits: true) { sum &+= UInt64(sink.count) }
            if turn % turnRequests == 0 { sum &+= plane.endTurn(nowMs: nowMs) }
        }
        return sum
    }
}

/// Takes batches and forgets them.
private final class CountingLog: EventLog {
    var commitment: UInt64 { 0 }
    func append(_ batch: RawSpan, events: Int) -> UInt64 { UInt64(events) }
    func ring() {}
    func write(relieve: @escaping @Sendable () -> Bool) -> Bool { true }
    func subscribe(_ wake: @escaping @Sendable () -> Void) {}
}

private struct FixedSalt: VisitorSalts {
    func salt(day: Int64) throws(Failure) -> (UInt64, UInt64) { (UInt64(day), 7) }
}

private final class NoCountry: CountryLookup {
    func country(of address: PeerAddress) -> ShortCode { .unknown }
}
