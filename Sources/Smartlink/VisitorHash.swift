public import Bytes

/// Tells a day's visitors apart without keeping who they are (SPEC §2).
///
/// Keyed by a salt that is destroyed after its day, so that nobody can try addresses against it
/// later. An IPv6 address counts by its /64, which is one household's however often its devices
/// change the rest.
public enum VisitorHash {
    /// The visitor's number, never 0: that stands for a fan who asked not to be counted apart.
    @_noLocks
    public static func make(
        salt: HashKey, peer: PeerAddress, bytes: RawSpan, userAgent: ByteSlice
    ) -> UInt64 {
        var hash = SipHash(key: salt)
        hash.add(peer.high)
        hash.add(peer.high == 0 ? peer.low : 0)
        hash.add(bytes, userAgent)
        let number = hash.finish()
        return number == 0 ? 1 : number
    }
}
