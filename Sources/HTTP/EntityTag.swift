public import Bytes

/// Entity tags, `"abc"` or `W/"abc"` (RFC 9110 §8.8.3), and lists of them.
public enum EntityTag {
    /// Whether a list of tags, or `*`, holds `tag` by weak comparison, as `If-None-Match` wants it.
    @_noLocks
    public static func list(
        _ bytes: RawSpan, _ field: ByteSlice, holdsWeakly other: RawSpan, _ tag: ByteSlice
    ) -> Bool {
        var tags = TagList(field)
        let wanted = opaque(other, tag)
        while tags.next(bytes) {
            if tags.isAny { return true }
            if bytes.equals(opaque(bytes, tags.tag), other, wanted) { return true }
        }
        return false
    }

    /// Whether a list of tags, or `*`, holds `tag` by strong comparison, as `If-Match` wants it.
    @_noLocks
    public static func list(
        _ bytes: RawSpan, _ field: ByteSlice, holdsStrongly other: RawSpan, _ tag: ByteSlice
    ) -> Bool {
        var tags = TagList(field)
        let isStrong = other.byte(tag.lowerBound) == UInt8(ascii: "\"")
        while tags.next(bytes) {
            if tags.isAny { return true }
            // A weak tag begins with W, so equal bytes of a strong one are a strong match.
            if isStrong, bytes.equals(tags.tag, other, tag) { return true }
        }
        return false
    }

    /// The tag without a `W/` before it.
    @_noLocks
    private static func opaque(_ bytes: RawSpan, _ tag: ByteSlice) -> ByteSlice {
        guard bytes.byte(tag.lowerBound) == UInt8(ascii: "W"), tag.count > 2 else { return tag }
        return ByteSlice(offset: tag.lowerBound &+ 2, count: Int(tag.count) &- 2)
    }
}

/// Walks a list of entity tags; a comma may stand inside one. Ends at the first that is malformed.
private struct TagList {
    var tag: ByteSlice = .none
    /// The member was `*`.
    var isAny = false
    private var place: Int
    private let end: Int

    @_noLocks
    init(_ field: ByteSlice) {
        place = field.lowerBound
        end = field.upperBound
    }

    @_noLocks
    mutating func next(_ bytes: RawSpan) -> Bool {
        while place < end {
            let octet = bytes.byte(place)
            guard isBlank(octet) || octet == UInt8(ascii: ",") else { break }
            place &+= 1
        }
        guard place < end else { return false }
        let start = place
        if bytes.byte(place) == UInt8(ascii: "*") {
            place &+= 1
            isAny = true
            return true
        }
        if bytes.byte(place) == UInt8(ascii: "W"), bytes.byte(place &+ 1) == UInt8(ascii: "/") {
            place &+= 2
        }
        guard place < end, bytes.byte(place) == UInt8(ascii: "\"") else { return false }
        place &+= 1
        while place < end, bytes.byte(place) != UInt8(ascii: "\"") { place &+= 1 }
        guard place < end else { return false }
        place &+= 1
        tag = ByteSlice(offset: start, count: place &- start)
        return true
    }
}
