// Time zones for release days and statistics. FoundationEssentials knows none but GMT on Linux (the rest needs ICU's
// 30 MB), so the system's own tables are read: TZif, RFC 9636. Its layout, big-endian:
//
//   header   44 bytes: "TZif", version, 15 unused, then six counts of four bytes:
//            UT marks, standard marks, leap seconds, transitions, types, name characters
//   block    transitions × 4 (version 1) or 8 bytes · transitions × 1 type number ·
//            types × 6 (offset 4, is daylight 1, name 1) · names · leap seconds × (4 or 8, +4) ·
//            marks
//   From version 2 on: header and block with four bytes, the same with eight, then the footer,
//   a POSIX TZ string between newlines for moments after the last transition.

/// How far a place's clocks are from UTC, at any moment.
public struct Zone: Equatable, Sendable {
    /// Seconds since 1970 from which an offset holds, ascending.
    private var transitions: [(from: Int64, offset: Int64)] = []
    private var first: Int64
    private var rule: ZoneRule?

    public static let utc = Zone(offset: 0)

    /// Seconds east of UTC, always.
    public init(offset: Int64) { first = offset }

    /// A place whose clocks have always followed this POSIX TZ string (`CET-1CEST,M3.5.0,M10.5.0/3`).
    public init?(rule text: String) {
        guard let rule = ZoneRule(text.utf8) else { return nil }
        first = rule.standard
        self.rule = rule
    }

    /// Reads `Z`, `UTC`, `GMT` and `±HH:MM` or `±HHMM`; nil for anything else.
    public init?(fixed text: String) {
        if ["UTC", "Z", "GMT", "Etc/UTC"].contains(text) {
            self = .utc
            return
        }
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        guard text.hasPrefix("-") || text.hasPrefix("+") else { return nil }
        let bytes = Array(text.utf8.dropFirst()).filter { $0 != UInt8(ascii: ":") }
        let isWell =
            bytes.count == 4 && bytes.allSatisfy { (0x30...0x39).contains($0) }
            && (text.utf8.count == 5 || Array(text.utf8)[3] == UInt8(ascii: ":"))
        guard isWell else { return nil }
        let digits = bytes.map { Int64($0) - 0x30 }
        let hours = digits[0] * 10 + digits[1]
        let minutes = digits[2] * 10 + digits[3]
        guard hours <= 14, minutes < 60 else { return nil }
        self.init(offset: sign * (hours * 3_600 + minutes * 60))
    }

    /// Whether `name` may be looked up: an IANA name and never a path out of the tables' folder.
    public static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return (1...64).contains(name.utf8.count)
            && parts.allSatisfy { part in
                part.utf8.first.map { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A } ?? false
                    && part.utf8.allSatisfy {
                        ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0)
                            || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                            || $0 == UInt8(ascii: "+")
                    }
            }
    }

    /// Reads a compiled table (RFC 9636); nil if it is damaged.
    public init?(compiled bytes: [UInt8]) {
        var reader = ZoneFileReader(bytes: bytes)
        guard let old = reader.header() else { return nil }
        var counts = old
        var width = 4
        if old.version >= 2 {
            reader.place += old.blockBytes(width: 4)
            guard let new = reader.header() else { return nil }
            counts = new
            width = 8
        }
        let start = reader.place
        guard counts.types > 0, start + counts.blockBytes(width: width) <= bytes.count else {
            return nil
        }
        let numbers = start + counts.transitions * width
        let types = numbers + counts.transitions
        func offset(type: Int) -> Int64? {
            type < counts.types ? reader.integer(types + type * 6, bytes: 4) : nil
        }
        guard let initial = offset(type: 0) else { return nil }
        first = initial
        for place in 0..<counts.transitions {
            guard let offset = offset(type: Int(bytes[numbers + place])) else { return nil }
            transitions.append((reader.integer(start + place * width, bytes: width), offset))
        }
        guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0.from < $1.from }) else {
            return nil
        }
        if width == 8 {
            let footer = bytes[(start + counts.blockBytes(width: 8))...].dropFirst()
            rule = ZoneRule(footer.prefix { $0 != UInt8(ascii: "\n") })
        }
    }

    public static func == (one: Zone, other: Zone) -> Bool {
        one.first == other.first && one.rule == other.rule
            && one.transitions.elementsEqual(other.transitions) { $0 == $1 }
    }

    /// Seconds east of UTC at `moment`, in seconds since 1970.
    public func offset(at moment: Int64) -> Int64 {
        guard let last = transitions.last else { return rule?.offset(at: moment) ?? first }
        if moment >= last.from { return rule?.offset(at: moment) ?? last.offset }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].from <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    /// The moment at which clocks here show `local` (seconds since 1970 as if UTC): the first of
    /// two, and where they skip it, as far behind the skip as it lies inside.
    public func moment(local: Int64) -> Int64 {
        let before = offset(at: local - 86_400)
        if offset(at: local - before) == before { return local - before }
        let after = offset(at: local + 86_400)
        return offset(at: local - after) == after ? local - after : local - before
    }

    /// The first moment of that day here, in seconds since 1970: midnight, or the end of the skip
    /// where clocks skip midnight.
    public func start(of date: CivilDate) -> Int64 {
        let midnight = date.daysSince1970 * 86_400
        let found = moment(local: midnight)
        guard found + offset(at: found) != midnight else { return found }
        // Skipped: clocks show the day before until one moment, and this day or later from it on.
        var before = found - 86_400
        var after = found
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if middle + offset(at: middle) >= midnight { after = middle } else { before = middle }
        }
        return after
    }
}

private struct ZoneFileReader {
    struct Counts {
        var version: Int
        var marks: Int
        var leaps: Int
        var transitions: Int
        var types: Int
        var characters: Int

        func blockBytes(width: Int) -> Int {
            transitions * (width + 1) + types * 6 + characters + leaps * (width + 4) + marks
        }
    }

    /// No real table comes near; keeps sums of counts from a damaged file small.
    static let countMax: Int64 = 100_000

    let bytes: [UInt8]
    var place = 0

    func integer(_ start: Int, bytes width: Int) -> Int64 {
        let raw = bytes[start..<start + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 8
            ? Int64(bitPattern: raw) : Int64(Int32(truncatingIfNeeded: raw))
    }

    mutating func header() -> Counts? {
        guard place >= 0, place + 44 <= bytes.count,
            bytes[place..<place + 4].elementsEqual("TZif".utf8)
        else { return nil }
        let start = place
        let counts = (0..<6).map { integer(start + 20 + $0 * 4, bytes: 4) }
        guard counts.allSatisfy({ (0...Self.countMax).contains($0) }) else { return nil }
        let version = bytes[start + 4] >= UInt8(ascii: "2") ? 2 : 1
        place += 44
        return Counts(
            version: version, marks: Int(counts[0] + counts[1]), leaps: Int(counts[2]),
            transitions: Int(counts[3]), types: Int(counts[4]), characters: Int(counts[5]))
    }
}
