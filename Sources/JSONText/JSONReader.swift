// Strict reading of one JSON text (RFC 8259): UTF-8 without byte order mark, no comments, no
// trailing commas, no duplicate names, nothing behind the value. Bounded in depth and in number of
// values.

extension JSON {
    /// Where and why a text is not JSON.
    public struct Malformed: Error, Equatable, Sendable {
        public var reason: String
        /// From 1.
        public var line: Int
        /// Bytes into the line, from 1.
        public var column: Int

        public var message: String {
            "The body is not valid JSON at line \(line), column \(column): \(reason)."
        }
    }

    /// Errors: `Malformed`, also for a text beyond `Limits`.
    public init(reading bytes: [UInt8]) throws(Malformed) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var place = 0
    var values = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSON.Malformed) -> JSON {
        skipSpace()
        guard place < bytes.count else { throw malformed("it is empty") }
        let value = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw malformed("something follows the value") }
        return value
    }

    private func malformed(_ reason: String) -> JSON.Malformed {
        let before = bytes[..<min(place, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return JSON.Malformed(reason: reason, line: line, column: place - lineStart + 1)
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    private mutating func value(depth: Int) throws(JSON.Malformed) -> JSON {
        values += 1
        guard values <= Limits.valuesMax else {
            throw malformed("it has more than \(Limits.valuesMax) values")
        }
        guard let byte = next else { throw malformed("it ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw malformed("no value starts like this")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSON.Malformed) -> JSON {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[place..<end].elementsEqual(word.description.utf8) else {
            throw malformed("no value starts like this")
        }
        place = end
        return value
    }

    private mutating func object(depth: Int) throws(JSON.Malformed) -> JSON {
        try enter(depth)
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            place += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw malformed("a member needs a name") }
            let name = try string()
            guard names.insert(name).inserted else {
                throw malformed("the name “\(name)” stands twice in one object")
            }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw malformed("a colon is missing") }
            place += 1
            skipSpace()
            members.append(JSON.Member(name, try value(depth: depth)))
            skipSpace()
            if try isLast(UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(JSON.Malformed) -> JSON {
        try enter(depth)
        var items: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            place += 1
            return .array([])
        }
        while true {
            skipSpace()
            items.append(try value(depth: depth))
            skipSpace()
            if try isLast(UInt8(ascii: "]")) { return .array(items) }
        }
    }

    private mutating func enter(_ depth: Int) throws(JSON.Malformed) {
        guard depth <= Limits.depthMax else {
            throw malformed("it is nested deeper than \(Limits.depthMax)")
        }
        place += 1
    }

    /// Takes the comma before a further item, or the closing character.
    private mutating func isLast(_ closing: UInt8) throws(JSON.Malformed) -> Bool {
        switch next {
        case UInt8(ascii: ","):
            place += 1
            return false
        case closing:
            place += 1
            return true
        default: throw malformed("a comma or the closing bracket is missing")
        }
    }

    // MARK: Numbers

    private mutating func number() throws(JSON.Malformed) -> JSON {
        let start = place
        var isWhole = true
        if next == UInt8(ascii: "-") { place += 1 }
        let leadsWithZero = next == UInt8(ascii: "0")
        let wholeDigits = try digits()
        guard !leadsWithZero || wholeDigits == 1 else { throw malformed("a number leads with 0") }
        if next == UInt8(ascii: ".") {
            isWhole = false
            place += 1
            _ = try digits()
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            place += 1
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                place += 1
            }
            _ = try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw malformed("the number is too large")
        }
        return .number(value)
    }

    private mutating func digits() throws(JSON.Malformed) -> Int {
        let start = place
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
        guard place > start else { throw malformed("a digit is missing") }
        return place - start
    }

    // MARK: Strings

    private mutating func string() throws(JSON.Malformed) -> String {
        let start = place
        place += 1
        var out: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                guard let text = String(validating: out, as: UTF8.self) else {
                    place = start
                    throw malformed("the string is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"):
                place += 1
                try escape(into: &out)
            case 0..<0x20: throw malformed("a control character in a string must be escaped")
            default:
                out.append(byte)
                place += 1
            }
        }
        place = start
        throw malformed("the string does not end")
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSON.Malformed) {
        guard let byte = next else { throw malformed("an escape is cut off") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"): out += Array(String(Character(try scalar())).utf8)
        default:
            place -= 1
            throw malformed("no such escape")
        }
    }

    /// What follows `\u`, the second half of a surrogate pair included (RFC 8259 §7).
    private mutating func scalar() throws(JSON.Malformed) -> Unicode.Scalar {
        var code = try fourHexDigits()
        if (0xD800..<0xDC00).contains(code), next == UInt8(ascii: "\\"), place + 1 < bytes.count,
            bytes[place + 1] == UInt8(ascii: "u")
        {
            place += 2
            let low = try fourHexDigits()
            guard (0xDC00..<0xE000).contains(low) else {
                throw malformed("half of a surrogate pair stands alone")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw malformed("half of a surrogate pair stands alone")
        }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSON.Malformed) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("an escape needs four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            place += 1
        }
        return code
    }
}
