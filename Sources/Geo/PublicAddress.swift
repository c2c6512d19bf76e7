internal import Bytes

extension PeerAddress {
    /// Whether the address can be anybody's on the Internet: not private, loopback, link-local,
    /// shared, multicast or unspecified (RFC 6890, RFC 4193).
    var isPublic: Bool {
        if let v4 {
            switch v4 >> 24 {
            case 0, 10, 127: return false
            case 224...: return false
            default: break
            }
            return v4 >> 20 != 0xAC1 && v4 >> 16 != 0xC0A8 && v4 >> 16 != 0xA9FE
                && v4 >> 22 != 0x191
        }
        // Global unicast is 2000::/3; everything else is local, multicast or reserved.
        return high >> 61 == 1
    }
}
