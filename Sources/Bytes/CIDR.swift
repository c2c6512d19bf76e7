/// A block of addresses, `10.0.0.0/8` or `2001:db8::/32` (RFC 4632 §3.1, RFC 4291 §2.3).
@frozen
public struct CIDR: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The block's first address.
    public let base: PeerAddress
    /// Bits of the 128 that are fixed; an IPv4 block counts the 96 of the mapped form too.
    public let bits: Int

    /// Reads a block, or one address as a block of its own; nil if `text` is neither.
    ///
    /// Bits behind the prefix are dropped: `10.1.2.3/8` is `10.0.0.0/8`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = PeerAddress(String(parts[0])) else { return nil }
        // `::ffff:10.0.0.0/104` is written with the 128 bits of IPv6.
        let isDotted = address.v4 != nil && !parts[0].utf8.contains(UInt8(ascii: ":"))
        var bits = 128
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }) else {
                return nil
            }
            bits = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } + (isDotted ? 96 : 0)
            guard bits <= 128 else { return nil }
        }
        self.bits = bits
        base = PeerAddress(
            high: address.high & Self.mask(bits), low: address.low & Self.mask(bits - 64))
    }

    /// Whether the address lies in the block.
    @_noLocks
    public func contains(_ address: PeerAddress) -> Bool {
        address.high & Self.mask(bits) == base.high
            && address.low & Self.mask(bits &- 64) == base.low
    }

    /// A word with its first `bits` set.
    @_noLocks
    private static func mask(_ bits: Int) -> UInt64 {
        if bits <= 0 { return 0 }
        return bits >= 64 ? ~0 : ~(~0 >> UInt64(truncatingIfNeeded: bits))
    }
}
