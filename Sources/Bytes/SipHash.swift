/// A secret of 128 bits.
@frozen
public struct HashKey: Equatable, Sendable, BitwiseCopyable {
    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64

    @inlinable @_noLocks
    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }
}

/// SipHash-2-4 (Aumasson and Bernstein): a keyed hash that tells nothing about key or input.
/// Visitors are counted by it.
///
/// Add integers and slices, then `finish()`. An integer is its eight bytes, lowest first; the parts
/// are simply joined, so parts of varying length need their lengths added too where the seam
/// matters.
@frozen
public struct SipHash: Sendable, BitwiseCopyable {
    @usableFromInline var v0: UInt64
    @usableFromInline var v1: UInt64
    @usableFromInline var v2: UInt64
    @usableFromInline var v3: UInt64
    /// Bytes that do not fill a word yet, lowest first.
    @usableFromInline var tail: UInt64 = 0
    @usableFromInline var length: UInt64 = 0

    @inlinable @_noLocks
    public init(key: HashKey) {
        v0 = key.low ^ 0x736F_6D65_7073_6575
        v1 = key.high ^ 0x646F_7261_6E64_6F6D
        v2 = key.low ^ 0x6C79_6765_6E65_7261
        v3 = key.high ^ 0x7465_6462_7974_6573
    }

    @inlinable @_noLocks
    public mutating func add(_ bytes: RawSpan, _ slice: ByteSlice) {
        guard slice.upperBound <= bytes.byteCount else { return }
        var place = slice.lowerBound
        if length & 7 == 0 {
            while place &+ 8 <= slice.upperBound {
                compress(bytes.word(place))
                length &+= 8
                place &+= 8
            }
        }
        while place < slice.upperBound {
            add(byte: bytes.byte(place))
            place &+= 1
        }
    }

    @inlinable @_noLocks
    public mutating func add(_ number: UInt64) {
        if length & 7 == 0 {
            compress(number)
            length &+= 8
            return
        }
        var rest = number
        var count = 0
        while count < 8 {
            add(byte: UInt8(truncatingIfNeeded: rest))
            rest >>= 8
            count &+= 1
        }
    }

    /// The hash of everything added.
    @inlinable @_noLocks
    public consuming func finish() -> UInt64 {
        compress(tail | length << 56)
        v2 ^= 0xFF
        round()
        round()
        round()
        round()
        return v0 ^ v1 ^ v2 ^ v3
    }

    @inlinable @_noLocks
    mutating func add(byte: UInt8) {
        tail |= UInt64(byte) << ((length & 7) &* 8)
        length &+= 1
        if length & 7 == 0 {
            compress(tail)
            tail = 0
        }
    }

    @inlinable @_noLocks
    mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inlinable @_noLocks
    mutating func round() {
        v0 = v0 &+ v1
        v1 = (v1 &<< 13 | v1 &>> 51) ^ v0
        v0 = v0 &<< 32 | v0 &>> 32
        v2 = v2 &+ v3
        v3 = (v3 &<< 16 | v3 &>> 48) ^ v2
        v0 = v0 &+ v3
        v3 = (v3 &<< 21 | v3 &>> 43) ^ v0
        v2 = v2 &+ v1
        v1 = (v1 &<< 17 | v1 &>> 47) ^ v2
        v2 = v2 &<< 32 | v2 &>> 32
    }
}
