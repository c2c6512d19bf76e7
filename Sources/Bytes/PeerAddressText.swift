// Addresses from text: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`. No zone identifiers.

extension PeerAddress {
    /// Reads an IPv4 or IPv6 address that fills the slice; nil if it is neither (RFC 4291 §2.2).
    @_noLocks
    public static func parse(_ bytes: RawSpan, _ slice: ByteSlice) -> PeerAddress? {
        guard slice.upperBound <= bytes.byteCount else { return nil }
        if let address = dotted(bytes, from: slice.lowerBound, to: slice.upperBound) {
            return PeerAddress(v4: address)
        }
        return grouped(bytes, from: slice.lowerBound, to: slice.upperBound)
    }

    /// Reads an IPv6 address that fills the slice; nil if it is none.
    @_noLocks
    public static func parse(v6 bytes: RawSpan, _ slice: ByteSlice) -> PeerAddress? {
        guard slice.upperBound <= bytes.byteCount else { return nil }
        return grouped(bytes, from: slice.lowerBound, to: slice.upperBound)
    }

    /// Reads an IPv4 or IPv6 address; nil if `text` is neither.
    public init?(_ text: String) {
        let address = Array(text.utf8).withRawSpan { bytes in
            Self.parse(bytes, ByteSlice(offset: 0, count: bytes.byteCount))
        }
        guard let address else { return nil }
        self = address
    }

    /// Four decimal octets without leading zeros, which some readers take for octal.
    @_noLocks
    private static func dotted(_ bytes: RawSpan, from start: Int, to end: Int) -> UInt32? {
        var address: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        var place = start
        while place < end {
            let byte = bytes.byte(place)
            if byte == UInt8(ascii: ".") {
                guard digits > 0, dots < 3 else { return nil }
                address = address << 8 | octet
                octet = 0
                digits = 0
                dots &+= 1
            } else {
                guard byte &- 0x30 < 10, digits == 0 || octet > 0 else { return nil }
                octet = octet &* 10 &+ UInt32(byte &- 0x30)
                digits &+= 1
                guard octet <= 255 else { return nil }
            }
            place &+= 1
        }
        guard dots == 3, digits > 0 else { return nil }
        return address << 8 | octet
    }

    /// Eight groups of hexadecimal digits, one run of zero groups written `::`.
    @_noLocks
    private static func grouped(_ bytes: RawSpan, from start: Int, to end: Int) -> PeerAddress? {
        // Groups before the gap are shifted into `head`, those behind it into `tail`.
        var head = PeerAddress(high: 0, low: 0)
        var tail = PeerAddress(high: 0, low: 0)
        var headGroups = 0
        var tailGroups = 0
        var hasGap = false
        var place = start
        if end &- start >= 2, bytes.byte(start) == UInt8(ascii: ":") {
            guard bytes.byte(start &+ 1) == UInt8(ascii: ":") else { return nil }
            hasGap = true
            place = start &+ 2
        }
        while place < end {
            let first = place
            var group: UInt64 = 0
            while place < end, place &- first < 4, let digit = hexDigit(bytes.byte(place)) {
                group = group << 4 | UInt64(digit)
                place &+= 1
            }
            if place < end, bytes.byte(place) == UInt8(ascii: ".") {
                guard let address = dotted(bytes, from: first, to: end) else { return nil }
                shift(&head, &tail, hasGap, UInt64(address >> 16))
                shift(&head, &tail, hasGap, UInt64(address & 0xFFFF))
                if hasGap { tailGroups &+= 2 } else { headGroups &+= 2 }
                place = end
                break
            }
            guard place > first else { return nil }
            shift(&head, &tail, hasGap, group)
            if hasGap { tailGroups &+= 1 } else { headGroups &+= 1 }
            guard headGroups &+ tailGroups <= 8 else { return nil }
            if place == end { break }
            guard bytes.byte(place) == UInt8(ascii: ":"), place &+ 1 < end else { return nil }
            place &+= 1
            if bytes.byte(place) == UInt8(ascii: ":") {
                guard !hasGap else { return nil }
                hasGap = true
                place &+= 1
            }
        }
        let groups = headGroups &+ tailGroups
        guard hasGap ? groups < 8 : groups == 8 else { return nil }
        let moved = head.shiftedUp(bits: 16 &* (8 &- headGroups))
        return PeerAddress(high: moved.high | tail.high, low: moved.low | tail.low)
    }

    @_noLocks
    private static func shift(
        _ head: inout PeerAddress, _ tail: inout PeerAddress, _ isTail: Bool, _ group: UInt64
    ) {
        if isTail {
            tail = tail.shiftedUp(bits: 16)
            tail.low |= group
        } else {
            head = head.shiftedUp(bits: 16)
            head.low |= group
        }
    }

    @_noLocks
    private func shiftedUp(bits: Int) -> PeerAddress {
        if bits <= 0 { return self }
        if bits >= 128 { return PeerAddress(high: 0, low: 0) }
        if bits >= 64 { return PeerAddress(high: low << UInt64(bits &- 64), low: 0) }
        return PeerAddress(
            high: high << UInt64(bits) | low >> UInt64(64 &- bits), low: low << UInt64(bits))
    }
}
