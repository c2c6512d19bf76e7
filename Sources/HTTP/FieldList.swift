import Bytes

/// Walks the members of a comma-separated value (RFC 9110 §5.6.1); quoted strings are not looked
/// into.
struct FieldList {
    /// The member the last `next` found, trimmed; may be empty.
    var member: ByteSlice = .none
    private var place: Int
    private let end: Int
    private var isDone = false

    @_noLocks
    init(_ value: ByteSlice) {
        place = value.lowerBound
        end = value.upperBound
    }

    /// Moves to the next member; false behind the last.
    @_noLocks
    mutating func next(_ bytes: RawSpan) -> Bool {
        if isDone { return false }
        let start = place
        while place < end, bytes.byte(place) != UInt8(ascii: ",") { place &+= 1 }
        member = bytes.trimmed(ByteSlice(offset: start, count: place &- start))
        if place < end { place &+= 1 } else { isDone = true }
        return true
    }
}
