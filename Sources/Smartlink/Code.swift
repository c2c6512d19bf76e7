/// The part of a link's URL that names it: a custom slug or seven random characters (SPEC §1).
public struct Code: Equatable, Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public var description: String { text }

    /// Characters of a random code: no 0, O, I or l, which fans misread.
    public static let alphabet = Array(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    public static let randomCharacters = 7
    public static let bytesMax = 64

    /// Nil unless `text` is 1 to 64 of `A-Z a-z 0-9 - _`, starting with a letter or digit.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (1...Self.bytesMax).contains(bytes.count) else { return nil }
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                continue
            case UInt8(ascii: "-"), UInt8(ascii: "_"):
                if place == 0 { return nil }
            default: return nil
            }
        }
        self.text = String(text)
    }
}
