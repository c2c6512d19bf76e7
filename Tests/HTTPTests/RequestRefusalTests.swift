import Bytes
import HTTP
import Testing

/// One head and the status it must be refused with.
private func refusal(_ text: String, _ limits: HeadLimits = HeadLimits()) -> Int? {
    guard case .refused(let status) = parse(text, limits: limits).outcome else { return nil }
    return status
}

@Suite struct RequestRefusalTests {
    static let requestLines: [(String, Int)] = [
        ("get / HTTP/1.1\r\n", 501), ("BREW / HTTP/1.1\r\n", 501),
        ("CONNECT h:443 HTTP/1.1\r\n", 501), ("GETS / HTTP/1.1\r\n", 501),
        (String(repeating: "A", count: 33), 501), ("GE(T / HTTP/1.1\r\n", 400),
        ("GET\t/ HTTP/1.1\r\n", 400), (" GET / HTTP/1.1\r\n", 400), ("\u{16}\u{3}\u{1}", 400),
        ("GET  / HTTP/1.1\r\n", 400), ("GET /  HTTP/1.1\r\n", 400), ("GET /\r\n", 400),
        ("GET / \r\n", 400), ("GET\r\n", 400), ("GET \r\n", 400), ("GET / HTTP/1.1\n", 400),
        ("GET / HTTP/1.1\rX", 400), ("GET / HTTP/1.1 \r\n", 400), ("GET / http/1.1\r\n", 400),
        ("GET / HTTP/1.10\r\n", 400), ("GET / HTTP/1,1\r\n", 400), ("GET / HTTP/11\r\n", 400),
        ("GET / HTTP/x.1\r\n", 400), ("GET / HTTP/1.x\r\n", 400), ("GET / HTTPS/1.1\r\n", 400),
        ("GET / HTTP/2.0\r\n", 505), ("PRI * HTTP/2.0\r\n", 505), ("GET / HTTP/0.9\r\n", 505),
        ("GET /\0 HTTP/1.1\r\n", 400), ("GET /\u{7F} HTTP/1.1\r\n", 400),
        ("GET /a#b HTTP/1.1\r\n", 400), ("GET /?a#b HTTP/1.1\r\n", 400),
        ("GET /ä HTTP/1.1\r\n", 400), ("GET /?ä HTTP/1.1\r\n", 400),
        ("GET /a\u{1}b HTTP/1.1\r\n", 400), ("GET /\rx HTTP/1.1\r\n", 400),
        ("GET * HTTP/1.1\r\n", 400), ("OPTIONS *a HTTP/1.1\r\n", 400),
        ("OPTIONS *?a HTTP/1.1\r\n", 400), ("GET a HTTP/1.1\r\n", 400),
        ("GET h:80 HTTP/1.1\r\n", 400), ("GET ?a HTTP/1.1\r\n", 400),
        ("GET ftp://h/ HTTP/1.1\r\n", 400), ("GET http:/h/ HTTP/1.1\r\n", 400),
        ("GET http:// HTTP/1.1\r\n", 400), ("GET http:///a HTTP/1.1\r\n", 400),
        ("GET http://u@h/ HTTP/1.1\r\n", 400), ("GET http://h:x/ HTTP/1.1\r\n", 400),
        ("GET http://?a HTTP/1.1\r\n", 400), ("\nGET / HTTP/1.1\r\n", 400),
        ("\rGET / HTTP/1.1\r\n", 400), (String(repeating: "\r\n", count: 5), 400),
    ]

    @Test(arguments: requestLines)
    func `a wrong request line is refused at once or when the head ends`(line: String, status: Int)
    {
        #expect(refusal(line + "Host: h\r\n\r\n") == status)
    }

    static let fieldLines: [(String, Int)] = [
        ("A : b\r\n", 400), (" A: b\r\n", 400), ("\tA: b\r\n", 400), ("A\r\n", 400),
        (": b\r\n", 400), ("A B: c\r\n", 400), ("A(: c\r\n", 400), ("Ä: c\r\n", 400),
        ("A\0: c\r\n", 400), ("A: b\0c\r\n", 400), ("A: b\u{7F}c\r\n", 400),
        ("A: b\u{1}c\r\n", 400), ("A: b\nC: d\r\n", 400), ("A: b\rC: d\r\n", 400),
        ("A: b\r\r\n", 400), ("A: b\r\n c\r\n", 400), ("A: b\r\n\tc\r\n", 400), ("\n", 400),
        ("\rX", 400), ("Host: h\r\n", 400), ("Host: other\r\n", 400),
        ("Content-Length: \r\n", 400), ("Content-Length: +1\r\n", 400),
        ("Content-Length: -1\r\n", 400), ("Content-Length: 1 2\r\n", 400),
        ("Content-Length: 0x1\r\n", 400), ("Content-Length: 1,\r\n", 400),
        ("Content-Length: ,1\r\n", 400), ("Content-Length: 1,2\r\n", 400),
        ("Content-Length: 1\r\nContent-Length: 2\r\n", 400),
        ("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400),
        ("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", 400),
        ("Transfer-Encoding: gzip\r\n", 400), ("Transfer-Encoding: identity\r\n", 400),
        ("Transfer-Encoding: \r\n", 400), ("Transfer-Encoding: xchunked\r\n", 400),
        ("Transfer-Encoding: chunked, chunked\r\n", 400),
        ("Transfer-Encoding: chunked, gzip\r\n", 400), ("Transfer-Encoding: chunked;a\r\n", 400),
        ("Transfer-Encoding: \u{b}chunked\r\n", 400),
        ("Transfer-Encoding: gzip, chunked\r\n", 501),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400),
        ("Expect: 200-ok\r\n", 417), ("Expect: 100-continue, x\r\n", 417), ("Expect: \r\n", 417),
    ]

    @Test(arguments: fieldLines)
    func `a wrong field line is refused`(line: String, status: Int) {
        #expect(refusal("POST / HTTP/1.1\r\nHost: h\r\n\(line)\r\n") == status)
        #expect(refusal("POST / HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\n\(line)\r\n") == status)
    }

    @Test(arguments: [
        "", "a b", "a,b", "a/b", "u@h", "h:", "h:0", "h:65535", "[::1]", "[::1]:80", "h:65536",
        "h:8a", "h:-1", "[::1", "::1", "[]", "[1.2.3.4]", "[::1]x", "[::1%25lo]", "[v1.a]", "%41",
        "h\"", "h<", "h?", "h#", "h\\", ":80", "a_b.example", "A.EXAMPLE.", "127.0.0.1:8080",
    ])
    func `a host is a name or address and perhaps a port`(host: String) {
        let good = [
            "h:", "h:0", "h:65535", "[::1]", "[::1]:80", "a_b.example", "A.EXAMPLE.",
            "127.0.0.1:8080",
        ]
        let expected: Int? = good.contains(host) ? nil : 400
        #expect(refusal("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == expected)
        let target = refusal("GET http://\(host)/ HTTP/1.1\r\nHost: h\r\n\r\n")
        if !"/?# ".contains(where: host.contains) { #expect(target == expected) }
    }

    @Test func `a host longer than a DNS name is refused`() {
        let longest = String(repeating: "a", count: 255)
        #expect(refusal("GET / HTTP/1.1\r\nHost: \(longest)\r\n\r\n") == nil)
        #expect(refusal("GET / HTTP/1.1\r\nHost: \(longest)a\r\n\r\n") == 400)
    }

    @Test func `HTTP 1.1 needs a Host, 1.0 does not`() {
        #expect(refusal("GET / HTTP/1.1\r\n\r\n") == 400)
        #expect(refusal("GET http://h/ HTTP/1.1\r\n\r\n") == 400)
        #expect(refusal("GET / HTTP/1.0\r\n\r\n") == nil)
        #expect(refusal("GET / HTTP/1.0\r\nHost: a b\r\n\r\n") == 400)
    }

    @Test func `HTTP 1.0 knows no transfer codings`() {
        #expect(refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400)
    }

    @Test func `a long target is 414, whole or not`() {
        var limits = HeadLimits()
        limits.targetBytesMax = 10
        let end = " HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(refusal("GET /123456789" + end, limits) == nil)
        #expect(refusal("GET /1234567890" + end, limits) == 414)
        #expect(refusal("GET /12345?7890" + end, limits) == 414)
        #expect(refusal("GET /1234567890", limits) == 414)
        limits.headBytesMax = 64
        limits.targetBytesMax = 1000
        #expect(refusal("GET /" + String(repeating: "a", count: 59), limits) == 414)
    }

    @Test func `a long head is 431, whole or not`() {
        let line = "GET / HTTP/1.1\r\n"
        let text = "\(line)Host: h\r\nA: \(String(repeating: "b", count: 100))\r\n\r\n"
        var limits = HeadLimits()
        limits.headBytesMax = text.utf8.count
        #expect(refusal(text, limits) == nil)
        for size in (line.utf8.count + 1)..<text.utf8.count {
            limits.headBytesMax = size
            #expect(refusal(text, limits) == 431)
            #expect(refusal(String(text.prefix(size)), limits) == 431)
        }
    }

    @Test func `too many fields are 431`() {
        func head(_ count: Int) -> String {
            let lines = (1..<count).map { "A\($0): b\r\n" }.joined()
            return "GET / HTTP/1.1\r\nHost: h\r\n\(lines)\r\n"
        }
        #expect(refusal(head(64)) == nil)
        #expect(refusal(head(65)) == 431)
        var limits = HeadLimits()
        limits.fieldsMax = 1000
        #expect(refusal(head(HeadLimits.fieldsCapacity), limits) == nil)
        #expect(refusal(head(HeadLimits.fieldsCapacity + 1), limits) == 431)
    }

    @Test(
        arguments: requestLines.map(\.0)
            + fieldLines.map { "POST / HTTP/1.1\r\nHost: h\r\n\($0.0)" })
    func `no part of a bad head is taken for a whole one`(text: String) {
        let bytes = Array((text + "\r\n").utf8)
        for count in 0..<bytes.count {
            if case .complete(let headBytes) = parse(Array(bytes[..<count])).outcome {
                Issue.record("complete after \(headBytes) of \(count) bytes")
            }
        }
    }
}
