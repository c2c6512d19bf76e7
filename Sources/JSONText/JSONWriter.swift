extension JSON {
    /// The shortest text of this value in UTF-8 (RFC 8259), members in their order.
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(Self.firstCapacityBytes)
        append(to: &out)
        return out
    }

    /// The same as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private static let firstCapacityBytes = 1_024
    /// Integers up to here are exact in every reader's floating point (RFC 8259 §6).
    private static let exactMax = 9_007_199_254_740_992.0

    private func append(to out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let value): out += (value ? "true" : "false").utf8
        case .integer(let value): out += "\(value)".utf8
        case .number(let value): Self.append(value, to: &out)
        case .string(let value): Self.append(value, to: &out)
        case .array(let items):
            out.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                item.append(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                Self.append(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.append(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// JSON has no infinities: they become null.
    private static func append(_ value: Double, to out: inout [UInt8]) {
        if !value.isFinite {
            out += "null".utf8
        } else if value.rounded() == value, abs(value) < exactMax {
            out += "\(Int64(value))".utf8
        } else {
            out += "\(value)".utf8
        }
    }

    private static func append(_ text: String, to out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += #"\""#.utf8
            case UInt8(ascii: "\\"): out += #"\\"#.utf8
            case UInt8(ascii: "\n"): out += #"\n"#.utf8
            case UInt8(ascii: "\r"): out += #"\r"#.utf8
            case UInt8(ascii: "\t"): out += #"\t"#.utf8
            case 0..<0x20:
                out += #"\u00"#.utf8
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
