/// Bytes written once and read from any thread: tables of the fan's path, which may not touch an
/// array there.
@safe
public struct FrozenBytes: ~Copyable, Sendable {
    // Never written after init, so every thread may read.
    @usableFromInline nonisolated(unsafe) let base: UnsafeMutablePointer<UInt8>
    public let count: Int

    public init(_ bytes: [UInt8]) {
        count = bytes.count
        unsafe base = .allocate(capacity: max(bytes.count, 1))
        for (place, byte) in bytes.enumerated() { unsafe base[place] = byte }
    }

    /// The numbers as little-endian halves, for `half`.
    public init(halves: [UInt16]) {
        count = halves.count * 2
        unsafe base = .allocate(capacity: max(count, 1))
        for (place, half) in halves.enumerated() {
            unsafe base[place * 2] = UInt8(truncatingIfNeeded: half)
            unsafe base[place * 2 + 1] = UInt8(truncatingIfNeeded: half >> 8)
        }
    }

    deinit { unsafe base.deallocate() }

    /// The byte at `offset`; 0 outside.
    @inlinable @_noLocks
    public func byte(_ offset: Int) -> UInt8 {
        guard offset >= 0, offset < count else { return 0 }
        return unsafe base[offset]
    }

    /// The `index`th little-endian 16-bit number; 0 outside.
    @inlinable @_noLocks
    public func half(_ index: Int) -> UInt16 {
        guard index >= 0, index < count >> 1 else { return 0 }
        return unsafe UnsafeRawPointer(base + index &* 2).loadUnaligned(as: UInt16.self)
    }

    /// `bytes` (1 to 8) bytes from `offset` as a little-endian number; 0 if they are not all there.
    @inlinable @_noLocks
    public func integer(_ offset: Int, bytes: Int) -> UInt64 {
        guard offset >= 0, bytes <= 8, offset <= count &- bytes else { return 0 }
        var number: UInt64 = 0
        var place = bytes
        while place > 0 {
            place &-= 1
            number = number << 8 | UInt64(unsafe base[offset &+ place])
        }
        return number
    }

    /// Appends the slice to `sink`; nothing if it lies outside.
    @inlinable @_noLocks
    public func append(_ slice: ByteSlice, to sink: inout ByteSink) {
        guard slice.upperBound <= count else { return }
        var place = slice.lowerBound
        while place < slice.upperBound {
            sink.append(unsafe base[place])
            place &+= 1
        }
    }

    /// Whether a slice here and a slice of `other` hold the same bytes.
    @inlinable @_noLocks
    public func equals(_ slice: ByteSlice, _ other: RawSpan, _ otherSlice: ByteSlice) -> Bool {
        guard slice.count == otherSlice.count, slice.upperBound <= count,
            otherSlice.upperBound <= other.byteCount
        else { return false }
        var place = 0
        while place < Int(slice.count) {
            if byte(slice.lowerBound &+ place) != other.byte(otherSlice.lowerBound &+ place) {
                return false
            }
            place &+= 1
        }
        return true
    }
}
