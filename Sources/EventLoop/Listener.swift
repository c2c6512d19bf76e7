public import Bytes
import CLinux
import Glibc

/// A listening TCP socket.
public struct Listener: ~Copyable, Sendable {
    /// What one `accept` came to.
    public enum Arrival {
        case accepted(number: Int32, peer: PeerAddress)
        /// Nobody is waiting.
        case none
        /// A connection died before it was accepted; ask again.
        case lost
        /// No descriptors or memory are left; asking again at once would spin.
        case exhausted
    }

    /// How a listener is set up.
    public struct Options: Sendable {
        /// Connections the kernel queues; it caps them at `net.core.somaxconn`.
        public var backlog: Int32 = 4096
        /// Seconds a connection may stay with the kernel until its first byte comes; 0 turns this
        /// off.
        public var deferredSecondsMax: Int32 = 0
        /// Whether further listeners of this process may share the address, one a loop.
        public var isShared = true

        public init() {}
    }

    private let descriptor: Descriptor
    /// Where it listens; a port of 0 has become the one the kernel chose.
    public let endpoint: Endpoint

    public var number: Int32 { descriptor.number }

    /// Binds and listens. A v6 wildcard takes IPv4 connections as well.
    public init(_ endpoint: Endpoint, options: Options = Options()) throws(SystemFailure) {
        let family = endpoint.address.v4 == nil ? AF_INET6 : AF_INET
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(family, kind, 0)
        guard number >= 0 else { throw SystemFailure("socket") }
        let owned = Descriptor(owning: number)
        try Self.set(number, SOL_SOCKET, SO_REUSEADDR, 1)
        if options.isShared { try Self.set(number, SOL_SOCKET, SO_REUSEPORT, 1) }
        if family == AF_INET6 { try Self.set(number, Int32(IPPROTO_IPV6), 26, 0) }
        // Accepted sockets inherit it: one system call here for all of them.
        try Self.set(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if options.deferredSecondsMax > 0 {
            try Self.set(
                number, Int32(IPPROTO_TCP), TCP_DEFER_ACCEPT, options.deferredSecondsMax)
        }
        var form = endpoint.kernelForm
        let bound = unsafe withUnsafePointer(to: &form.storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(number, address, form.count)
            }
        }
        guard bound == 0 else { throw SystemFailure("bind \(endpoint)") }
        guard listen(number, options.backlog) == 0 else {
            throw SystemFailure("listen \(endpoint)")
        }
        descriptor = owned
        self.endpoint = Self.name(of: number) ?? endpoint
    }

    /// Takes over a socket that listens already (systemd, a parent process).
    public init(inheriting descriptor: consuming Descriptor) throws(SystemFailure) {
        let number = descriptor.number
        let flags = fcntl(number, F_GETFL)
        guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw SystemFailure("fcntl")
        }
        guard let endpoint = Self.name(of: number) else { throw SystemFailure("getsockname") }
        try Self.set(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        self.descriptor = descriptor
        self.endpoint = endpoint
    }

    /// Another handle on the same socket: several loops then accept from one queue.
    public func duplicate() throws(SystemFailure) -> Listener {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw SystemFailure("fcntl") }
        return try Listener(inheriting: Descriptor(owning: copy))
    }

    /// Accepts one connection, non-blocking and closed on exec.
    public func accept() -> Arrival {
        var storage = sockaddr_storage()
        var count = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe accept4(descriptor.number, address, &count, flags)
            }
        }
        if number >= 0 {
            let peer = Endpoint(storage)?.address ?? PeerAddress(high: 0, low: 0)
            return .accepted(number: number, peer: peer)
        }
        switch errno {
        case EAGAIN: return .none
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
        case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP: return .none
        default: return .lost
        }
    }

    private static func set(
        _ number: Int32, _ level: Int32, _ option: Int32, _ value: Int32
    ) throws(SystemFailure) {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe setsockopt(number, level, option, &value, size) == 0 else {
            throw SystemFailure("setsockopt")
        }
    }

    private static func name(of number: Int32) -> Endpoint? {
        var storage = sockaddr_storage()
        var count = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getsockname(number, address, &count)
            }
        }
        return status == 0 ? Endpoint(storage) : nil
    }
}
