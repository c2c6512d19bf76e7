public import Bytes

/// Languages a site speaks, as up to four ASCII letters in an integer, the first letter lowest.
public struct LanguageSet: Sendable {
    private var codes: InlineArray<32, UInt32>
    private var count = 0

    /// Languages a set can hold.
    public static let capacity = 32

    /// Nil if there are more than `capacity`.
    public init?(_ offered: [UInt32]) {
        guard offered.count <= Self.capacity else { return nil }
        codes = InlineArray(repeating: 0)
        for code in offered {
            codes[count] = code
            count += 1
        }
    }

    @_noLocks
    public func contains(_ code: UInt32) -> Bool {
        var place = 0
        while place < count {
            if codes[place] == code { return true }
            place &+= 1
        }
        return false
    }
}

/// The `Accept-Language` field (RFC 9110 §12.5.4), by the primary subtags of its ranges.
public enum AcceptLanguage {
    /// The offered language the fan likes best, the earlier of equals; 0 if none is offered.
    @_noLocks
    public static func best(
        of offered: borrowing LanguageSet, in bytes: RawSpan, _ field: ByteSlice
    ) -> UInt32 {
        var list = AcceptList(field)
        var best: UInt32 = 0
        var bestQuality = 0
        while list.next(bytes) {
            if list.quality <= bestQuality { continue }
            let code = primary(bytes, list.choice)
            if code == 0 { continue }
            if offered.contains(code) {
                best = code
                bestQuality = list.quality
            }
        }
        return best
    }

    /// The language the fan likes best, whoever speaks it; 0 if the field names none.
    @_noLocks
    public static func preferred(in bytes: RawSpan, _ field: ByteSlice) -> UInt32 {
        var list = AcceptList(field)
        var best: UInt32 = 0
        var bestQuality = 0
        while list.next(bytes) {
            if list.quality <= bestQuality { continue }
            let code = primary(bytes, list.choice)
            if code == 0 { continue }
            best = code
            bestQuality = list.quality
        }
        return best
    }

    /// `de` of `de-AT`, lower case; 0 if it is no language of two to four letters.
    @_noLocks
    private static func primary(_ bytes: RawSpan, _ range: ByteSlice) -> UInt32 {
        var code: UInt32 = 0
        var place = range.lowerBound
        while place < range.upperBound {
            let letter = lowercased(byte: bytes.byte(place))
            if letter == UInt8(ascii: "-") { break }
            let shift = place &- range.lowerBound
            guard letter &- 0x61 < 26, shift < 4 else { return 0 }
            code |= UInt32(letter) << UInt32(truncatingIfNeeded: shift &* 8)
            place &+= 1
        }
        return place &- range.lowerBound >= 2 ? code : 0
    }
}
