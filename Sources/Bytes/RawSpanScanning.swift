// Scans for the octets that end a part of a message (RFC 9110 §5.5, §5.6.2), eight or sixteen bytes
// at a time. They stand in this room because they load without a check per word, after one check of
// the whole range.
//
// A mask has the top bit of a byte set where the byte is in the class. The first (lowest) bit of a
// mask is exact; those above it may be wrong by a borrow, and nobody looks at them.

/// Bytes of the word equal to the byte that `pattern` repeats eight times.
@inlinable @_noLocks @inline(__always)
func mask(_ word: UInt64, equal pattern: UInt64) -> UInt64 {
    let zeroed = word ^ pattern
    return (zeroed &- 0x0101_0101_0101_0101) & ~zeroed & 0x8080_8080_8080_8080
}

/// Bytes of the word below 0x20, and DEL.
@inlinable @_noLocks @inline(__always)
func mask(controlsOf word: UInt64) -> UInt64 {
    let zeroed = word ^ 0x7F7F_7F7F_7F7F_7F7F
    let below = (word &- 0x2020_2020_2020_2020) & ~word
    return (below | (zeroed &- 0x0101_0101_0101_0101) & ~zeroed) & 0x8080_8080_8080_8080
}

/// Bytes of the word that are neither letter nor hyphen: where the common field names end. Exact
/// throughout: its sums cannot carry.
@inlinable @_noLocks @inline(__always)
func mask(nonLettersOf word: UInt64) -> UInt64 {
    let low = (word & 0x7F7F_7F7F_7F7F_7F7F) | 0x2020_2020_2020_2020
    let letters = (low &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(low &+ 0x0505_0505_0505_0505) & ~word
    let apart = word ^ 0x2D2D_2D2D_2D2D_2D2D
    let others = ((apart & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | apart
    return others & ~letters & 0x8080_8080_8080_8080
}

/// Whether a byte is a character of a token (RFC 9110 §5.6.2).
@inlinable @_noLocks @inline(__always)
public func isToken(_ byte: UInt8) -> Bool {
    // One bit for each of the 128 ASCII characters.
    let bits: UInt64 = byte < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
    return byte < 128 && bits >> UInt64(byte & 63) & 1 != 0
}

extension RawSpan {
    /// The first place from `start` that holds no token character, or `end`.
    @inlinable @_noLocks @inline(__always)
    public func tokenEnd(from start: Int, to end: Int) -> Int {
        guard start >= 0, end <= byteCount else { return start }
        var place = start
        while place &+ 8 <= end {
            let stops = mask(
                nonLettersOf: unsafe unsafeLoadUnaligned(
                    fromUncheckedByteOffset: place, as: UInt64.self))
            if stops == 0 {
                place &+= 8
                continue
            }
            place &+= stops.trailingZeroBitCount >> 3
            if !isToken(byte(place)) { return place }
            place &+= 1
        }
        while place < end, isToken(byte(place)) { place &+= 1 }
        return place
    }

    /// The first place from `start` that holds a control character other than HTAB, or `end`.
    @inlinable @_noLocks @inline(__always)
    public func fieldContentEnd(from start: Int, to end: Int) -> Int {
        guard start >= 0, end <= byteCount else { return start }
        var place = start
        while place &+ 16 <= end {
            let first = mask(
                controlsOf: unsafe unsafeLoadUnaligned(
                    fromUncheckedByteOffset: place, as: UInt64.self))
            let second = mask(
                controlsOf: unsafe unsafeLoadUnaligned(
                    fromUncheckedByteOffset: place &+ 8, as: UInt64.self))
            if first | second == 0 {
                place &+= 16
                continue
            }
            place &+=
                first != 0
                ? first.trailingZeroBitCount >> 3 : 8 &+ second.trailingZeroBitCount >> 3
            if byte(place) != 0x09 { return place }
            place &+= 1
        }
        while place < end {
            let octet = byte(place)
            if octet == 0x7F { return place }
            if octet < 0x20, octet != 0x09 { return place }
            place &+= 1
        }
        return place
    }

    /// The first place from `start` that holds `stop` or what no request target may: a control, a
    /// space, `#` or a byte above ASCII; or `end`.
    @inlinable @_noLocks @inline(__always)
    public func targetEnd(from start: Int, to end: Int, stop: UInt8) -> Int {
        guard start >= 0, end <= byteCount else { return start }
        let stopPattern = 0x0101_0101_0101_0101 &* UInt64(stop)
        var place = start
        while place &+ 8 <= end {
            let word = unsafe unsafeLoadUnaligned(
                fromUncheckedByteOffset: place, as: UInt64.self)
            let stops =
                mask(controlsOf: word) | mask(word, equal: 0x2020_2020_2020_2020)
                | mask(word, equal: 0x2323_2323_2323_2323) | mask(word, equal: stopPattern)
                | word & 0x8080_8080_8080_8080
            if stops != 0 { return place &+ stops.trailingZeroBitCount >> 3 }
            place &+= 8
        }
        while place < end {
            let octet = byte(place)
            if octet <= 0x20 || octet >= 0x7F || octet == 0x23 || octet == stop { return place }
            place &+= 1
        }
        return place
    }
}
