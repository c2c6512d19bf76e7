// Two years of events of many links: the busiest has a tenth of all, half the links hardly any.
import Bytes
import Glibc
import Smartlink

struct HistoryEvents {
    static let links = 10_000
    static let days = 730
    /// 2024-01-01.
    static let firstMs: Int64 = 1_704_067_200_000

    private let total: Int
    private var random: Mixed
    private var made = 0
    private var memory: [UInt8]
    private let agents: [[UInt8]]
    private let referrers: [[UInt8]]
    private let channels: [[UInt8]]
    private let countries: [ShortCode]

    static let batchEvents = 4_096

    init(_ total: Int, seed: UInt64) {
        self.total = total
        random = Mixed(state: seed)
        memory = [UInt8](repeating: 0, count: Self.batchEvents * Event.bytesMax)
        agents = (0..<300).map { Array("Mozilla/5.0 (iPhone; CPU OS 17) Build/\($0)".utf8) }
        referrers = [[]] + (0..<30).map { Array("site\($0).example".utf8) }
        channels = [[]] + (0..<12).map { Array("channel\($0)".utf8) }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        countries = (0..<60).map {
            ShortCode("\(letters[$0 % 26])\(letters[$0 / 26 + 3])") ?? .unknown
        }
    }

    /// The next batch of records; nil after the last event.
    mutating func next() -> (bytes: [UInt8], events: Int)? {
        let count = min(Self.batchEvents, total - made)
        if count <= 0 { return nil }
        var offset = 0
        for _ in 0..<count { offset += append(at: offset) }
        return (Array(memory[..<offset]), count)
    }

    private mutating func append(at offset: Int) -> Int {
        let event = next(number: made)
        made += 1
        let agent = agents[random.skewed(agents.count)]
        let referrer = referrers[random.skewed(referrers.count)]
        let channel = channels[random.skewed(channels.count)]
        let strings = agent + referrer + channel
        return unsafe memory.withUnsafeMutableBytes { bytes in
            var sink = unsafe ByteSink(
                over: UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]))
            strings.withRawSpan {
                event.append(
                    to: &sink, strings: $0, agent: ByteSlice(offset: 0, count: agent.count),
                    referrer: ByteSlice(offset: agent.count, count: referrer.count),
                    channel: ByteSlice(
                        offset: agent.count + referrer.count, count: channel.count))
            }
            return sink.count
        }
    }

    private mutating func next(number: Int) -> Event {
        let span = Int64(Self.days) * 86_400_000
        let at = Self.firstMs + Int64(Double(number) / Double(total) * Double(span))
        let kinds: [Event.Kind] = [.visit, .visit, .visit, .redirect, .redirect, .clickThrough]
        let kind = kinds[random.below(kinds.count)]
        let isBot = random.below(100) < 12
        let agent =
            isBot
            ? Agent(kind: .crawler, botClass: [.search, .ai, .monitor, .other][random.below(4)])
            : Agent(os: OperatingSystem.allCases[random.skewed(7)])
        var event = Event(
            at: Instant(ms: at), link: Int64(random.skewed(Self.links)) + 1, kind: kind,
            reason: kind == .visit ? .page : [.device, .cookie, .rule, .asked][random.skewed(4)],
            agent: agent)
        event.country = countries[random.skewed(countries.count)]
        if kind != .visit { event.platform = UInt8(random.skewed(8) + 1) }
        // A fifth come again the same day.
        if !isBot { event.visitor = UInt64(random.below(5) == 0 ? number / 7 : number) + 1 }
        return event
    }
}

/// SplitMix64, so that a history can be made again.
private struct Mixed {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    /// The first by far the most often: each about as often as 1 ÷ its place.
    mutating func skewed(_ count: Int) -> Int {
        let part = Double(next() >> 11) / Double(1 << 53)
        return min(count - 1, Int(pow(Double(count) + 1, part)) - 1)
    }
}
