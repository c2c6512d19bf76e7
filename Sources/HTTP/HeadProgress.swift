import Bytes

/// What a connection remembers of a partial head, so that a head sent byte by byte is not parsed
/// once a byte.
///
/// Keep one per connection; ask before every parse, and start a new one after a head is complete.
@frozen
public struct HeadProgress: Sendable, BitwiseCopyable {
    @usableFromInline var seen: UInt32 = 0
    @usableFromInline var nextParse: UInt32 = 0

    @inlinable
    public init() {}

    /// Whether parsing `bytes`, the head's beginning so far, may tell anything new.
    ///
    /// True for the first bytes, for those that hold an empty line, whenever twice as many are
    /// there as at the last parse, and at the limit: all parses together cost no more than a few
    /// times one.
    @_noLocks
    public mutating func isWorthParsing(_ bytes: RawSpan, limits: HeadLimits) -> Bool {
        let count = bytes.byteCount
        // The empty line may have begun in what was there before.
        var place = seen < 3 ? 0 : Int(seen) &- 3
        seen = UInt32(truncatingIfNeeded: count)
        var isWorth = count >= Int(nextParse) || count >= limits.headBytesMax
        while !isWorth, place &+ 4 <= count {
            isWorth = bytes.integer(place, bytes: 4) == 0x0A0D_0A0D
            place &+= 1
        }
        if isWorth { nextParse = UInt32(truncatingIfNeeded: count &* 2) }
        return isWorth
    }
}
