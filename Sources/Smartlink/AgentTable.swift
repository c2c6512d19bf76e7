// Who is asking, by User-Agent: `config/crawlers.json` and the platforms' own patterns compiled
// once.
//
//   pattern record, 16 bytes
//        0  1  bytes of its text
//        1  1  ties: bit 0 start, bit 1 end, bit 2 and 3 no letter or digit before, behind
//        2  1  platform whose app this is, 0 = none
//        3  1  guard: which exceptions take it back, 255 = none
//        4  1  exception bit it stands for, 255 = none
//        5  3  0
//        8  4  marks
//       12  4  0
//   guard, 16 bytes: marks (4), platform (1), bytes of its text (1), 0 (2), exception bits (8)
//
// Weight of the marks: preview, then crawler, then library (unless a platform's own app is built on
// it), else human; among crawlers ai, search, monitor, scanner, else other. A missing or empty
// User-Agent is a crawler's: every browser sends one.
public import Bytes

/// Every known crawler, in-app browser, platform app and operating system in one matcher.
public final class AgentTable: Sendable {
    static let guardsMax = 64
    static let systemsMax = 24

    private let classes: FrozenBytes
    private let transitions: FrozenBytes
    private let outputs: FrozenBytes
    private let firstCompleting: Int
    private let records: FrozenBytes
    private let guards: FrozenBytes
    private let systems: FrozenBytes

    /// Compiles the file's and the platforms' patterns.
    ///
    /// Errors: `invalid_field` with the path in its file (`crawlers[12].pattern`).
    public init(file: CrawlersFile, platforms: [Platform]) throws(Failure) {
        let list = try AgentPatternList(file: file, platforms: platforms)
        let automaton = try AgentAutomaton(list.patterns)
        classes = FrozenBytes(automaton.classes)
        transitions = FrozenBytes(halves: automaton.transitions)
        outputs = FrozenBytes(halves: automaton.outputs)
        firstCompleting = automaton.firstCompleting
        records = FrozenBytes(list.records)
        guards = FrozenBytes(list.guards)
        systems = FrozenBytes(list.systems)
    }

    /// What the text says, for callers off the fan's path.
    public func classify(_ userAgent: String) -> Agent {
        let bytes = Array(userAgent.utf8)
        return bytes.withRawSpan {
            classify($0, ByteSlice(offset: 0, count: bytes.count))
        }
    }

    /// What the User-Agent in the slice says.
    @_noLocks
    public func classify(_ bytes: RawSpan, _ userAgent: ByteSlice) -> Agent {
        let start = userAgent.lowerBound
        let whole = min(userAgent.upperBound, bytes.byteCount)
        let end = min(whole, start &+ agentScanBytesMax)
        guard start < end else { return Agent(kind: .crawler, botClass: .other) }
        var seen = Seen()
        var state = 0
        var place = start
        while place < end {
            let column = classes.byte(Int(bytes.byte(place)))
            state = Int(transitions.half(state &<< 6 | Int(column)))
            place &+= 1
            if state >= firstCompleting {
                note(state, bytes, from: start, to: place, of: whole, in: &seen)
            }
        }
        return verdict(&seen)
    }

    /// What the patterns met so far add up to.
    private struct Seen {
        var marks: UInt32 = 0
        var exceptions: UInt64 = 0
        var guards: UInt64 = 0
        var app: UInt8 = 0
        var appBytes: UInt8 = 0

        @_noLocks init() {}

        /// The longest pattern names the app.
        @_noLocks
        mutating func take(app number: UInt8, bytes: UInt8) {
            if number != 0, bytes > appBytes {
                app = number
                appBytes = bytes
            }
        }
    }

    /// Notes every pattern that ends just before `place`.
    @_noLocks
    private func note(
        _ state: Int, _ bytes: RawSpan, from start: Int, to place: Int, of end: Int,
        in seen: inout Seen
    ) {
        var output = Int(outputs.half(state &- firstCompleting))
        let last = Int(outputs.half(state &- firstCompleting &+ 1))
        while output < last {
            let record = Int(outputs.half(output)) &* 16
            output &+= 1
            let length = records.byte(record)
            let ties = records.byte(record &+ 1)
            let first = place &- Int(length)
            if ties != 0 {
                if ties & 1 != 0, first != start { continue }
                if ties & 2 != 0, place != end { continue }
                if ties & 4 != 0, first > start, isWord(bytes.byte(first &- 1)) { continue }
                if ties & 8 != 0, place < end, isWord(bytes.byte(place)) { continue }
            }
            let exception = records.byte(record &+ 4)
            if exception < 64 { seen.exceptions |= 1 &<< UInt64(exception) }
            let guarded = records.byte(record &+ 3)
            if guarded < 64 {
                seen.guards |= 1 &<< UInt64(guarded)
                continue
            }
            seen.marks |= UInt32(truncatingIfNeeded: records.integer(record &+ 8, bytes: 4))
            seen.take(app: records.byte(record &+ 2), bytes: length)
        }
    }

    @_noLocks
    private func verdict(_ seen: inout Seen) -> Agent {
        while seen.guards != 0 {
            let entry = seen.guards.trailingZeroBitCount &* 16
            seen.guards &= seen.guards &- 1
            if guards.integer(entry &+ 8, bytes: 8) & seen.exceptions != 0 { continue }
            seen.marks |= UInt32(truncatingIfNeeded: guards.integer(entry, bytes: 4))
            seen.take(app: guards.byte(entry &+ 4), bytes: guards.byte(entry &+ 5))
        }
        var agent = Agent(kind: .human, os: .other, isInApp: seen.marks & 8 != 0, app: seen.app)
        if seen.marks & 1 != 0 {
            agent.kind = .preview
            agent.botClass = .preview
        } else if seen.marks & 2 != 0 {
            agent.kind = .crawler
            agent.botClass = crawlerClass(seen.marks)
        } else if seen.marks & 4 != 0, seen.app == 0 {
            agent.kind = .crawler
            agent.botClass = .library
        }
        let known = seen.marks &>> 8
        if known != 0 { agent.os = numbered(systems.byte(known.trailingZeroBitCount)) }
        return agent
    }
}

@_noLocks
private func isWord(_ byte: UInt8) -> Bool {
    if byte &- 48 < 10 { return true }
    return (byte | 0x20) &- 97 < 26
}

/// A crawler that says to be several things is what most concerns an artist.
@_noLocks
private func crawlerClass(_ marks: UInt32) -> BotClass {
    if marks & 32 != 0 { return .ai }
    if marks & 16 != 0 { return .search }
    if marks & 64 != 0 { return .monitor }
    if marks & 128 != 0 { return .scanner }
    return .other
}

@_noLocks
private func numbered(_ number: UInt8) -> OperatingSystem {
    switch number {
    case 1: .ios
    case 2: .android
    case 3: .macos
    case 4: .windows
    case 5: .linux
    case 6: .chromeos
    default: .other
    }
}

/// Only so much of a User-Agent is read.
///
/// It stands outside the class, whose metadata the fan's path may not touch.
public var agentScanBytesMax: Int { @_noLocks get { 1024 } }
