import Loopback
import Testing

@testable import Outbound

struct OutboundTests {
    private static let outbound = try? Outbound(version: "1.2")

    private func outbound() throws -> Outbound { try #require(Self.outbound) }

    private func request(_ server: LoopbackServer, _ path: String = "/") -> OutboundRequest {
        var request = OutboundRequest(.get, server.url + path, to: .anything)
        // The server beside it may get its turn late among so many tests.
        request.totalMs = 120_000
        return request
    }

    private func kind(_ request: OutboundRequest) async -> OutboundFailure.Kind? {
        do {
            _ = try await outbound().send(request)
            return nil
        } catch {
            return (error as? OutboundFailure)?.kind
        }
    }

    // MARK: What goes and comes

    @Test func `method, fields and body arrive as they are, and nothing is added`() async throws {
        let server = LoopbackServer { _ in
            .answer(201, "made", fields: [("X-One", " a "), ("x-one", "b")])
        }
        defer { server.stop() }
        var request = OutboundRequest(.post, "\(server.url)/a?b=c%20d", to: .anything)
        request.fields = [("Authorization", "Bearer t"), ("X-Empty", "")]
        request.body = Array("x=1".utf8)
        let response = try await outbound().send(request)
        #expect(response.status == 201)
        #expect(response.field("x-one") == "a")
        #expect(String(decoding: response.body, as: UTF8.self) == "made")
        let seen = try #require(server.requests.first)
        #expect(seen.method == "POST")
        #expect(seen.target == "/a?b=c%20d")
        #expect(seen.body == "x=1")
        #expect(
            Set(seen.fields.keys)
                == ["host", "user-agent", "accept", "authorization", "x-empty", "content-length"])
        #expect(seen.fields["user-agent"] == "Segue/1.2")
        #expect(seen.fields["authorization"] == "Bearer t")
    }

    @Test(arguments: [OutboundRequest.Method.put, .delete, .patch, .post, .head, .get])
    func `each method travels without a body`(method: OutboundRequest.Method) async throws {
        let server = LoopbackServer { request in
            request.method == "HEAD"
                ? .raw("HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n") : .answer(204)
        }
        defer { server.stop() }
        let response = try await outbound().send(
            OutboundRequest(method, server.url, to: .anything))
        #expect(response.status == (method == .head ? 200 : 204))
        #expect(server.requests.map(\.method) == [method.rawValue])
        #expect(server.requests[0].fields["content-type"] == nil)
        // A body that is not there is said to be empty, or servers wait for it (RFC 9110 §8.6).
        if [.put, .post, .patch].contains(method) {
            #expect(server.requests[0].fields["content-length"] == "0")
        }
    }

    @Test func `an interim answer and trailers are not the answer`() async throws {
        let server = LoopbackServer { _ in
            .raw(
                "HTTP/1.1 103 X\r\nA: early\r\n\r\nHTTP/1.1 200 X\r\nB: b\r\nTransfer-Encoding: chunked"
                    + "\r\n\r\n2\r\nok\r\n0\r\nRetry-After: 9\r\n\r\n")
        }
        defer { server.stop() }
        let response = try await outbound().send(request(server))
        #expect(response.field("a") == nil)
        #expect(response.field("b") == "b")
        #expect(response.field("retry-after") == nil)
        #expect(response.body == Array("ok".utf8))
    }

    @Test func `connections are kept, never more than the limit, unless one is asked for`()
        async throws
    {
        let server = LoopbackServer { _ in .answer(200, "ok") }
        defer { server.stop() }
        let outbound = try outbound()
        let request = request(server)
        for _ in 0..<20 { _ = try await outbound.send(request) }
        #expect(server.connections == 1)
        await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<500 {
                group.addTask { try? await outbound.send(request).status }
            }
            for await status in group { #expect(status == 200) }
        }
        #expect(server.requests.count == 520)
        #expect(server.connections <= Limits.hostConnectionsMax)
        let before = server.connections
        var fresh = request
        fresh.connection = .fresh
        _ = try await outbound.send(fresh)
        #expect(server.connections == before + 1)
    }

    // MARK: Limits

    @Test func `a server that stalls is given up in time, others go on`() async throws {
        let slow = LoopbackServer { _ in .stall }
        let server = LoopbackServer { _ in .answer(200) }
        defer {
            slow.stop()
            server.stop()
        }
        var stalling = request(slow)
        stalling.totalMs = 300
        async let stalled = kind(stalling)
        #expect(try await outbound().send(request(server)).status == 200)
        #expect(await stalled == .timedOut)
    }

    @Test func `a call that waits too long for its turn is given up too`() async throws {
        let slow = LoopbackServer { _ in .stall }
        defer { slow.stop() }
        var request = request(slow)
        request.totalMs = 400
        let outbound = try outbound()
        let failures = await withTaskGroup(of: OutboundFailure.Kind?.self) { [request] group in
            for _ in 0..<80 { group.addTask { await self.kind(request) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        _ = outbound
        #expect(failures.count == 80)
        #expect(failures.allSatisfy { $0 == .timedOut })
        // Most never came so far as to be connected.
        #expect(slow.connections < 80)
    }

    @Test func `an answer too large is cut off`() async throws {
        let server = LoopbackServer { request in
            switch request.target {
            case "/flood": .flood(megabytes: 100)
            case "/fields":
                .answer(
                    200, fields: (0..<90).map { ("X-\($0)", String(repeating: "a", count: 900)) })
            default: .answer(200, String(repeating: "a", count: 1_000))
            }
        }
        defer { server.stop() }
        #expect(await kind(request(server, "/flood")) == .tooLarge)
        #expect(await kind(request(server, "/fields")) == .tooLarge)
        var exact = request(server)
        exact.responseBytesMax = 1_000
        #expect(await kind(exact) == nil)
        exact.responseBytesMax = 999
        #expect(await kind(exact) == .tooLarge)
    }

    @Test func `a broken answer, a dead port and an unknown name are told apart`() async throws {
        let server = LoopbackServer { request in
            request.target == "/cut"
                ? .cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf") : .cut("SSH-2.0-x\r\n")
        }
        #expect(await kind(request(server, "/cut")) == .broken)
        #expect(await kind(request(server)) == .broken)
        let dead = request(server)
        server.stop()
        #expect(await kind(dead) == .unconnected)
        #expect(
            await kind(OutboundRequest(.get, "http://name.invalid/", to: .anything)) == .unresolved)
    }

    @Test(arguments: [
        "", "example.org", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
        "http://a:b@127.0.0.1/", "http://", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
    ])
    func `what is no plain web URL is not sent`(url: String) async {
        #expect(await kind(OutboundRequest(.get, url, to: .anything)) == .malformed)
    }

    @Test(arguments: [
        ("X", "a\r\nY: b"), ("X\r\nY", "a"), ("", "a"), ("X Y", "a"), ("X:", "a"), ("X", "a\0b"),
    ])
    func `a field that would end early is not sent`(name: String, value: String) async throws {
        let server = LoopbackServer { _ in .answer(200) }
        defer { server.stop() }
        var request = request(server)
        request.fields = [(name, value)]
        #expect(await kind(request) == .malformed)
        #expect(server.requests.isEmpty)
    }

    // MARK: Redirects

    @Test func `a redirect is the answer where none is allowed`() async throws {
        let server = LoopbackServer { _ in .answer(302, fields: [("Location", "/other")]) }
        defer { server.stop() }
        let response = try await outbound().send(request(server))
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func `an allowed redirect is followed, and secrets stay with their origin`() async throws
    {
        let end = LoopbackServer { _ in .answer(200, "end") }
        let server = LoopbackServer { request in
            let next = request.target == "/" ? "second" : "\(end.url)/x"
            return .answer(302, fields: [("Location", next)])
        }
        defer {
            end.stop()
            server.stop()
        }
        var request = request(server)
        request.redirects = .within(["127.0.0.1"])
        request.fields = [("Authorization", "Bearer t")]
        let response = try await outbound().send(request)
        #expect(response.body == Array("end".utf8))
        #expect(server.requests.map(\.target) == ["/", "/second"])
        #expect(server.requests[1].fields["authorization"] == "Bearer t")
        #expect(end.requests.first?.fields["authorization"] == nil)
    }

    @Test(arguments: ["http://other.example/", "/again", "file:///etc/passwd"])
    func `elsewhere, or without an end, it is refused`(location: String) async throws {
        let server = LoopbackServer { _ in .answer(302, fields: [("Location", location)]) }
        defer { server.stop() }
        var request = request(server)
        request.redirects = .within(["127.0.0.1"])
        #expect(await kind(request) == .redirectRefused)
        #expect(server.requests.count <= 1 + Limits.redirectsMax)
    }

    // MARK: Addresses

    @Test func `a private address is refused before a byte goes out`() async throws {
        let server = LoopbackServer { _ in .answer(200) }
        defer { server.stop() }
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
            let url = "http://\(host):\(server.port)/"
            let refused = await kind(OutboundRequest(.get, url, to: .publicOnly))
            #expect(refused == .addressRefused, "\(host)")
        }
        #expect(server.connections == 0)
        // Nor over a connection that somebody else was allowed to make.
        #expect(await kind(request(server)) == nil)
        #expect(
            await kind(OutboundRequest(.get, server.url, to: .publicOnly)) == .addressRefused)
        #expect(server.requests.count == 1)
    }

    // MARK: Ends

    @Test(.timeLimit(.minutes(5))) func `a cancelled task's transfer ends at once`() async throws {
        let server = LoopbackServer { _ in .stall }
        defer { server.stop() }
        let outbound = try outbound()
        let request = request(server)
        let task = Task { () -> OutboundFailure.Kind? in
            do throws(OutboundFailure) {
                _ = try await outbound.send(request)
                return nil
            } catch { return error.kind }
        }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value == .cancelled)
        let late = Task { () -> OutboundFailure.Kind? in
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return await self.kind(request)
        }
        #expect(await late.value == .cancelled)
        #expect(server.requests.count == 1)
    }

    @Test(.timeLimit(.minutes(5))) func `what is under way when the house closes is told so`()
        async throws
    {
        let server = LoopbackServer { _ in .stall }
        defer { server.stop() }
        let own = try Outbound(version: "1")
        let request = request(server)
        let task = Task { () -> OutboundFailure? in
            do throws(OutboundFailure) {
                _ = try await own.send(request)
                return nil
            } catch { return error }
        }
        while server.requests.isEmpty { await Task.yield() }
        own.close()
        #expect(await task.value?.kind == .closed)
        await #expect(throws: OutboundFailure(.closed, host: "127.0.0.1")) {
            try await own.send(request)
        }
    }

    @Test func `no failure tells the query`() async throws {
        let server = LoopbackServer { _ in .cut("") }
        defer { server.stop() }
        let error = await #expect(throws: OutboundFailure.self) {
            try await outbound().send(request(server, "/p?access_token=hush"))
        }
        #expect(error.map { "\($0)".contains("hush") } == false)
        #expect(error.map { String(reflecting: $0).contains("hush") } == false)
    }
}
