/// Up to four ASCII characters in one integer: ISO 3166 countries (`DE`), ISO 639 languages (`en`, `fil`).
///
/// Zero means unknown. The first character is the lowest byte.
@frozen
public struct ShortCode: Equatable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32

    @inlinable @_noLocks
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static var unknown: ShortCode {
        @inlinable @_noLocks get { ShortCode(rawValue: 0) }
    }

    /// Nil unless `text` is one to four ASCII letters or digits. Keeps the letters' case.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (1...4).contains(bytes.count) else { return nil }
        var packed: UInt32 = 0
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                packed |= UInt32(byte) << UInt32(8 * place)
            default: return nil
            }
        }
        rawValue = packed
    }

    /// The characters; empty when unknown.
    public var text: String {
        var rest = rawValue
        var out = ""
        while rest != 0 {
            out.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: rest)))
            rest >>= 8
        }
        return out
    }
}
