/// A cursor that appends to a buffer of fixed size: replies and event batches are written through
/// it.
///
/// It never allocates and never writes past its end: what does not fit sets `overflowed`, and the
/// writer of the whole message looks once at the end.
@safe
public struct ByteSink: ~Copyable {
    @usableFromInline let base: UnsafeMutablePointer<UInt8>
    @usableFromInline let capacity: Int
    @usableFromInline var written: Int = 0
    @usableFromInline var isShort = false

    /// Bytes written so far.
    @inlinable public var count: Int { written }
    /// Bytes that still fit.
    @inlinable public var room: Int { capacity &- written }
    /// Whether something did not fit; the bytes are then incomplete.
    @inlinable public var overflowed: Bool { isShort }

    /// A sink over memory that must outlive it.
    @unsafe @inlinable
    public init(over memory: UnsafeMutableRawBufferPointer) {
        unsafe base = memory.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        capacity = memory.count
    }

    /// Claims `count` bytes; false, and nothing claimed, if they do not fit.
    @inlinable @_noLocks
    mutating func claims(_ count: Int) -> Bool {
        if count <= capacity &- written { return true }
        isShort = true
        return false
    }

    @inlinable @_noLocks
    public mutating func append(_ byte: UInt8) {
        guard claims(1) else { return }
        unsafe base[written] = byte
        written &+= 1
    }

    /// Appends the slice of `bytes`.
    @inlinable @_noLocks
    public mutating func append(_ bytes: RawSpan, _ slice: ByteSlice) {
        let count = Int(slice.count)
        guard claims(count), slice.upperBound <= bytes.byteCount else { return }
        var place = slice.lowerBound
        var target = written
        let end = slice.upperBound
        while place &+ 8 <= end {
            let word = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: place, as: UInt64.self)
            unsafe UnsafeMutableRawPointer(base + target).storeBytes(of: word, as: UInt64.self)
            place &+= 8
            target &+= 8
        }
        while place < end {
            unsafe base[target] = bytes.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)
            place &+= 1
            target &+= 1
        }
        written = target
    }

    /// Appends `count` bytes from `start`, where no span can be had.
    @unsafe @inlinable @_noLocks
    public mutating func append(_ start: UnsafeRawPointer, count: Int) {
        guard claims(count) else { return }
        unsafe UnsafeMutableRawPointer(base + written).copyMemory(from: start, byteCount: count)
        written &+= count
    }

    /// Appends all of `bytes`.
    @inlinable @_noLocks
    public mutating func append(_ bytes: RawSpan) {
        append(bytes, ByteSlice(offset: 0, count: bytes.byteCount))
    }

    /// Appends a literal.
    @inlinable @_noLocks
    public mutating func append(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        guard claims(count) else { return }
        let source = unsafe text.utf8Start
        var place = 0
        while place < count {
            unsafe base[written &+ place] = source[place]
            place &+= 1
        }
        written &+= count
    }

    /// Appends a number in decimal.
    @inlinable @_noLocks
    public mutating func append(decimal number: Int) {
        guard claims(20) else { return }
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var digits = 1
        var bound: UInt = 10
        while digits < 20, rest >= bound {
            digits &+= 1
            if digits == 20 { break }
            bound = bound &* 10
        }
        var place = written &+ digits &- 1
        written &+= digits
        while place >= written &- digits {
            unsafe base[place] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
            place &-= 1
        }
    }

    /// Appends an integer's bytes, lowest first.
    @inlinable @_noLocks
    public mutating func append(littleEndian number: UInt64, bytes count: Int) {
        guard claims(count) else { return }
        var rest = number
        var place = 0
        while place < count {
            unsafe base[written &+ place] = UInt8(truncatingIfNeeded: rest)
            rest >>= 8
            place &+= 1
        }
        written &+= count
    }

    /// Takes back everything after `mark`, an earlier `count`; clears `overflowed`.
    @inlinable @_noLocks
    public mutating func rewind(to mark: Int) {
        if mark >= 0, mark <= written { written = mark }
        isShort = false
    }
}
