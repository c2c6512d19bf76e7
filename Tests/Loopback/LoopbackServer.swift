import Glibc
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 that answers what a test tells it to, byte for byte.
public final class LoopbackServer: Sendable {
    public struct Request: Sendable {
        public var method: String
        /// Path and query as they came.
        public var target: String
        /// Names in lower case.
        public var fields: [String: String]
        public var body: String
    }

    public struct Reply: Sendable {
        enum Step: Sendable {
            case bytes([UInt8])
            /// The same bytes again and again.
            case flood([UInt8], times: Int)
            /// Nothing more until the client is gone.
            case stall
        }

        var steps: [Step]
        var closes = false

        public static func answer(
            _ status: Int, _ body: String = "", fields: [(String, String)] = []
        ) -> Reply {
            let lines = fields.map { "\($0.0): \($0.1)\r\n" }.joined()
            let length = status == 204 ? "" : "Content-Length: \(body.utf8.count)\r\n"
            return .raw("HTTP/1.1 \(status) X\r\n\(length)\(lines)\r\n\(body)")
        }

        /// These bytes, and the connection stays.
        public static func raw(_ text: String) -> Reply { Reply(steps: [.bytes(Array(text.utf8))]) }

        /// These bytes, and the connection is closed.
        public static func cut(_ text: String) -> Reply {
            Reply(steps: [.bytes(Array(text.utf8))], closes: true)
        }

        /// A body without end, as far as the client takes it.
        public static func flood(megabytes: Int) -> Reply {
            let head = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".utf8)
            let part = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
            return Reply(steps: [.bytes(head), .flood(part, times: megabytes)], closes: true)
        }

        public static var stall: Reply { Reply(steps: [.stall]) }
    }

    private struct State {
        var requests: [Request] = []
        var sockets: Set<Int32> = []
        var connections = 0
        var isStopped = false
    }

    public let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    public var url: String { "http://127.0.0.1:\(port)" }
    public var requests: [Request] { state.withLock { $0.requests } }
    /// Connections accepted so far.
    public var connections: Int { state.withLock { $0.connections } }

    public init(_ answer: @escaping @Sendable (Request) -> Reply) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var count = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = unsafe withUnsafeMutableBytes(of: &place) { bytes in
            guard let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            else { return false }
            return unsafe bind(listener, address, count) == 0 && listen(listener, 256) == 0
                && getsockname(listener, address, &count) == 0
        }
        precondition(isListening, "no port on loopback")
        port = UInt16(bigEndian: place.sin_port)
        Self.start { [self] in accept(answer) }
    }

    /// Ends all connections.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            return !state.isStopped
        }
        // Later the number may be another server's.
        if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    private func accept(_ answer: @escaping @Sendable (Request) -> Reply) {
        while true {
            let socket = Glibc.accept(listener, nil, nil)
            if socket < 0, errno == EINTR { continue }
            guard socket >= 0 else { break }
            let isWelcome = state.withLock { state in
                guard !state.isStopped else { return false }
                state.connections += 1
                state.sockets.insert(socket)
                return true
            }
            guard isWelcome else {
                close(socket)
                break
            }
            Self.start { [self] in
                serve(socket, answer)
                state.withLock { _ = $0.sockets.remove(socket) }
                close(socket)
            }
        }
        close(listener)
    }

    private func serve(_ socket: Int32, _ answer: (Request) -> Reply) {
        var one: Int32 = 1
        unsafe setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var input: [UInt8] = []
        while let request = Self.read(socket, &input) {
            state.withLock { $0.requests.append(request) }
            let reply = answer(request)
            for step in reply.steps {
                switch step {
                case .bytes(let bytes): guard Self.write(socket, bytes) else { return }
                case .flood(let bytes, let times):
                    for _ in 0..<times { guard Self.write(socket, bytes) else { return } }
                case .stall:
                    while Self.more(socket, &input) {}
                    return
                }
            }
            if reply.closes { return }
        }
    }

    /// One request with its body; nil if the client is gone.
    private static func read(_ socket: Int32, _ input: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = 0
        while true {
            if let place = input.indices.first(where: { input[$0...].starts(with: end) }) {
                headEnd = place + end.count
                break
            }
            guard more(socket, &input) else { return nil }
        }
        let lines = String(decoding: input[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].dropFirst()) : ""
        }
        let length = fields["content-length"].flatMap { Int($0) } ?? 0
        while input.count < headEnd + length { guard more(socket, &input) else { return nil } }
        let body = String(decoding: input[headEnd..<headEnd + length], as: UTF8.self)
        input.removeFirst(headEnd + length)
        return Request(
            method: String(words[0]), target: String(words[1]), fields: fields, body: body)
    }

    private static func more(_ socket: Int32, _ input: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        let count = unsafe recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        input += chunk[..<count]
        return true
    }

    private static func write(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) {
        let start = unsafe Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, start.toOpaque())
        precondition(code == 0, "no thread")
        pthread_detach(thread)
    }
}
