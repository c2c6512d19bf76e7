// Once over real sockets: what the room says reaches a client, and what a client sends reaches the room.
import Bytes
import Crypto
import EventLoop
import Glibc
import HTTP
import HTTPServer
import Smartlink
import Testing

@testable import Sandbox

struct SandboxPlaneTests {
    @Test func `a pre-save's whole way over a real server`() async throws {
        let server = try served()
        let endpoint = try #require(server.endpoints.first)
        let answers = await withCheckedContinuation { continuation in
            do {
                try LoopThread.start(named: "talker") {
                    continuation.resume(returning: Result { try Self.talk(endpoint) })
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        await server.server.drain()
        let texts = try answers.get()
        #expect(texts[0].hasPrefix("HTTP/1.1 201 Created\r\n"))
        #expect(texts[1].hasPrefix("HTTP/1.1 204 No Content\r\n"))
        #expect(texts[2].contains(#""fan":"f1","kind":"track","id":"lYBUbBu4W08""#))
    }

    private func served() throws -> (server: Server, endpoints: [Endpoint]) {
        let wanted = try #require(Endpoint("127.0.0.1:0"))
        let plane = SandboxPlane(
            SandboxSurroundings(
                seed: 1, now: { Instant(ms: SystemClock.realMs()) },
                digest: { SHA256.digest($0) }, pause: { _ in }))
        let server = Server(
            configuration: Server.Configuration(listen: [wanted]),
            makePlane: { _, _ in Nothing() }, control: plane)
        return (server, try server.start())
    }

    /// Makes a fan, saves for them, looks into the library.
    private static func talk(_ endpoint: Endpoint) throws -> [String] {
        let fans = #"{"platform":"youtube","count":1}"#
        let made = try exchange(
            endpoint,
            "POST /admin/fans HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: \(fans.utf8.count)\r\n\r\n"
                + fans)
        let token = made.split(separator: "\"access\":\"").last?.prefix { $0 != "\"" } ?? ""
        let saved = try exchange(
            endpoint,
            "POST /youtube/youtube/v3/videos/rate?id=lYBUbBu4W08&rating=like HTTP/1.1\r\nHost: a\r\n"
                + "Authorization: Bearer \(token)\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
        let library = try exchange(
            endpoint, "GET /admin/library HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return [made, saved, library]
    }

    private static func exchange(_ endpoint: Endpoint, _ request: String) throws -> String {
        let socket = Descriptor(owning: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        _ = unsafe setsockopt(
            socket.number, SOL_SOCKET, SO_RCVTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = endpoint.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(socket.number, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0, "connect: \(errno)")
        let bytes = Array(request.utf8)
        let sent = unsafe send(socket.number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        try #require(sent == bytes.count)
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(socket.number, &part, part.count, 0)
            if count <= 0 { return String(decoding: all, as: UTF8.self) }
            all += part.prefix(count)
        }
    }
}

private final class Nothing: DataPlane {
    func answer(
        _ head: borrowing RequestHead, in bytes: RawSpan, arrival: Arrival, reply: inout ByteSink
    ) -> Answer { .passed }

    func commit(relieve: @escaping @Sendable () -> Bool) -> Bool { true }
    func endTurn(nowMs: Int64) -> UInt64 { 0 }

    var commitment: UInt64 { 0 }
}
