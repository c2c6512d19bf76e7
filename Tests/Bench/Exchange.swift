import CLinux
import Glibc

/// One blocking request and its answer, for what is not measured: setting up, fetching a page or
/// the metrics.
struct Exchange {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    /// The first field of that name, given in lower case.
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    var text: String { String(decoding: body, as: UTF8.self) }

    static let secondsMax = 10

    /// Sends `method path` with these fields and reads the answer to the connection's end.
    init(
        _ endpoint: Endpoint, _ method: String = "GET", _ path: String, fields: [String] = [],
        body: [UInt8] = []
    ) throws {
        let connection = try Self.open(endpoint)
        defer { _ = connection }
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(endpoint.text)", "Connection: close"]
        lines += fields
        if method != "GET" { lines.append("Content-Length: \(body.count)") }
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
        try connection.send(bytes)
        try self.init(reading: drained(connection.descriptor))
    }

    private init(reading bytes: [UInt8]) throws {
        var place = 0
        var lines: [String] = []
        while let end = bytes[place...].firstIndex(of: 10) {
            let line = bytes[place..<end].filter { $0 != 13 }
            place = end + 1
            if line.isEmpty { break }
            lines.append(String(decoding: line, as: UTF8.self))
        }
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else {
            throw BenchFailure("no HTTP answer: \(quoted(lines.first ?? "nothing"))")
        }
        self.status = status
        fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
            return (String(parts.first ?? "").lowercased(), value)
        }
        body = Array(bytes[place...])
    }

    /// A connected socket that closes itself.
    final class Connection {
        let descriptor: Int32
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }

        func send(_ bytes: [UInt8]) throws {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw BenchFailure.system("send") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// A blocking connection with a time-out; throws if nobody accepts.
    static func open(_ endpoint: Endpoint, from source: UInt32? = nil) throws -> Connection {
        let connection: Connection
        switch try dial(endpoint, from: source) {
        case .connected(let descriptor): connection = Connection(descriptor)
        case .connecting(let descriptor):
            connection = Connection(descriptor)
            var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard unsafe poll(&wish, 1, Int32(secondsMax * 1_000)) == 1,
                Int32(wish.revents) & (POLLERR | POLLHUP) == 0
            else { throw BenchFailure("nobody accepts at \(endpoint.text)") }
        }
        let flags = fcntl(connection.descriptor, F_GETFL)
        _ = fcntl(connection.descriptor, F_SETFL, flags & ~O_NONBLOCK)
        var patience = timeval(tv_sec: secondsMax, tv_usec: 0)
        unsafe setsockopt(
            connection.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
        return connection
    }
}
