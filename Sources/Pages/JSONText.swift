/// JSON for a data block inside HTML: what could end the block or a JavaScript line is escaped.
struct JSONText {
    private(set) var bytes: [UInt8] = []

    /// Punctuation and names of ours.
    mutating func raw(_ literal: StaticString) {
        bytes.append(contentsOf: literal.description.utf8)
    }

    mutating func number(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

    mutating func string(_ text: String) {
        raw("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                raw("\\")
                bytes.append(contentsOf: Character(scalar).utf8)
            case "<": raw("\\u003c")
            case ">": raw("\\u003e")
            case "&": raw("\\u0026")
            case "\u{2028}": raw("\\u2028")
            case "\u{2029}": raw("\\u2029")
            case "\u{0}"..<" ", "\u{7F}": raw(" ")
            default: bytes.append(contentsOf: Character(scalar).utf8)
            }
        }
        raw("\"")
    }

    mutating func append(_ other: JSONText) { bytes.append(contentsOf: other.bytes) }
}
