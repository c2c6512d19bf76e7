// How connections end: time-outs, limits, peers that vanish, drains.
import EventLoop
import Glibc
import HTTP
import Synchronization
import Testing

@testable import HTTPServer

struct EndingTests {
    @Test func `an unfinished head is answered 408, an idle connection just closed`() async throws {
        let adjust: (inout Server.Configuration) -> Void = {
            $0.limits.headSecondsMax = 0.2
            $0.limits.idleSecondsMax = 0.2
            $0.limits.bodySecondsMax = 0.2
        }
        try await serving(adjust) { served in
            let slow = try served.client()
            slow.send("GET /data HTTP/1.1\r\n")
            #expect(try slow.response().status == 408)
            #expect(slow.hasEnded)
            let body = try served.client()
            body.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
            #expect(try body.response().status == 408)
            let idle = try served.client()
            idle.send(get("/data"))
            #expect(try idle.response().status == 200)
            #expect(idle.hasEnded)
            let partial = try served.client()
            partial.send(get("/data") + "GET /da")
            #expect(try partial.response().status == 200)
            #expect(try partial.response().status == 408)
        }
    }

    @Test func `a peer that takes nothing is given up`() async throws {
        try await serving(settings { $0.limits.writeSecondsMax = 0.2 }) { served in
            let control = try Client(served.endpoint, receiveBufferBytes: 4096)
            control.send(get("/huge"))
            let data = try Client(served.endpoint, receiveBufferBytes: 4096)
            for _ in 0..<40 { data.send(get("/large")) }
            for _ in 0..<12_000 where served.server.counts.connections > 0 { usleep(5000) }
            #expect(served.server.counts.connections == 0)
        }
    }

    @Test func `the number of requests on a connection is bounded`() async throws {
        try await serving(settings { $0.limits.requestsPerConnectionMax = 3 }) { served in
            let client = try served.client()
            client.send((0..<5).map { get("/data/\($0)") }.joined())
            #expect(try client.response().field("Connection") == nil)
            #expect(try client.response().field("Connection") == nil)
            #expect(try client.response().field("Connection") == "close")
            #expect(client.hasEnded)
        }
    }

    @Test func `at the limit the connection idle for longest goes first`() async throws {
        try await serving(settings { $0.limits.connectionsMax = 3 }) { served in
            let clients = try (0..<3).map { number in
                let client = try served.client()
                client.send(get("/data/\(number)"))
                _ = try client.response()
                return client
            }
            clients[0].send(get("/data/again"))
            _ = try clients[0].response()
            let next = try served.client()
            next.send(get("/data/next"))
            #expect(try next.response().text == "/data/next")
            #expect(clients[1].hasEnded)
            clients[0].send(get("/data"))
            #expect(try clients[0].response().status == 200)
            clients[2].send(get("/data"))
            #expect(try clients[2].response().status == 200)
        }
    }

    @Test func `without an idle connection a new one is turned away`() async throws {
        try await serving(settings { $0.limits.connectionsMax = 2 }) { served in
            let busy = try (0..<2).map { _ in
                let client = try served.client()
                client.send(get("/wait"))
                return client
            }
            for _ in 0..<12_000 where served.server.counts.connections < 2 { usleep(1000) }
            let next = try served.client()
            next.send(get("/data"))
            #expect(next.readToEnd().hasPrefix("HTTP/1.1 503"))
            #expect(served.server.counts.connectionsRefused == 1)
            let gate = served.control.gate
            Task { await gate.open() }
            for client in busy { #expect(try client.response().status == 200) }
        }
    }

    @Test(arguments: ["/data", "/control", "/huge"])
    func `a peer that has ended its side is still answered`(path: String) async throws {
        try await serving { served in
            let client = try served.client()
            client.send(get(path) + get(path))
            client.endSending()
            #expect(try client.response().status == 200)
            #expect(try client.response().status == 200)
            #expect(client.hasEnded)
        }
    }

    @Test(arguments: ["/data", "/wait", "/huge", "/large", "/da"])
    func `a peer that resets its connection harms nobody`(path: String) async throws {
        try await serving { served in
            served.ledger.isInstant.store(false, ordering: .relaxed)
            for _ in 0..<20 {
                let client = try served.client()
                let request = get(path)
                client.send(path == "/da" ? String(request.prefix(6)) : request + request)
                client.reset()
            }
            served.ledger.isInstant.store(true, ordering: .relaxed)
            served.ledger.commit()
            let gate = served.control.gate
            Task { await gate.open() }
            let other = try served.client()
            other.send(get("/data"))
            #expect(try other.response().status == 200)
        }
    }

    @Test func `a drain finishes what is begun and closes what is idle`() async throws {
        try await serving { served in
            served.ledger.isInstant.store(false, ordering: .relaxed)
            let clients = try (0..<3).map { _ in try served.client() }
            clients[0].send(get("/data"))
            clients[1].send(get("/wait"))
            clients[2].send(get("/free"))
            #expect(try clients[2].response().status == 200)
            let isBegun = { served.ledger.last.load(ordering: .relaxed) > 0 }
            for _ in 0..<12_000 where !isBegun() || served.control.waiting == 0 { usleep(1000) }
            Task { await served.server.drain() }
            for _ in 0..<12_000 where Client.takes(served.endpoint) { usleep(1000) }
            #expect(clients[2].hasEnded)
            served.ledger.commit()
            let gate = served.control.gate
            Task { await gate.open() }
            #expect(try clients[0].response().status == 200)
            let last = try clients[1].response()
            #expect(last.status == 200)
            #expect(last.field("Connection") == "close")
        }
    }

    @Test func `a drain does not wait for ever`() async throws {
        try await serving(settings { $0.limits.drainSecondsMax = 0.1 }) { served in
            let client = try served.client()
            client.send(get("/wait"))
            for _ in 0..<12_000 where served.control.waiting == 0 { usleep(1000) }
            Task { await served.server.drain() }
            #expect(client.hasEnded)
            let gate = served.control.gate
            Task { await gate.open() }
        }
    }

    @Test func `without descriptors the server neither spins nor dies`() async {
        await #expect(processExitsWith: .success) {
            try await serving { served in
                let idle = try served.client()
                idle.send(get("/data"))
                _ = try idle.response()
                var limit = rlimit()
                _ = unsafe getrlimit(__rlimit_resource_t(7), &limit)
                let waiting = try served.client()
                // No number is left above those in use; the server's next accept fails.
                limit.rlim_cur = rlim_t(waiting.number + 1)
                _ = unsafe setrlimit(__rlimit_resource_t(7), &limit)
                waiting.send(get("/data"))
                guard try waiting.response().status == 200, idle.hasEnded else { exit(1) }
            }
        }
    }
}
