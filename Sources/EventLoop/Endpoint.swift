public import Bytes
import Glibc

/// An address and port to listen on or connect to.
public struct Endpoint: Equatable, Sendable, CustomStringConvertible {
    public var address: PeerAddress
    /// 0 lets the kernel choose.
    public var port: UInt16

    public init(address: PeerAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `*:8080`; nil if it is none of
    /// them.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = String(text[..<colon])
        if host == "localhost" { host = "127.0.0.1" }
        if host == "*" { host = "0.0.0.0" }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            var v6 = in6_addr()
            guard unsafe inet_pton(AF_INET6, host, &v6) == 1 else { return nil }
            address = PeerAddress(v6)
        } else {
            var v4 = in_addr()
            guard unsafe inet_pton(AF_INET, host, &v4) == 1 else { return nil }
            address = PeerAddress(v4: UInt32(bigEndian: v4.s_addr))
        }
        self.port = port
    }

    public var description: String {
        if let v4 = address.v4 {
            return "\(v4 >> 24).\(v4 >> 16 & 255).\(v4 >> 8 & 255).\(v4 & 255):\(port)"
        }
        var v6 = in6_addr(address)
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = unsafe inet_ntop(AF_INET6, &v6, &text, socklen_t(INET6_ADDRSTRLEN))
        let host = String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "[\(host)]:\(port)"
    }
}

extension Endpoint {
    /// Copies the kernel's form; nil for a family that is neither IPv4 nor IPv6.
    init?(_ storage: sockaddr_storage) {
        let family = Int32(storage.ss_family)
        guard family == AF_INET || family == AF_INET6 else { return nil }
        self = unsafe withUnsafeBytes(of: storage) { bytes in
            if family == AF_INET {
                let v4 = unsafe bytes.load(as: sockaddr_in.self)
                return Endpoint(
                    address: PeerAddress(v4: UInt32(bigEndian: v4.sin_addr.s_addr)),
                    port: UInt16(bigEndian: v4.sin_port))
            }
            let v6 = unsafe bytes.load(as: sockaddr_in6.self)
            return Endpoint(
                address: PeerAddress(v6.sin6_addr), port: UInt16(bigEndian: v6.sin6_port))
        }
    }

    /// The kernel's form of it and that form's length.
    var kernelForm: (storage: sockaddr_storage, count: socklen_t) {
        var storage = sockaddr_storage()
        let count = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            if let v4 = address.v4 {
                var form = sockaddr_in()
                form.sin_family = sa_family_t(AF_INET)
                form.sin_port = port.bigEndian
                form.sin_addr.s_addr = v4.bigEndian
                unsafe bytes.storeBytes(of: form, as: sockaddr_in.self)
                return MemoryLayout<sockaddr_in>.size
            }
            var form = sockaddr_in6()
            form.sin6_family = sa_family_t(AF_INET6)
            form.sin6_port = port.bigEndian
            form.sin6_addr = in6_addr(address)
            unsafe bytes.storeBytes(of: form, as: sockaddr_in6.self)
            return MemoryLayout<sockaddr_in6>.size
        }
        return (storage, socklen_t(count))
    }
}

extension PeerAddress {
    init(_ kernelForm: in6_addr) {
        self = unsafe withUnsafeBytes(of: kernelForm) { bytes in
            PeerAddress(
                high: UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(
                    bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
}

extension in6_addr {
    init(_ address: PeerAddress) {
        self.init()
        unsafe withUnsafeMutableBytes(of: &self) { bytes in
            unsafe bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
            unsafe bytes.storeBytes(
                of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
    }
}
