import Bytes
import EventLoop
import Glibc
import HTTP
import Synchronization
import Testing

@testable import HTTPServer

struct ServerTests {
    @Test func `requests on one connection are answered one after another`() async throws {
        try await serving { served in
            let client = try served.client()
            for number in 0..<50 {
                client.send(get("/data/\(number)"))
                #expect(try client.response().text == "/data/\(number)")
            }
            let counts = served.server.counts
            #expect(counts.dataReplies[2] == 50)
            #expect(counts.connections == 1)
            #expect(counts.secondsCounts.reduce(0, +) == 50)
        }
    }

    @Test func `pipelined requests of both planes are answered in order`() async throws {
        try await serving(settings { $0.limits.pipelinedRequestsMax = 3 }) { served in
            let client = try served.client()
            let paths = (0..<40).map { $0 % 4 == 3 ? "/control/\($0)" : "/data/\($0)" }
            client.send(paths.map { get($0) }.joined())
            for path in paths {
                let text = try client.response().text
                #expect(text == path || text == "GET \(path)? ")
            }
        }
    }

    @Test(arguments: ["/data/x?y=1", "/control/x?y=1"])
    func `a request may be split at every byte`(target: String) async throws {
        try await serving { served in
            let request = Array(get(target, "X-Long: " + String(repeating: "v", count: 40)).utf8)
            let client = try served.client()
            for place in 1..<request.count {
                client.send(Array(request[..<place]))
                sched_yield()
                client.send(Array(request[place...]))
                #expect(try client.response().status == 200)
            }
            for byte in request { client.send([byte]) }
            #expect(try client.response().status == 200)
        }
    }

    @Test func `replies wait for their commitment and others are served meanwhile`() async throws {
        try await serving { served in
            served.ledger.isInstant.store(false, ordering: .relaxed)
            let waiting = try (0..<20).map { _ in try served.client() }
            for (number, client) in waiting.enumerated() { client.send(get("/data/\(number)")) }
            let other = try served.client()
            other.send(get("/free/1"))
            #expect(try other.response().text == "/free/1")
            other.send(get("/control/1"))
            #expect(try other.response().status == 200)
            for client in waiting {
                var byte: UInt8 = 0
                #expect(unsafe recv(client.number, &byte, 1, Int32(MSG_DONTWAIT)) == -1)
            }
            // A reply that waits for nothing stays behind the one before it.
            waiting[0].send(get("/free/2"))
            served.ledger.isInstant.store(true, ordering: .relaxed)
            served.ledger.commit()
            other.send(get("/data/last"))
            #expect(try other.response().text == "/data/last")
            for (number, client) in waiting.enumerated() {
                #expect(try client.response().text == "/data/\(number)")
            }
            #expect(try waiting[0].response().text == "/free/2")
        }
    }

    @Test func `a loop goes on though its thread is caught in a commit`() async throws {
        try await serving { served in
            let isFree = Flag()
            served.ledger.isInstant.store(false, ordering: .relaxed)
            served.ledger.stuck.withLock { $0 = { while !isFree.isUp { usleep(1_000) } } }
            let waiting = try served.client()
            waiting.send(get("/data/caught"))
            let other = try served.client()
            other.send(get("/free/meanwhile"))
            #expect(try other.response().text == "/free/meanwhile")
            served.ledger.commit()
            #expect(try waiting.response().text == "/data/caught")
            isFree.raise()
            for number in 0..<20 {
                served.ledger.isInstant.store(true, ordering: .relaxed)
                waiting.send(get("/data/\(number)"))
                #expect(try waiting.response().text == "/data/\(number)")
            }
        }
    }

    @Test func `HEAD, 204 and HTTP 1.0 end where they should`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send("HEAD /control HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try client.response(toHead: true)
            #expect(head.field("Content-Length") == "15")
            client.send(get("/nothing"))
            let nothing = try client.response()
            #expect(nothing.status == 204)
            #expect(nothing.field("Content-Length") == nil)
            client.send("GET /control HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try client.response().field("Connection") == "keep-alive")
            client.send("GET /data/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let kept = try client.response()
            #expect(kept.field("Connection") == "keep-alive")
            #expect(kept.text == "/data/1")
            client.send("GET /data HTTP/1.0\r\n\r\n")
            #expect(try client.response().field("Connection") == "close")
            #expect(client.hasEnded)
        }
    }

    @Test func `OPTIONS of the whole server reaches the control plane`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.response().text == "OPTIONS *? ")
        }
    }

    @Test func `a trusted proxy speaks for the fan, a stranger does not`() async throws {
        let lines = ["X-Forwarded-For: 9.9.9.9, 198.51.100.7", "X-Forwarded-Proto: https"]
        let block = try #require(CIDR("127.0.0.0/8"))
        try await serving { served in
            let client = try served.client()
            client.send(get("/peer", lines[0], lines[1]))
            #expect(try client.response().text == "\(0x7F00_0001) false")
            try served.server.reload(limits: Limits(), trustedProxies: [block])
            // The loop reads its letters in the turn after the one it is woken for.
            var answer = ""
            for _ in 0..<1000 where answer != "\(0xC633_6407) true" {
                let next = try served.client()
                next.send(get("/peer", lines[0], lines[1]))
                answer = try next.response().text
            }
            #expect(answer == "\(0xC633_6407) true")
        }
    }

    @Test func `several loops share one address and an inherited socket`() async throws {
        try await serving(settings { $0.loops = 3 }) { served in
            for _ in 0..<30 {
                let client = try served.client()
                client.send(get("/data"))
                #expect(try client.response().text == "/data")
            }
            let second = Server.Configuration(listen: [served.endpoint])
            do {
                _ = try Server(
                    configuration: second, makePlane: { EchoPlane(Ledger(), $1) },
                    control: EchoControl()
                ).start()
                Issue.record("two servers share an address")
            } catch let failure as SystemFailure {
                #expect(failure.isAddressInUse)
            }
        }
    }

    @Test func `loops share an inherited socket and leave it open`() async throws {
        let wanted = try #require(Endpoint("127.0.0.1:0"))
        let listener = try Listener(wanted)
        let endpoint = listener.endpoint
        let number = dup(listener.number)
        let adjust: (inout Server.Configuration) -> Void = {
            $0.inherited = [number]
            $0.loops = 2
        }
        try await serving(adjust) { served in
            #expect(served.endpoint == endpoint)
            for _ in 0..<10 {
                let client = try served.client()
                client.send(get("/data"))
                #expect(try client.response().text == "/data")
            }
        }
        _ = try Client(endpoint)
        _ = consume listener
    }

    @Test func `an idle connection costs less than a quarter of a kilobyte`() {
        // The slot; the wheel's entry takes sixteen bytes more.
        #expect(MemoryLayout<Connection>.stride <= 160)
    }
}
