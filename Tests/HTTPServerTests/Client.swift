// A client that speaks raw bytes, and a server on a port of the kernel's choice to speak to.
import Bytes
import EventLoop
import Glibc
import HTTP
import Synchronization
import Testing

@testable import HTTPServer

/// One TCP connection; reads give up after a minute, so a hang fails a test instead of stopping
/// it.
final class Client {
    let number: Int32
    private var rest: [UInt8] = []

    init(_ endpoint: Endpoint, receiveBufferBytes: Int32 = 0) throws {
        number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(number >= 0)
        var yes: Int32 = 1
        _ = unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
        if receiveBufferBytes > 0 {
            var size = receiveBufferBytes
            _ = unsafe setsockopt(number, SOL_SOCKET, SO_RCVBUF, &size, 4)
        }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        let status = Self.connect(number, endpoint)
        try #require(status == 0, "connect: \(errno)")
    }

    deinit {
        _ = Glibc.close(number)
    }

    /// Whether somebody listens there.
    static func takes(_ endpoint: Endpoint) -> Bool {
        let socket = Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        return connect(socket.number, endpoint) == 0
    }

    private static func connect(_ number: Int32, _ endpoint: Endpoint) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = endpoint.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(number, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { memory in
                unsafe Glibc.send(
                    number, memory.baseAddress.map { unsafe $0 + sent }, memory.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    func endSending() {
        _ = shutdown(number, Int32(SHUT_WR))
    }

    /// Makes the next close a reset.
    func reset() {
        var never = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            number, SOL_SOCKET, SO_LINGER, &never, socklen_t(MemoryLayout<linger>.size))
    }

    /// More bytes; empty at the end, on a reset or when patience ends.
    func read() -> [UInt8] {
        if !rest.isEmpty {
            defer { rest = [] }
            return rest
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(number, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Everything until the peer ends.
    func readToEnd() -> String {
        var all: [UInt8] = []
        while true {
            let more = read()
            if more.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += more
        }
    }

    /// One response with its head as text; the body's length is the one it names.
    func response(toHead: Bool = false) throws -> Answered {
        var all: [UInt8] = []
        while true {
            if let answered = Answered(all, toHead: toHead) {
                rest = Array(all[answered.size...])
                return answered
            }
            let more = read()
            try #require(!more.isEmpty, "ended after \(String(decoding: all, as: UTF8.self))")
            all += more
        }
    }

    /// Whether the peer ends the connection without another byte.
    var hasEnded: Bool { read().isEmpty && errno != EAGAIN }
}

struct Answered {
    let status: Int
    let head: String
    let body: [UInt8]
    let size: Int

    var text: String { String(decoding: body, as: UTF8.self) }

    init?(_ bytes: [UInt8], toHead: Bool) {
        let end = Array("\r\n\r\n".utf8)
        guard let headEnd = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
            return nil
        }
        head = String(decoding: bytes[..<headEnd], as: UTF8.self)
        status = Int(head.split(separator: " ")[1]) ?? 0
        var length = 0
        for line in head.split(separator: "\r\n") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            if parts[0].lowercased() == "content-length", !toHead { length = Int(parts[1]) ?? 0 }
        }
        let start = headEnd + 4
        guard bytes.count >= start + length else { return nil }
        body = Array(bytes[start..<start + length])
        size = start + length
    }

    func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return String(parts[1])
            }
        }
        return nil
    }
}

/// `GET path`, with lines of further fields.
func get(_ path: String, _ lines: String...) -> String {
    "GET \(path) HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
}
