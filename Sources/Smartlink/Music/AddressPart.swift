// What a variable part of a platform's URL may be made of, as `config/platforms.json` writes it:
//
//   alphanumeric 22       exactly 22 letters and digits
//   digits 1-20           1 to 20 of them
//   pl.*word 4-64         `pl.`, which belongs to the part, then 4 to 64
//
//   digits        0-9
//   capitals      A-Z 0-9
//   alphanumeric  A-Z a-z 0-9
//   word          the same, _ and -
//   name          the same and ., but not as the first
//   urn           the same and :, but neither as the first
//
// None of them means anything in a path or a query, so a part goes into a URL as it stands.

/// The form of a variable part of a URL.
struct AddressPart: Equatable, Sendable {
    private var prefix: [UInt8]
    private var alphabet: Alphabet
    private var counts: ClosedRange<Int>

    private enum Alphabet: String {
        case digits, capitals, alphanumeric, word, name, urn
    }

    /// Reads the form; nil if it is not written as the head of this file says.
    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2 else { return nil }
        let star = words[0].firstIndex(of: "*")
        let name = star.map { words[0][words[0].index(after: $0)...] } ?? words[0]
        guard let alphabet = Alphabet(rawValue: String(name)) else { return nil }
        let ends = words[1].split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(ends.count), let least = Int(ends[0]),
            let most = Int(ends[ends.count - 1]), least > 0, least <= most,
            most <= MusicLimits.partBytesMax
        else { return nil }
        prefix = Array((star.map { words[0][..<$0] } ?? "").utf8)
        self.alphabet = alphabet
        counts = least...most
        guard prefix.allSatisfy({ Self.isLetterOrDigit($0) || Self.isMark($0) }) else { return nil }
    }

    func takes(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: prefix) else { return false }
        let rest = bytes[prefix.count...]
        return counts.contains(rest.count) && rest.allSatisfy(isIn)
            && (prefix.isEmpty ? rest.first.map { $0 != 0x2E && $0 != 0x3A } ?? false : true)
    }

    private func isIn(_ byte: UInt8) -> Bool {
        switch alphabet {
        case .digits: Self.isDigit(byte)
        case .capitals: Self.isDigit(byte) || (0x41...0x5A).contains(byte)
        case .alphanumeric: Self.isLetterOrDigit(byte)
        case .word: Self.isLetterOrDigit(byte) || byte == 0x2D || byte == 0x5F
        case .name: Self.isLetterOrDigit(byte) || Self.isMark(byte) && byte != 0x3A
        case .urn: Self.isLetterOrDigit(byte) || Self.isMark(byte)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// `-`, `_`, `.`, `:`
    private static func isMark(_ byte: UInt8) -> Bool {
        byte == 0x2D || byte == 0x5F || byte == 0x2E || byte == 0x3A
    }
}
