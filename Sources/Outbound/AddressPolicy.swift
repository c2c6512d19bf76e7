import Bytes
import Glibc

/// Which addresses a request may reach; looked at on the socket itself, so a name that changes its mind between
/// the look and the connection gains nothing.
public enum AddressPolicy: Sendable {
    /// Any: the operator wrote the URL.
    case anything
    /// Addresses that can be anybody's on the Internet: somebody else wrote the URL.
    case publicOnly

    func allows(_ address: PeerAddress) -> Bool {
        switch self {
        case .anything: true
        case .publicOnly: Self.isPublic(address)
        }
    }

    /// Not private, loopback, link-local, shared, multicast, reserved or unspecified (RFC 6890, RFC 4193), and no
    /// translation of such a one (RFC 6052, RFC 3056, RFC 4380).
    static func isPublic(_ address: PeerAddress) -> Bool {
        if let v4 = address.v4 {
            return !refusedV4.contains { v4 >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
        }
        // Global unicast is 2000::/3; everything else is local, multicast, a translation or reserved.
        guard address.high >> 61 == 1 else { return false }
        let first = address.high >> 32
        // 2002::/16 carries an IPv4 address, 2001::/23 holds Teredo and other protocols' own, 2001:db8::/32
        // examples.
        return first >> 16 != 0x2002 && first >> 9 != 0x2001_0000 >> 9 && first != 0x2001_0DB8
    }

    private static let refusedV4: [(prefix: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8),
        (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24),
        (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
        (0xCB00_7100, 24), (0xE000_0000, 3),
    ]

    /// The address of a socket's far end; nil if it is of neither family.
    static func address(of socket: UnsafeRawPointer, bytes: Int) -> PeerAddress? {
        guard bytes >= MemoryLayout<sa_family_t>.size else { return nil }
        let family = unsafe Int32(socket.load(as: sa_family_t.self))
        if family == AF_INET, bytes >= MemoryLayout<sockaddr_in>.size {
            let place = unsafe socket.loadUnaligned(as: sockaddr_in.self)
            return PeerAddress(v4: UInt32(bigEndian: place.sin_addr.s_addr))
        }
        guard family == AF_INET6, bytes >= MemoryLayout<sockaddr_in6>.size else { return nil }
        let place = unsafe socket.loadUnaligned(as: sockaddr_in6.self)
        return unsafe withUnsafeBytes(of: place.sin6_addr) { bytes in
            PeerAddress(
                high: UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(
                    bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
}
