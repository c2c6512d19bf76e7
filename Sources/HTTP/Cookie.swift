public import Bytes

/// The `Cookie` field (RFC 6265 §4.2, read as tolerantly as §5.4 lets user agents write it).
public enum Cookie {
    /// The value of the first cookie `name` without quotes around it; nil if it is absent.
    @_noLocks
    public static func value(
        of name: StaticString, in bytes: RawSpan, _ field: ByteSlice
    ) -> ByteSlice? {
        var place = field.lowerBound
        let end = field.upperBound
        while place < end {
            let start = place
            var equals = -1
            while place < end {
                let octet = bytes.byte(place)
                if octet == UInt8(ascii: ";") { break }
                if octet == UInt8(ascii: "="), equals < 0 { equals = place }
                place &+= 1
            }
            if equals >= 0 {
                let found = bytes.trimmed(ByteSlice(offset: start, count: equals &- start))
                if bytes.equals(found, name) {
                    let first = equals &+ 1
                    return unquoted(bytes, ByteSlice(offset: first, count: place &- first))
                }
            }
            place &+= 1
        }
        return nil
    }

    @_noLocks
    private static func unquoted(_ bytes: RawSpan, _ raw: ByteSlice) -> ByteSlice {
        let value = bytes.trimmed(raw)
        guard value.count >= 2, bytes.byte(value.lowerBound) == UInt8(ascii: "\""),
            bytes.byte(value.upperBound &- 1) == UInt8(ascii: "\"")
        else { return value }
        return ByteSlice(offset: value.lowerBound &+ 1, count: Int(value.count) &- 2)
    }
}
