public import Bytes

/// What trusted proxies say about the fan's own connection. Without one in front, nothing is
/// believed.
public enum Forwarded {
    /// The fan's address: the right-most of `X-Forwarded-For` that is no trusted proxy's.
    ///
    /// Every hop that is trusted vouches for the entry to its left. An entry that is no address
    /// ends the walk at the hop that wrote it. Entries may carry a port. Lines are read from the
    /// last: proxies append.
    @_noLocks
    public static func client(
        of head: borrowing RequestHead, in bytes: RawSpan, peer: PeerAddress,
        trusted: borrowing NetworkSet
    ) -> PeerAddress {
        var current = peer
        guard trusted.contains(current), head.has(.xForwardedFor) else { return current }
        var line = head.fieldCount
        while line > 0 {
            line &-= 1
            guard bytes.matches(head.fieldName(line), "x-forwarded-for") else { continue }
            let value = head.fieldValue(line)
            var end = value.upperBound
            while end >= value.lowerBound {
                var start = end
                while start > value.lowerBound, bytes.byte(start &- 1) != UInt8(ascii: ",") {
                    start &-= 1
                }
                let entry = bytes.trimmed(ByteSlice(offset: start, count: end &- start))
                guard let address = address(bytes, entry) else { return current }
                current = address
                guard trusted.contains(current) else { return current }
                end = start &- 1
            }
        }
        return current
    }

    /// Whether the fan's own connection is https: the last entry of `X-Forwarded-Proto`, if the
    /// peer is trusted.
    @_noLocks
    public static func isSecure(
        _ head: borrowing RequestHead, in bytes: RawSpan, peer: PeerAddress,
        trusted: borrowing NetworkSet
    ) -> Bool {
        guard trusted.contains(peer) else { return false }
        let value = head.value(of: .xForwardedProto)
        var start = value.upperBound
        while start > value.lowerBound, bytes.byte(start &- 1) != UInt8(ascii: ",") { start &-= 1 }
        let last = ByteSlice(offset: start, count: value.upperBound &- start)
        return bytes.matches(bytes.trimmed(last), "https")
    }

    /// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:443`.
    @_noLocks
    private static func address(_ bytes: RawSpan, _ entry: ByteSlice) -> PeerAddress? {
        let end = entry.upperBound
        if bytes.byte(entry.lowerBound) == UInt8(ascii: "["), entry.count > 2 {
            let first = entry.lowerBound &+ 1
            var place = first
            while place < end, bytes.byte(place) != UInt8(ascii: "]") { place &+= 1 }
            guard place < end, isPort(bytes, from: place &+ 1, to: end) else { return nil }
            return PeerAddress.parse(v6: bytes, ByteSlice(offset: first, count: place &- first))
        }
        if let address = PeerAddress.parse(bytes, entry) { return address }
        var place = entry.lowerBound
        while place < end, bytes.byte(place) != UInt8(ascii: ":") { place &+= 1 }
        guard isPort(bytes, from: place, to: end) else { return nil }
        let host = ByteSlice(offset: entry.lowerBound, count: place &- entry.lowerBound)
        return PeerAddress.parse(bytes, host)
    }

    /// Nothing, or a colon and digits.
    @_noLocks
    private static func isPort(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
        if start == end { return true }
        guard bytes.byte(start) == UInt8(ascii: ":"), start &+ 1 < end else { return false }
        var place = start &+ 1
        while place < end {
            guard isDigit(bytes.byte(place)) else { return false }
            place &+= 1
        }
        return true
    }
}
