import CLinux
import Glibc

/// What one transfer came to.
public enum Transfer: Equatable, Sendable {
    case moved(Int)
    /// The peer sends nothing more.
    case ended
    /// Nothing can be moved now.
    case blocked
    /// The connection is gone.
    case broken
}

/// Bytes through a connected, non-blocking socket; no call here blocks or raises SIGPIPE.
public enum Stream {
    @unsafe
    public static func receive(
        _ number: Int32, into memory: UnsafeMutableRawBufferPointer
    ) -> Transfer {
        while true {
            let count = unsafe recv(number, memory.baseAddress, memory.count, 0)
            if count > 0 { return .moved(count) }
            if count == 0 { return .ended }
            if errno != EINTR { return failure() }
        }
    }

    @unsafe
    public static func send(_ number: Int32, _ memory: UnsafeRawBufferPointer) -> Transfer {
        while true {
            let count = unsafe Glibc.send(
                number, memory.baseAddress, memory.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .moved(count) }
            if errno != EINTR { return failure() }
        }
    }

    /// Sends two buffers as one; `followsMore` holds a short last packet back for what comes next.
    @unsafe
    public static func send(
        _ number: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer,
        followsMore: Bool
    ) -> Transfer {
        let parts = unsafe [
            iovec(iov_base: .init(mutating: first.baseAddress), iov_len: first.count),
            iovec(iov_base: .init(mutating: second.baseAddress), iov_len: second.count),
        ]
        let flags = Int32(MSG_NOSIGNAL | (followsMore ? MSG_MORE : 0))
        return unsafe parts.withUnsafeBufferPointer { parts in
            var message = unsafe msghdr()
            unsafe message.msg_iov = .init(mutating: parts.baseAddress)
            unsafe message.msg_iovlen = parts.count
            while true {
                let count = unsafe sendmsg(number, &message, flags)
                if count >= 0 { return .moved(count) }
                if errno != EINTR { return failure() }
            }
        }
    }

    /// Lets the kernel send `count` bytes of a file from `offset`; `.ended` if the file is shorter.
    public static func sendFile(
        _ number: Int32, from file: borrowing Descriptor, offset: Int, count: Int
    ) -> Transfer {
        while true {
            var place = off_t(offset)
            let sent = unsafe sendfile(number, file.number, &place, count)
            if sent > 0 { return .moved(sent) }
            if sent == 0 { return count == 0 ? .moved(0) : .ended }
            if errno != EINTR { return failure() }
        }
    }

    /// Says that nothing more will be sent.
    public static func endSending(_ number: Int32) {
        _ = shutdown(number, Int32(SHUT_WR))
    }

    /// Makes closing a reset, which a peer cannot take for an orderly end.
    public static func endsByReset(_ number: Int32) {
        var now = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        _ = unsafe setsockopt(number, SOL_SOCKET, SO_LINGER, &now, size)
    }

    /// Raises no signal when a peer is gone: `sendfile` has no flag for that.
    public static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    private static func failure() -> Transfer {
        switch errno {
        // Memory of the network stack comes back; the time-out ends it if not.
        case EAGAIN, ENOBUFS, ENOMEM: .blocked
        default: .broken
        }
    }
}
