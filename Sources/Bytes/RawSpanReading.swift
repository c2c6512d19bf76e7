// Reading a span byte by byte and word by word, checked, without allocation.

extension RawSpan {
    /// The byte at `offset`; 0 past the end.
    @inlinable @_noLocks
    public func byte(_ offset: Int) -> UInt8 {
        guard offset >= 0, offset < byteCount else { return 0 }
        return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Eight bytes from `offset`, the first one lowest; 0 if they are not all there.
    @inlinable @_noLocks
    public func word(_ offset: Int) -> UInt64 {
        guard offset >= 0, offset &+ 8 <= byteCount else { return 0 }
        return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
    }

    /// `count` (1 to 8) bytes from `offset` as a little-endian integer; 0 if they are not all
    /// there.
    @inlinable @_noLocks
    public func integer(_ offset: Int, bytes count: Int) -> UInt64 {
        guard offset >= 0, count <= 8, offset &+ count <= byteCount else { return 0 }
        var number: UInt64 = 0
        var place = count
        while place > 0 {
            place &-= 1
            number = number << 8 | UInt64(byte(offset &+ place))
        }
        return number
    }

    /// Whether the slice holds exactly `text`, case and all.
    @inlinable @_noLocks
    public func equals(_ slice: ByteSlice, _ text: StaticString) -> Bool {
        guard Int(slice.count) == text.utf8CodeUnitCount, slice.upperBound <= byteCount else {
            return false
        }
        let start = unsafe text.utf8Start
        var place = 0
        while place < Int(slice.count) {
            if byte(slice.lowerBound &+ place) != (unsafe start[place]) { return false }
            place &+= 1
        }
        return true
    }

    /// Whether a slice here and a slice of `other` hold the same bytes.
    @inlinable @_noLocks
    public func equals(_ slice: ByteSlice, _ other: RawSpan, _ otherSlice: ByteSlice) -> Bool {
        guard slice.count == otherSlice.count, slice.upperBound <= byteCount,
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

    /// The slice's bytes as text; invalid UTF-8 is repaired.
    public func text(_ slice: ByteSlice) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(slice.count))
        for place in 0..<Int(slice.count) { bytes.append(byte(slice.lowerBound + place)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
