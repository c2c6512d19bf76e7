/// An IP address as 128 bits, IPv4 in its mapped form (`::ffff:a.b.c.d`, RFC 4291 §2.5.5.2).
@frozen
public struct PeerAddress: Equatable, Hashable, Sendable, BitwiseCopyable {
    public var high: UInt64
    public var low: UInt64

    @inlinable @_noLocks
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    @inlinable @_noLocks
    public init(v4 address: UInt32) {
        high = 0
        low = 0x0000_FFFF_0000_0000 | UInt64(address)
    }

    /// The IPv4 address in host order, if this is one.
    public var v4: UInt32? {
        @inlinable @_noLocks get {
            high == 0 && low >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: low) : nil
        }
    }
}
