// Thousands of connections that do nothing, hundreds that do almost nothing, and one fan among
// them.
import CLinux
import Glibc

/// Holds connections open against one server.
final class IdleHold {
    /// Ports of one source address; then the next address is used.
    static let perSource = 20_000

    let endpoint: Endpoint
    private let request: [UInt8]
    private var idle: [Exchange.Connection] = []
    private var slow: [Exchange.Connection?] = []
    private var slowSent: [Int] = []
    private var nextSlow = 0
    /// Slow senders that the server sent away, and that came again.
    private(set) var sentAway = 0

    init(_ endpoint: Endpoint, path: String) throws {
        self.endpoint = endpoint
        request =
            try RequestTemplate(
                path: path, host: endpoint.text, fields: RequestTemplate.browserFields
            ).bytes
    }

    /// Opens `count` connections; each asks once and is answered before it falls idle.
    func fill(_ count: Int) throws {
        for place in 0..<count {
            let connection = try Exchange.open(endpoint, from: source(place))
            _ = try ask(connection)
            idle.append(connection)
        }
    }

    /// Opens `count` senders of one byte at a time.
    func fillSlow(_ count: Int) throws {
        for place in 0..<count {
            slow.append(try Exchange.open(endpoint, from: source(idle.count + place)))
            slowSent.append(0)
        }
    }

    private func source(_ place: Int) -> UInt32 { 0x7F00_0002 + UInt32(place / Self.perSource) }

    /// One request and its answer on a kept-alive connection; answers the time it took.
    func ask(_ connection: Exchange.Connection) throws -> UInt64 {
        let started = monotonicNs()
        try connection.send(request)
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var filled = 0
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe recv(
                    connection.descriptor, bytes.baseAddress.unsafelyUnwrapped + filled,
                    bytes.count - filled, 0)
            }
            guard count > 0 else { throw BenchFailure("the server closed a kept-alive connection") }
            filled += count
            let scan = unsafe buffer.withUnsafeBytes { bytes in
                unsafe ResponseScan(
                    bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), filled)
            }
            if case .complete(let head, _, let body, _) = scan, filled >= head + body {
                return monotonicNs() - started
            }
            if case .broken = scan { throw BenchFailure("not an answer") }
            guard filled < buffer.count else { throw BenchFailure("an answer over 16 KiB") }
        }
    }

    /// Sends one byte on each of the next `count` slow senders; one that was sent away comes again.
    func drip(_ count: Int) {
        for _ in 0..<min(count, slow.count) {
            let place = nextSlow
            nextSlow = (nextSlow + 1) % slow.count
            // The last byte is never sent: the head stays unfinished.
            let byte = request[min(slowSent[place], request.count - 2)]
            let isGone = slow[place].map { Self.isClosed($0) } ?? true
            if !isGone, let sender = slow[place], (try? sender.send([byte])) != nil {
                slowSent[place] += 1
                continue
            }
            sentAway += 1
            slow[place] = try? Exchange.open(endpoint, from: source(idle.count + place))
            slowSent[place] = 0
        }
    }

    /// Idle connections that the server has closed.
    func idleClosed() -> Int { idle.count { Self.isClosed($0) } }

    private static func isClosed(_ connection: Exchange.Connection) -> Bool {
        var byte: UInt8 = 0
        let count = unsafe recv(
            connection.descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count >= 0 || errno != EAGAIN
    }
}
