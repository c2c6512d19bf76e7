// Reads JSON5 (https://spec.json5.org) as people write configuration: comments, bare keys, trailing commas, either
// quote. JSONDecoder reads JSON5 too, but neither names the line of a mistake nor notices a key written twice,
// and both are what an operator needs; Infinity and NaN mean nothing here and are refused.

struct ConfigurationReader {
    static let depthMax = 16

    private let bytes: [UInt8]
    private let file: String
    private var place = 0
    private var line = 1

    /// Reads the whole text of `file`; its outermost value must be an object.
    static func read(_ bytes: [UInt8], file: String) throws(ConfigurationFailure)
        -> ConfigurationNode
    {
        var reader = ConfigurationReader(bytes: bytes, file: file)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw reader.failure("the file is not UTF-8 text")
        }
        try reader.skipBlank()
        guard reader.peek == UInt8(ascii: "{") else {
            throw reader.failure("the file must start with { and hold settings")
        }
        let node = try reader.node(depth: 0)
        try reader.skipBlank()
        guard reader.peek == nil else {
            throw reader.failure("nothing may follow the closing }")
        }
        return node
    }

    private init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func failure(_ message: String, line: Int? = nil) -> ConfigurationFailure {
        ConfigurationFailure(place: "\(file):\(line ?? self.line)", message: message)
    }

    private mutating func advance() {
        if peek == UInt8(ascii: "\n") { line += 1 }
        place += 1
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        advance()
        return true
    }

    /// White space and comments.
    private mutating func skipBlank() throws(ConfigurationFailure) {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: " "), 0x09, 0x0A, 0x0B, 0x0C, 0x0D: advance()
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(ConfigurationFailure) {
        let start = line
        let second = place + 1 < bytes.count ? bytes[place + 1] : 0
        if second == UInt8(ascii: "/") {
            while let byte = peek, byte != UInt8(ascii: "\n") { advance() }
        } else if second == UInt8(ascii: "*") {
            place += 2
            while !(peek == UInt8(ascii: "*") && place + 1 < bytes.count
                && bytes[place + 1] == UInt8(ascii: "/"))
            {
                guard peek != nil else {
                    throw failure("the comment that starts here is never closed", line: start)
                }
                advance()
            }
            place += 2
        } else {
            throw failure("a single / means nothing; comments start with // or /*")
        }
    }

    private mutating func node(depth: Int) throws(ConfigurationFailure) -> ConfigurationNode {
        try skipBlank()
        let start = line
        guard depth < Self.depthMax else { throw failure("nested too deeply") }
        guard let byte = peek else { throw failure("the file ends where a value should stand") }
        let value: ConfigurationNode.Value
        switch byte {
        case UInt8(ascii: "{"): value = .object(try members(depth: depth))
        case UInt8(ascii: "["): value = .list(try elements(depth: depth))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            value = .text(try quoted())
        default: value = try literal()
        }
        return ConfigurationNode(line: start, value: value)
    }

    private mutating func members(depth: Int) throws(ConfigurationFailure)
        -> [ConfigurationNode.Member]
    {
        let start = line
        advance()
        var members: [ConfigurationNode.Member] = []
        while true {
            try skipBlank()
            guard let byte = peek else {
                throw failure("the { that opens here is never closed", line: start)
            }
            if take(UInt8(ascii: "}")) { return members }
            let nameLine = line
            let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            let name = isQuoted ? try quoted() : word()
            guard !name.isEmpty else {
                throw failure("a key should stand here, not \(Self.shown(byte))")
            }
            if let first = members.first(where: { $0.name == name }) {
                throw ConfigurationFailure(
                    place: "\(file):\(nameLine)", key: name,
                    message: "stands here twice, first in line \(first.line); keep one")
            }
            try skipBlank()
            guard take(UInt8(ascii: ":")) else {
                throw failure("a : is missing behind the key \(name)")
            }
            let node = try node(depth: depth + 1)
            members.append(.init(name: name, line: nameLine, node: node))
            try separator(or: UInt8(ascii: "}"), after: name)
        }
    }

    private mutating func elements(depth: Int) throws(ConfigurationFailure) -> [ConfigurationNode] {
        let start = line
        advance()
        var elements: [ConfigurationNode] = []
        while true {
            try skipBlank()
            guard peek != nil else {
                throw failure("the [ that opens here is never closed", line: start)
            }
            if take(UInt8(ascii: "]")) { return elements }
            elements.append(try node(depth: depth + 1))
            try separator(or: UInt8(ascii: "]"), after: "the value before")
        }
    }

    private mutating func separator(or end: UInt8, after what: String)
        throws(ConfigurationFailure)
    {
        let before = line
        try skipBlank()
        if take(UInt8(ascii: ",")) || peek == end { return }
        // The end of the file is told by the bracket that stays open.
        if peek == nil { return }
        throw failure("a comma is missing after \(what)", line: before)
    }

    /// A bare key, `true`, `null` or a number's characters.
    private mutating func word() -> String {
        let start = place
        while let byte = peek, Self.isWordByte(byte) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
            UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), 0x80...0xFF:
            true
        default: false
        }
    }

    private mutating func literal() throws(ConfigurationFailure) -> ConfigurationNode.Value {
        let text = word()
        switch text {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .null
        case "":
            throw failure("a value should stand here, not \(Self.shown(peek ?? 0))")
        default:
            guard let number = Self.number(text) else {
                throw failure("\(text) is no value; a text needs quotes: \"\(text)\"")
            }
            return .number(number)
        }
    }

    private static func number(_ text: String) -> Double? {
        var digits = Substring(text)
        var sign = 1.0
        if digits.hasPrefix("-") { sign = -1 }
        if digits.hasPrefix("-") || digits.hasPrefix("+") { digits = digits.dropFirst() }
        if digits.lowercased().hasPrefix("0x") {
            return UInt32(digits.dropFirst(2), radix: 16).map { sign * Double($0) }
        }
        guard let first = digits.utf8.first, first != UInt8(ascii: "-"),
            first != UInt8(ascii: "+"),
            digits.utf8.allSatisfy({ $0 < 0x3A || $0 | 0x20 == UInt8(ascii: "e") })
        else { return nil }
        if digits.hasPrefix(".") { digits = "0" + digits }
        if digits.hasSuffix(".") { digits += "0" }
        guard let number = Double(digits), number.isFinite else { return nil }
        return sign * number
    }

    private static func shown(_ byte: UInt8) -> String {
        0x20 < byte && byte < 0x7F ? String(Unicode.Scalar(byte)) : "byte \(byte)"
    }
}

extension ConfigurationReader {
    /// A text between either quotes, escapes resolved.
    private mutating func quoted() throws(ConfigurationFailure) -> String {
        let start = line
        let quote = bytes[place]
        advance()
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\n") {
            advance()
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(byte)
            }
        }
        throw failure("the text that starts here is never closed", line: start)
    }

    private mutating func escape(into text: inout [UInt8]) throws(ConfigurationFailure) {
        guard let byte = peek else { return }
        advance()
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\n"): return
        case UInt8(ascii: "x"): text.append(contentsOf: String(try scalar(digits: 2)).utf8)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar(digits: 4)).utf8)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "v"):
            throw failure("control characters have no place in a setting")
        default: text.append(byte)
        }
    }

    private mutating func scalar(digits: Int) throws(ConfigurationFailure) -> Unicode.Scalar {
        let end = min(place + digits, bytes.count)
        let text = String(decoding: bytes[place..<end], as: UTF8.self)
        guard text.utf8.count == digits, let number = UInt32(text, radix: 16), number >= 0x20,
            let scalar = Unicode.Scalar(number)
        else { throw failure("\\x takes two hexadecimal digits and \\u four, of one character") }
        place = end
        return scalar
    }
}
