// Bodies that are made while they are sent.
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

struct StreamingTests {
    private static func get10(_ path: String) -> String { "GET \(path) HTTP/1.0\r\n\r\n" }

    private static func patiently(_ isSo: () -> Bool) -> Bool {
        for _ in 0..<60_000 {
            if isSo() { return true }
            usleep(1000)
        }
        return false
    }

    /// The body of a response in chunks; nil if its last chunk is missing or anything follows it.
    private static func dechunked(_ text: String) -> String? {
        guard var rest = text.split(separator: "\r\n\r\n", maxSplits: 1).last.map({ $0[...] })
        else { return nil }
        var body = ""
        while let line = rest.firstIndex(of: "\r\n"), let size = Int(rest[..<line], radix: 16) {
            rest = rest[rest.index(after: line)...]
            if size == 0 { return rest == "\r\n" ? body : nil }
            body += rest.prefix(size)
            rest = rest.dropFirst(size)
            guard rest.first == "\r\n" else { return nil }
            rest = rest.dropFirst()
        }
        return nil
    }

    @Test func `a body of unknown length comes in chunks, and the connection is kept`() async throws
    {
        try await serving { served in
            let client = try served.client()
            client.send(get("/stream/words") + get("/data", "Connection: close"))
            let all = client.readToEnd()
            let head = all.prefix { $0 != "\r\n" }
            #expect(head == "HTTP/1.1 200 OK")
            #expect(all.contains("Transfer-Encoding: chunked\r\n"))
            #expect(all.contains("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(all.hasSuffix("/data"))
            #expect(served.server.counts.controlReplies[2] == 1)
            #expect(served.server.counts.secondsCounts.reduce(0, +) == 2)
        }
    }

    @Test func `to HTTP/1.0 the body ends with its connection`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send("GET /stream/words HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let all = client.readToEnd()
            #expect(all.hasSuffix("\r\n\r\nonetwo"))
            #expect(all.contains("Connection: close\r\n"))
            #expect(!all.contains("Transfer-Encoding"))
        }
    }

    @Test func `HEAD gets the head, and nothing is made for it`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send("HEAD /stream/words HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try client.response(toHead: true)
            #expect(head.status == 200)
            #expect(head.field("Transfer-Encoding") == "chunked")
            client.send(get("/data"))
            #expect(try client.response().text == "/data")
            #expect(served.control.asked.count == 0)
        }
    }

    @Test func `a slow reader gets every byte of large parts`() async throws {
        try await serving { served in
            let client = try Client(served.endpoint, receiveBufferBytes: 4096)
            client.send(get("/stream/large", "Connection: close"))
            let body = Self.dechunked(client.readToEnd())
            #expect(body?.utf8.count == 3_000_000)
            #expect(body?.utf8.allSatisfy { $0 == UInt8(ascii: "s") } == true)
        }
    }

    @Test func `what cannot be made to its end is not taken for the whole`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send(get("/stream/broken"))
            let all = client.readToEnd()
            #expect(all.hasSuffix("\r\n\r\n5\r\nbegun\r\n"))
            let old = try served.client()
            old.send(Self.get10("/stream/broken"))
            _ = old.readToEnd()
            #expect(errno == ECONNRESET)
        }
    }

    @Test func `for a peer that takes nothing nothing more is made, then it is given up`()
        async throws
    {
        let adjust = settings {
            $0.limits.writeSecondsMax = 0.2
            $0.limits.controlRequestsMax = 1
        }
        try await serving(adjust) { served in
            let client = try Client(served.endpoint, receiveBufferBytes: 4096)
            client.send(get("/stream/endless"))
            #expect(Self.patiently { served.control.asked.count > 0 })
            #expect(Self.patiently { served.server.counts.connections == 0 })
            // What the kernel takes for a peer, and a part more.
            #expect(served.control.asked.count < 20)
            let other = try served.client()
            other.send(get("/control"))
            #expect(try other.response().status == 200)
        }
    }

    @Test func `a peer that leaves ends the making`() async throws {
        try await serving(settings { $0.limits.controlRequestsMax = 1 }) { served in
            for _ in 0..<5 {
                let client = try served.client()
                client.send(get("/stream/endless"))
                _ = client.read()
                client.reset()
            }
            #expect(Self.patiently { served.server.counts.connections == 0 })
            let isFree = {
                let other = try? served.client()
                other?.send(get("/control"))
                return (try? other?.response().status) == 200
            }
            #expect(Self.patiently(isFree))
            let asked = served.control.asked.count
            usleep(20_000)
            #expect(served.control.asked.count == asked)
        }
    }

    @Test func `a body that is being made counts among the control plane's requests`() async throws
    {
        try await serving(settings { $0.limits.controlRequestsMax = 1 }) { served in
            let client = try served.client()
            client.send(get("/stream/gate"))
            #expect(Self.patiently { served.control.waiting == 1 })
            let other = try served.client()
            other.send(get("/control"))
            #expect(try other.response().status == 503)
            let gate = served.control.gate
            Task { await gate.open() }
            client.send(get("/control"))
            #expect(try client.response(toHead: true).status == 200)
            var rest = ""
            while !rest.contains("GET /control?") {
                let more = client.read()
                try #require(!more.isEmpty)
                rest += String(decoding: more, as: UTF8.self)
            }
            #expect(rest.hasPrefix("5\r\nbegun\r\n0\r\n\r\nHTTP/1.1 200 OK"))
        }
    }

    @Test func `a drain lets a body go on to its end, and closes`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send(get("/stream/gate"))
            #expect(Self.patiently { served.control.waiting == 1 })
            Task { await served.server.drain() }
            #expect(Self.patiently { !Client.takes(served.endpoint) })
            let gate = served.control.gate
            Task { await gate.open() }
            #expect(Self.dechunked(client.readToEnd()) == "begun")
        }
    }

    @Test func `a drain cuts a body that does not end`() async throws {
        try await serving(settings { $0.limits.drainSecondsMax = 0.1 }) { served in
            let client = try served.client()
            client.send(get("/stream/gate"))
            #expect(Self.patiently { served.control.waiting == 1 })
            Task { await served.server.drain() }
            #expect(client.readToEnd().hasSuffix("5\r\nbegun\r\n"))
            let gate = served.control.gate
            Task { await gate.open() }
        }
    }
}
