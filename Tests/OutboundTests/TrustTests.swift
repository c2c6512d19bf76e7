import Outbound
import Testing

struct TrustTests {
    @Test func `TLS is verified against the certificates one trusts`() async throws {
        let server = PythonServer(.https)
        let url = "https://127.0.0.1:\(server.port)/"
        let request = OutboundRequest(.get, url, to: .anything)
        let stranger = try Outbound(version: "1")
        await #expect(throws: OutboundFailure(.untrusted, host: "127.0.0.1")) {
            try await stranger.send(request)
        }
        let friend = try Outbound(version: "1", certificates: server.certificate)
        #expect(try await friend.send(request).body == Array("safe".utf8))
        let wrongName = OutboundRequest(.get, "https://localhost:\(server.port)/", to: .anything)
        await #expect(throws: OutboundFailure(.untrusted, host: "localhost")) {
            try await friend.send(wrongName)
        }
    }
}
