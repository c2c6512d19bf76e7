/// A fast keyed hash for tables in memory: the halves of a 128-bit product folded together, eight
/// bytes a step.
///
/// Without the key nobody can aim collisions at a table. It is no cryptographic hash: its values
/// stay inside the process; what is stored or shown takes `SipHash`.
@inlinable @_noLocks
public func tableHash(_ bytes: RawSpan, _ slice: ByteSlice, key: HashKey) -> UInt64 {
    guard slice.upperBound <= bytes.byteCount else { return 0 }
    var place = slice.lowerBound
    var state = key.low
    while place &+ 8 <= slice.upperBound {
        state = folded(bytes.word(place) ^ state, key.high | 1)
        place &+= 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while place < slice.upperBound {
        rest |= UInt64(bytes.byte(place)) << shift
        shift &+= 8
        place &+= 1
    }
    state = folded(rest ^ state, key.high | 1)
    // The length goes in apart from the bytes, lest a NUL more look like none.
    return folded(state ^ key.high, 0x9E37_79B9_7F4A_7C15 ^ UInt64(slice.count))
}

@inlinable @_noLocks
func folded(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
}
