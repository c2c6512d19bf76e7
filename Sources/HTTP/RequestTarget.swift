// The four forms of a request target (RFC 9112 §3.2) and the authority in it or in Host (RFC 9110
// §7.2).
import Bytes

extension RequestHead {
    /// Files path, query and an absolute form's authority; false if the form is wrong for the
    /// method.
    @_noLocks
    mutating func readTarget(
        _ bytes: RawSpan, from start: Int, pathEnd: Int, to end: Int
    ) -> Bool {
        if pathEnd < end {
            query = ByteSlice(offset: pathEnd &+ 1, count: end &- pathEnd &- 1)
        }
        let whole = ByteSlice(offset: start, count: pathEnd &- start)
        switch bytes.byte(start) {
        case UInt8(ascii: "/"):
            path = whole
            return true
        case UInt8(ascii: "*"):
            path = whole
            guard case .options = method else { return false }
            return end &- start == 1
        default:
            return readAbsolute(bytes, whole)
        }
    }

    @_noLocks
    private mutating func readAbsolute(_ bytes: RawSpan, _ whole: ByteSlice) -> Bool {
        let schemeBytes: Int
        if bytes.starts(whole, with: "http://") {
            schemeBytes = 7
        } else if bytes.starts(whole, with: "https://") {
            schemeBytes = 8
        } else {
            return false
        }
        let first = whole.lowerBound &+ schemeBytes
        var place = first
        while place < whole.upperBound, bytes.byte(place) != UInt8(ascii: "/") { place &+= 1 }
        authority = ByteSlice(offset: first, count: place &- first)
        guard isAuthority(bytes, authority) else { return false }
        // An absent path is `/` (RFC 9110 §4.2.3): the scheme's last slash lends it.
        path =
            place < whole.upperBound
            ? ByteSlice(offset: place, count: whole.upperBound &- place)
            : ByteSlice(offset: first &- 1, count: 1)
        return true
    }

    /// Whether the slice is a host and perhaps a port.
    ///
    /// Names are letters, digits, `-`, `.`, `_` and `~`: all that DNS answers to. The rest of RFC
    /// 3986's reg-name (escapes, commas, quotes) only serves to confuse whoever prints it.
    @_noLocks
    func isAuthority(_ bytes: RawSpan, _ slice: ByteSlice) -> Bool {
        let end = slice.upperBound
        var place = slice.lowerBound
        if place < end, bytes.byte(place) == UInt8(ascii: "[") {
            let first = place &+ 1
            while place < end, bytes.byte(place) != UInt8(ascii: "]") { place &+= 1 }
            guard place < end else { return false }
            let inner = ByteSlice(offset: first, count: place &- first)
            guard case .some = PeerAddress.parse(v6: bytes, inner) else { return false }
            place &+= 1
        } else {
            while place < end, isHostOctet(bytes.byte(place)) { place &+= 1 }
            let count = place &- slice.lowerBound
            guard count > 0, count <= GrammarLimits.hostBytesMax else { return false }
        }
        if place == end { return true }
        guard bytes.byte(place) == UInt8(ascii: ":") else { return false }
        place &+= 1
        var port = 0
        while place < end {
            let octet = bytes.byte(place)
            guard isDigit(octet) else { return false }
            port = port &* 10 &+ Int(octet &- 0x30)
            guard port <= 65_535 else { return false }
            place &+= 1
        }
        return true
    }

    @_noLocks @inline(__always)
    private func isHostOctet(_ octet: UInt8) -> Bool {
        // One bit for each of the 128 ASCII characters.
        let bits: UInt64 = octet < 64 ? 0x03FF_6000_0000_0000 : 0x47FF_FFFE_87FF_FFFE
        return octet < 128 && bits >> UInt64(octet & 63) & 1 != 0
    }
}
