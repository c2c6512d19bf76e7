/// The only way to XML in this house: markup comes from literals, everything else is escaped (XML 1.0 §2.2, §2.4).
struct XMLWriter {
    private(set) var bytes: [UInt8] = []

    mutating func markup(_ literal: StaticString) {
        bytes.append(contentsOf: literal.description.utf8)
    }

    /// `<name>text</name>`; nothing at all for a text that is absent.
    mutating func element(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        markup("<")
        markup(name)
        markup(">")
        append(text)
        markup("</")
        markup(name)
        markup(">")
    }

    mutating func append(_ other: XMLWriter) { bytes.append(contentsOf: other.bytes) }

    private mutating func append(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup("&amp;")
            case "<": markup("&lt;")
            case ">": markup("&gt;")
            // No document can hold these, escaped or not.
            case "\u{0}"..<" ", "\u{7F}", "\u{FFFE}", "\u{FFFF}": markup(" ")
            default: bytes.append(contentsOf: Character(scalar).utf8)
            }
        }
    }
}
