// Comparing without ASCII case, a word at a time where there are eight bytes.

/// ASCII letters of a word lowered; every other byte, 0x80 and above too, is kept.
@inlinable @_noLocks
public func lowercased(word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    let atLeastA = low &+ 0x3F3F_3F3F_3F3F_3F3F
    let aboveZ = low &+ 0x2525_2525_2525_2525
    return word | (atLeastA & ~aboveZ & ~word & 0x8080_8080_8080_8080) >> 2
}

/// An ASCII letter lowered; any other byte is kept.
@inlinable @_noLocks
public func lowercased(byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}

/// Whether a byte is a space or a tab (RFC 9110 §5.6.3).
@inlinable @_noLocks
public func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// Whether a byte is a decimal digit.
@inlinable @_noLocks
public func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// A byte of a literal; 0 past its end.
@inlinable @_noLocks
public func octet(_ text: StaticString, _ place: Int) -> UInt8 {
    guard place >= 0, place < text.utf8CodeUnitCount else { return 0 }
    return unsafe text.utf8Start[place]
}

extension RawSpan {
    /// Whether the slice holds `text` without regard to ASCII case; `text` is written in lower
    /// case.
    @inlinable @_noLocks @inline(__always)
    public func matches(_ slice: ByteSlice, _ text: StaticString) -> Bool {
        guard Int(slice.count) == text.utf8CodeUnitCount else { return false }
        return starts(slice, with: text)
    }

    /// Whether the slice begins with `text` without regard to ASCII case; `text` is in lower case.
    @inlinable @_noLocks @inline(__always)
    public func starts(_ slice: ByteSlice, with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard Int(slice.count) >= count, slice.upperBound <= byteCount else { return false }
        let start = unsafe UnsafeRawPointer(text.utf8Start)
        var place = 0
        while place < count {
            // The last word overlaps the one before it rather than being compared byte by byte.
            if count >= 8 {
                if place &+ 8 > count { place = count &- 8 }
                let wanted = unsafe start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                let found = unsafe unsafeLoadUnaligned(
                    fromUncheckedByteOffset: slice.lowerBound &+ place, as: UInt64.self)
                if lowercased(word: found) != wanted { return false }
                place &+= 8
            } else {
                let wanted = unsafe start.load(fromByteOffset: place, as: UInt8.self)
                if lowercased(byte: byte(slice.lowerBound &+ place)) != wanted { return false }
                place &+= 1
            }
        }
        return true
    }

    /// Whether the slice is a beginning of `text`, case and all; an empty one is.
    @inlinable @_noLocks
    public func equals(_ slice: ByteSlice, prefixOf text: StaticString) -> Bool {
        guard Int(slice.count) <= text.utf8CodeUnitCount, slice.upperBound <= byteCount else {
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

    /// The slice without spaces and tabs at both ends (RFC 9110 §5.6.3).
    @inlinable @_noLocks
    public func trimmed(_ slice: ByteSlice) -> ByteSlice {
        var first = slice.lowerBound
        var end = slice.upperBound
        while first < end, isBlank(byte(first)) { first &+= 1 }
        while end > first, isBlank(byte(end &- 1)) { end &-= 1 }
        return ByteSlice(offset: first, count: end &- first)
    }
}
