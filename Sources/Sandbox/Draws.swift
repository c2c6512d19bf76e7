import Bytes

/// Tokens, codes and ids from a seed (SplitMix64): hard to meet by chance, repeatable in tests, no secret.
struct Draws: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// 20 characters of base64url.
    mutating func token() -> String {
        let (high, low) = (next(), next())
        let octets = (0..<15).map { place in
            UInt8(truncatingIfNeeded: (place < 8 ? high : low) >> UInt64(8 * (place & 7)))
        }
        return base64URL(octets)
    }
}
