/// A range of bytes inside a buffer that somebody else holds: what a parser hands out instead of
/// copies.
///
/// A slice means nothing without its buffer. Readers take both: `bytes.equals(slice, …)`.
@frozen
public struct ByteSlice: Equatable, Sendable, BitwiseCopyable {
    /// Bytes from the start of the buffer.
    public var offset: UInt32
    /// Length in bytes.
    public var count: UInt32

    @inlinable @_noLocks
    public init(offset: Int, count: Int) {
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    /// The slice of nothing: an absent field.
    public static var none: ByteSlice {
        @inlinable @_noLocks get { ByteSlice(offset: 0, count: 0) }
    }

    /// The first `countMax` bytes of it, or all.
    @inlinable @_noLocks
    public func prefix(_ countMax: Int) -> ByteSlice {
        ByteSlice(offset: Int(offset), count: Int(count) < countMax ? Int(count) : countMax)
    }

    public var isEmpty: Bool { @inlinable @_noLocks get { count == 0 } }
    public var lowerBound: Int { @inlinable @_noLocks get { Int(offset) } }
    public var upperBound: Int { @inlinable @_noLocks get { Int(offset) &+ Int(count) } }
}
