import Bytes
import HTTP
import Testing

/// A parsed head's facts, copied out so that a test can hold them.
struct Parsed: Equatable {
    var outcome: ParseOutcome
    var method = Method.get
    var path = ""
    var query = ""
    var authority = ""
    var minorVersion: UInt8 = 1
    var keepsAlive = true
    var expectsContinue = false
    var framing = BodyFraming.none
    var fields: [String] = []
    /// What `value(of:)` answers for each field that came.
    var known: [Field: String] = [:]

    init(_ outcome: ParseOutcome) { self.outcome = outcome }
}

func parse(_ bytes: [UInt8], limits: HeadLimits = HeadLimits()) -> Parsed {
    bytes.withRawSpan { bytes in
        var head = RequestHead()
        var parsed = Parsed(head.parse(bytes, limits: limits))
        guard case .complete = parsed.outcome else { return parsed }
        parsed.method = head.method
        parsed.path = bytes.text(head.path)
        parsed.query = bytes.text(head.query)
        parsed.authority = bytes.text(head.authority)
        parsed.minorVersion = head.minorVersion
        parsed.keepsAlive = head.keepsAlive
        parsed.expectsContinue = head.expectsContinue
        parsed.framing = head.framing
        for line in 0..<head.fieldCount {
            let name = bytes.text(head.fieldName(line))
            parsed.fields.append("\(name)=\(bytes.text(head.fieldValue(line)))")
        }
        for field in Field.allCases where head.has(field) {
            parsed.known[field] = bytes.text(head.value(of: field))
        }
        return parsed
    }
}

func parse(_ text: String, limits: HeadLimits = HeadLimits()) -> Parsed {
    parse(Array(text.utf8), limits: limits)
}

/// What a browser sends: every common field, two that the server does not know.
let browserHead = """
    GET /link/mira-sleeper?ch=instagram&utm_source=a%20b HTTP/1.1\r
    Host: music.example:8080\r
    Connection: keep-alive\r
    sec-ch-ua-mobile: ?1\r
    User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15\r
    Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r
    Accept-Encoding: gzip, deflate, br\r
    Accept-Language: de-DE,de;q=0.9\r
    Cookie: a=b; segue_platform=spotify\r
    Referer: https://l.instagram.com/\r
    Sec-GPC: 1\r
    \r

    """

@Suite struct RequestHeadTests {
    @Test func `a browser's head is read whole`() {
        let parsed = parse(browserHead)
        #expect(parsed.outcome == .complete(headBytes: browserHead.utf8.count))
        #expect(parsed.method == .get)
        #expect(parsed.path == "/link/mira-sleeper")
        #expect(parsed.query == "ch=instagram&utm_source=a%20b")
        #expect(parsed.authority == "music.example:8080")
        #expect(parsed.keepsAlive)
        #expect(parsed.framing == .none)
        #expect(parsed.fields.count == 10)
        #expect(parsed.fields[2] == "sec-ch-ua-mobile=?1")
        #expect(parsed.fields[9] == "Sec-GPC=1")
    }

    @Test func `a head cut anywhere is partial, and parsing again finds it whole`() {
        let bytes = Array(browserHead.utf8)
        for count in 0..<bytes.count {
            #expect(parse(Array(bytes[..<count])).outcome == .partial, "cut at \(count)")
        }
        let whole = parse(bytes)
        #expect(parse(bytes + Array("GET / HTTP/9".utf8)) == whole)
    }

    @Test func `one head can be parsed into again`() {
        let bytes = Array("POST /a HTTP/1.0\r\nContent-Length: 3\r\nCookie: x=y\r\n\r\n".utf8)
        let others = Array("GET /b HTTP/1.1\r\nHost: h\r\n\r\n".utf8)
        bytes.withRawSpan { first in
            var head = RequestHead()
            _ = head.parse(first, limits: HeadLimits())
            let hadCookie = head.has(.cookie)
            #expect(hadCookie)
            others.withRawSpan { second in
                _ = head.parse(second, limits: HeadLimits())
                let now = (
                    head.has(.cookie), head.value(of: .cookie), head.framing, head.keepsAlive
                )
                #expect(!now.0)
                #expect(now.1 == .none)
                #expect(now.2 == .none)
                #expect(now.3)
            }
        }
    }

    static let names: [(Field, String)] = [
        (.host, "host"), (.connection, "connection"), (.contentLength, "content-length"),
        (.transferEncoding, "transfer-encoding"), (.expect, "expect"),
        (.userAgent, "user-agent"), (.cookie, "cookie"), (.acceptLanguage, "accept-language"),
        (.acceptEncoding, "accept-encoding"), (.referer, "referer"), (.purpose, "purpose"),
        (.secPurpose, "sec-purpose"), (.xMoz, "x-moz"), (.xPurpose, "x-purpose"),
        (.secGPC, "sec-gpc"), (.xForwardedFor, "x-forwarded-for"),
        (.xForwardedProto, "x-forwarded-proto"), (.ifMatch, "if-match"),
        (.ifNoneMatch, "if-none-match"), (.ifModifiedSince, "if-modified-since"),
        (.ifRange, "if-range"), (.range, "range"), (.authorization, "authorization"),
        (.contentType, "content-type"), (.idempotencyKey, "idempotency-key"),
        (.origin, "origin"),
    ]

    @Test func `every field is listed in the table of names`() {
        #expect(Set(Self.names.map { $0.0 }) == Set(Field.allCases))
    }

    @Test(arguments: names)
    func `a field is found by its name in any case`(field: Field, name: String) {
        let good: [Field: String] = [
            .contentLength: "7", .transferEncoding: "chunked", .expect: "100-continue",
        ]
        let value = good[field] ?? "v:1"
        for written in [name, name.uppercased()] {
            let host = field == .host ? "" : "Host: h\r\n"
            let parsed = parse("GET / HTTP/1.1\r\n\(host)\(written):\t \(value) \t\r\n\r\n")
            #expect(parsed.known[field] == value)
        }
    }

    @Test func `names that only resemble a field are none`() {
        for name in ["hosx", "Xost", "range-", "cookiE2", "accept-languag3", "host-"] {
            let parsed = parse("GET / HTTP/1.1\r\nHost: h\r\n\(name): v\r\n\r\n")
            #expect(parsed.authority == "h")
            #expect(parsed.fields.count == 2)
        }
    }

    @Test func `any field is found by name, the first line of several`() {
        let text = "GET / HTTP/1.1\r\nHost: h\r\nX-Country: DE\r\nx-country: FR\r\n\r\n"
        Array(text.utf8).withRawSpan { bytes in
            var head = RequestHead()
            _ = head.parse(bytes, limits: HeadLimits())
            let found = head.value(named: "x-country", in: bytes)
            let missing = head.value(named: "x-countr", in: bytes)
            let outside = (head.fieldName(3), head.fieldValue(-1))
            #expect(bytes.text(found) == "DE")
            #expect(missing == .none)
            #expect(outside == (.none, .none))
        }
    }

    @Test func `of several X-Forwarded-For lines the last counts, of others the first`() {
        let parsed = parse(
            "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 1.1.1.1\r\n"
                + "X-Forwarded-For: 2.2.2.2\r\nReferer: a\r\nReferer: b\r\n\r\n")
        #expect(parsed.known[.xForwardedFor] == "2.2.2.2")
        #expect(parsed.known[.referer] == "a")
    }
}
