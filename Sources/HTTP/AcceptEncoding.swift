public import Bytes

/// The `Accept-Encoding` field (RFC 9110 §12.5.3).
public enum AcceptEncoding {
    /// Whether gzip may be sent: named, or covered by `*`, with a quality above zero.
    @_noLocks
    public static func takesGzip(_ bytes: RawSpan, _ field: ByteSlice) -> Bool {
        var list = AcceptList(field)
        var anyQuality = 0
        while list.next(bytes) {
            if bytes.matches(list.choice, "gzip") { return list.quality > 0 }
            if bytes.matches(list.choice, "x-gzip") { return list.quality > 0 }
            if bytes.equals(list.choice, "*") { anyQuality = list.quality }
        }
        return anyQuality > 0
    }
}
