import EventLoop
import HTTP
import Synchronization
import Testing

@testable import HTTPServer

struct BodyTests {
    @Test func `a body by length and one in chunks reach the control plane whole`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
            #expect(try client.response().text == "POST /a? hello")
            client.send("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for byte in "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n".utf8 {
                client.send([byte])
            }
            #expect(try client.response().text == "POST /b? abcde")
            let large = [UInt8](repeating: 7, count: 900_000)
            client.send("PUT /c HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n")
            client.send(large)
            #expect(try client.response().body.suffix(900_000).elementsEqual(large))
        }
    }

    @Test func `what follows a body in the same packet is the next request`() async throws {
        try await serving { served in
            let client = try served.client()
            let post = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok"
            client.send(get("/data/1") + post + get("/data/2") + post + get("/data/3"))
            let expected = ["/data/1", "POST /a? ok", "/data/2", "POST /a? ok", "/data/3"]
            for text in expected { #expect(try client.response().text == text) }
        }
    }

    @Test func `a client that expects 100 is told to go on, or refused before it sends`()
        async throws
    {
        try await serving { served in
            let client = try served.client()
            let head = "HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n"
            client.send("POST /a " + head)
            #expect(try client.response().status == 100)
            client.send("hello there")
            #expect(try client.response().text == "POST /a? hello there")
            client.send("POST /small " + head)
            let refused = try client.response()
            #expect(refused.status == 413)
            #expect(refused.field("Connection") == "close")
            #expect(client.hasEnded)
        }
    }

    @Test(arguments: [
        ("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", 413),
        (
            "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "b\r\nhello there\r\n",
            413
        ),
        ("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        ("POST /a HTTP/1.1\r\nHost: a\r\nExpect: gold\r\nContent-Length: 1\r\n\r\n", 417),
        ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /../x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("BREW /a HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("GET /a HTTP/3.0\r\nHost: a\r\n\r\n", 505),
        ("GET /a HTTP/1.1\r\n\r\n", 400),
        ("\u{0}\u{1}\u{2}garbage\r\n\r\n", 400),
    ])
    func `what cannot be understood is refused and the connection closed`(
        request: String, status: Int
    ) async throws {
        try await serving { served in
            let client = try served.client()
            client.send(get("/data") + request)
            #expect(try client.response().text == "/data")
            #expect(try client.response().status == status)
            #expect(client.hasEnded)
        }
    }

    @Test func `a refused upload can be read about though it is still being sent`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n")
            for _ in 0..<50 { client.send([UInt8](repeating: 1, count: 10_000)) }
            #expect(try client.response().status == 413)
        }
    }

    @Test func `files are sent from the disk, lost ones are an error`() async throws {
        try await serving { served in
            let client = try served.client()
            client.send(get("/file"))
            #expect(try client.response().text == "ELF")
            client.send(get("/lost"))
            #expect(try client.response().status == 500)
            client.send(get("/data"))
            #expect(try client.response().status == 200)
        }
    }

    @Test func `a slow reader gets every byte of large answers`() async throws {
        try await serving { served in
            let client = try Client(served.endpoint, receiveBufferBytes: 4096)
            client.send(get("/huge") + get("/large") + get("/large") + get("/large") + get("/data"))
            #expect(try client.response().body.count == 8_000_000)
            for _ in 0..<3 { #expect(try client.response().body.count == 200_000) }
            #expect(try client.response().text == "/data")
        }
    }

    @Test func `control requests beyond the limit get 503`() async throws {
        try await serving(settings { $0.limits.controlRequestsMax = 2 }) { served in
            let waiting = try (0..<2).map { _ in
                let client = try served.client()
                client.send(get("/wait"))
                return client
            }
            var status = 200
            for _ in 0..<1000 where status != 503 {
                let other = try served.client()
                other.send(get("/control"))
                status = try other.response().status
            }
            #expect(status == 503)
            let gate = served.control.gate
            Task { await gate.open() }
            for client in waiting { #expect(try client.response().status == 200) }
        }
    }
}
