// A fan's path with the project's own platforms, crawlers and languages, a shelf of links instead of a store,
// and a log that keeps what it is given.
import Bytes
import FoundationEssentials
import HTTP
import Pages
import Site
import Smartlink
import Synchronization

final class FanHouse: RouteSource {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    let catalogue: Catalogue
    let changes = LinkChanges()
    let log = KeptLog()
    let inForce: FanTablesInForce
    private var links: [Code: Link] = [:]
    private(set) var readings = 0
    private(set) var plane: FanPlane?

    /// As the configuration in this repository has them; read once, because a test is not about that.
    private static let read = Result { () throws -> (catalogue: Catalogue, agents: AgentTable) in
        let file = try decode(PlatformsFile.self, "config/platforms.json")
        let numbers = Dictionary(
            uniqueKeysWithValues: file.platforms.enumerated().map { ($1.id, UInt8($0 + 1)) })
        let catalogue = try Catalogue(file: file, numbers: numbers)
        let agents = try AgentTable(
            file: decode(CrawlersFile.self, "config/crawlers.json"), platforms: catalogue.platforms)
        return (catalogue, agents)
    }

    private static func decode<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try decoder.decode(T.self, from: Data(contentsOf: root.appending(path: path)))
    }

    init() throws {
        let agents = try Self.read.get().agents
        catalogue = try Self.read.get().catalogue
        var wordings: [Wording] = []
        for tag in ["en", "es", "de", "fr", "pt", "ja", "ar"] {
            let texts = try Self.decode([String: String].self, "config/locales/\(tag).json")
            wordings.append(Wording(tag: tag, texts: texts, fallback: wordings.first))
        }
        inForce = FanTablesInForce(
            FanTables(
                baseURL: "https://music.example", catalogue: catalogue, agents: agents,
                wordings: wordings,
                policy: PagePolicy(sha256: { _ in Array(repeating: 0, count: 32) }),
                countryField: "CF-IPCountry", compress: { [0x1F, 0x8B] + $0 }))
        plane = FanPlane(
            tables: inForce, source: self, changes: changes, log: log, salts: FixedSalt(),
            countries: NoCountry(), routeBytes: 1 << 20, pageBytes: 1 << 20,
            key: HashKey(low: 1, high: 2))
    }

    func put(_ link: Link) {
        links[link.code] = link
        changes.publish(link.code)
    }

    func appendRoute(of code: ByteSlice, in bytes: RawSpan, to sink: inout ByteSink) -> Bool {
        readings += 1
        guard let code = Code(bytes.text(code)), let link = links[code] else { return false }
        Route.prepare(link, catalogue: catalogue).withRawSpan { sink.append($0) }
        return true
    }

    func link(_ code: Code) -> Link? { links[code] }

    /// One request through the plane; the events of its turn are in `log.records`.
    func ask(_ head: String, vouched: Bool = false) -> Reply {
        let text = Array((head.replacing("\n", with: "\r\n") + "\r\n\r\n").utf8)
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: 1 << 18, alignment: 16)
        defer { unsafe memory.deallocate() }
        return text.withRawSpan { bytes in
            var parsed = RequestHead()
            guard case .complete = parsed.parse(bytes, limits: HeadLimits()), let plane else {
                return Reply(answer: .passed, text: "")
            }
            var sink = unsafe ByteSink(over: memory)
            let answer = plane.answer(
                parsed, in: bytes,
                arrival: Arrival(
                    peer: PeerAddress(v4: 0x0102_0304), isSecure: true, isVouched: vouched,
                    nowMs: 1_795_000_000_000, closes: false),
                reply: &sink)
            _ = plane.endTurn(nowMs: 1_795_000_000_000)
            return Reply(
                answer: answer,
                text: unsafe String(decoding: memory[..<sink.count], as: UTF8.self))
        }
    }
}

struct Reply {
    var answer: Answer
    var text: String

    var status: Int { Int(text.dropFirst(9).prefix(3)) ?? 0 }
    var body: String { text.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().joined() }

    func field(_ name: String) -> String? {
        for line in text.split(separator: "\r\n").dropFirst() where line.hasPrefix("\(name): ") {
            return String(line.dropFirst(name.count + 2))
        }
        return nil
    }
}

final class KeptLog: EventLog {
    struct Kept: Sendable {
        var event: Event
        var agent: String
        var referrer: String
        var channel: String
    }

    private let kept = Mutex<[Kept]>([])
    var records: [Kept] { kept.withLock { $0 } }
    var commitment: UInt64 { UInt64(records.count) }

    func append(_ batch: RawSpan, events: Int) -> UInt64 {
        var place = 0
        var read: [Kept] = []
        while let record = Event.record(in: batch, at: place) {
            read.append(
                Kept(
                    event: record.event, agent: batch.text(record.agent),
                    referrer: batch.text(record.referrer), channel: batch.text(record.channel)))
            place = record.end
        }
        precondition(read.count == events)
        return kept.withLock {
            $0 += read
            return UInt64($0.count)
        }
    }

    func ring() {}
    func write(relieve: @escaping @Sendable () -> Bool) -> Bool { true }
    func subscribe(_ wake: @escaping @Sendable () -> Void) {}
}

struct FixedSalt: VisitorSalts {
    func salt(day: Int64) throws(Failure) -> (UInt64, UInt64) { (UInt64(day), 7) }
}

final class NoCountry: CountryLookup {
    func country(of address: PeerAddress) -> ShortCode { .unknown }
}
