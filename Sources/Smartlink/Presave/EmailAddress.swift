/// An address that letters can be sent to: the dot-atom form of RFC 5321 §4.1.2 and nothing around it.
///
/// Quoted local parts, comments, address literals and letters beyond ASCII are refused: hardly anybody has
/// such an address, and each is a way to smuggle something into a header.
public struct EmailAddress: Equatable, Sendable {
    /// As the fan wrote it.
    public let text: String

    /// RFC 5321 §4.5.3.1, and erratum 1690 of RFC 3696 for the whole.
    public static let localBytesMax = 64
    public static let bytesMax = 254
    private static let labelBytesMax = 63

    /// Nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.bytesMax else { return nil }
        let halves = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard halves.count == 2, Self.isLocal(halves[0]), Self.isDomain(halves[1]) else {
            return nil
        }
        self.text = text
    }

    /// What stands behind the `@`, as it was written.
    public var domain: Substring {
        text[text.index(after: text.lastIndex(of: "@") ?? text.startIndex)...]
    }

    /// RFC 5322 §3.2.3: atoms between dots.
    private static func isLocal(_ local: ArraySlice<UInt8>) -> Bool {
        guard local.count <= localBytesMax else { return false }
        return local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { atom in !atom.isEmpty && atom.allSatisfy(isAtomByte) }
    }

    /// RFC 1123 §2.1: two labels at least, the last with a letter (a number would be an IP address).
    private static func isDomain(_ domain: ArraySlice<UInt8>) -> Bool {
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...labelBytesMax).contains(label.count) && label.first != hyphen
                    && label.last != hyphen
                    && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen }
            }
            && labels.last?.contains(where: isLetter) == true
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || atomMarks.contains(byte)
    }

    private static let atomMarks = Array("!#$%&'*+-/=?^_`{|}~".utf8)
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
