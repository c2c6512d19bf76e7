import Bytes
import HTTP
import Testing

@Suite struct RequestMeaningTests {
    @Test(arguments: Method.allCases)
    func `every method is known by its token`(method: Method) {
        #expect(parse("\(method.token) / HTTP/1.1\r\nHost: h\r\n\r\n").method == method)
    }

    @Test func `empty lines before the request line are skipped and counted`() {
        let text = "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(parse(text).outcome == .complete(headBytes: text.utf8.count))
        #expect(parse("\r\n").outcome == .partial)
        #expect(parse("\r").outcome == .partial)
    }

    @Test(arguments: [
        ("/", "/", ""), ("/a%2Fb?", "/a%2Fb", ""), ("/?a=b?c", "/", "a=b?c"), ("//x", "//x", ""),
        ("/a|b\"<>\\^`{}?'", "/a|b\"<>\\^`{}", "'"),
        ("/12345678?12345678", "/12345678", "12345678"),
    ])
    func `path and query are told apart`(target: String, path: String, query: String) {
        let parsed = parse("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(parsed.path == path)
        #expect(parsed.query == query)
    }

    @Test(arguments: [
        ("http://a.example/b?c", "a.example", "/b", "c"), ("HTTPS://a:1", "a:1", "/", ""),
        ("http://a?b=c/d", "a", "/", "b=c/d"), ("http://[::1]:8080/x", "[::1]:8080", "/x", ""),
    ])
    func `an absolute target goes before Host`(
        target: String, authority: String, path: String, query: String
    ) {
        let parsed = parse("GET \(target) HTTP/1.1\r\nHost: other\r\n\r\n")
        #expect(parsed.authority == authority)
        #expect(parsed.path == path)
        #expect(parsed.query == query)
    }

    @Test func `OPTIONS may ask about the whole server`() {
        let parsed = parse("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(parsed.method == .options)
        #expect(parsed.path == "*")
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "close", false), ("HTTP/1.1", "Close", false),
        ("HTTP/1.1", "x, CLOSE ,y", false), ("HTTP/1.1", "keep-alive", true),
        ("HTTP/1.1", "keep-alive, close", false), ("HTTP/1.1", "closed", true),
        ("HTTP/1.1", "upgrade", true), ("HTTP/1.0", "", false), ("HTTP/1.0", "keep-alive", true),
        ("HTTP/1.0", "Keep-Alive, TE", true), ("HTTP/1.0", "keep-alive, close", false),
        ("HTTP/1.0", "close", false), ("HTTP/1.5", "", true),
    ])
    func `the connection stays open as version and Connection say`(
        version: String, connection: String, stays: Bool
    ) {
        let parsed = parse("GET / \(version)\r\nHost: h\r\nConnection: \(connection)\r\n\r\n")
        #expect(parsed.keepsAlive == stays)
        #expect(parsed.minorVersion == (version == "HTTP/1.0" ? 0 : 1))
    }

    @Test func `several Connection lines count together`() {
        let parsed = parse(
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: a\r\nConnection: close\r\n\r\n")
        #expect(!parsed.keepsAlive)
    }

    @Test(arguments: [
        ("", BodyFraming.none), ("Content-Length: 0", .none), ("Content-Length: 7", .length(7)),
        ("Content-Length: 007", .length(7)), ("Content-Length: 7, 7", .length(7)),
        ("Content-Length: 7\r\nContent-Length: 7", .length(7)),
        ("Transfer-Encoding: chunked", .chunked), ("Transfer-Encoding: Chunked", .chunked),
    ])
    func `the body's framing is read`(line: String, framing: BodyFraming) {
        let lines = line.isEmpty ? "" : line + "\r\n"
        #expect(parse("POST / HTTP/1.1\r\nHost: h\r\n\(lines)\r\n").framing == framing)
    }

    @Test func `a length beyond all numbers is larger than any limit`() {
        let digits = String(repeating: "9", count: 300)
        let parsed = parse("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(digits)\r\n\r\n")
        guard case .length(let length) = parsed.framing else {
            Issue.record("no length")
            return
        }
        #expect(length > 1 << 50)
    }

    @Test func `100 Continue is expected only where a body waits`() {
        let expect = "Expect: 100-Continue\r\n\r\n"
        #expect(
            parse("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n" + expect).expectsContinue)
        #expect(
            parse("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n" + expect)
                .expectsContinue)
        #expect(!parse("GET / HTTP/1.1\r\nHost: h\r\n" + expect).expectsContinue)
        #expect(
            !parse("POST / HTTP/1.0\r\nHost: h\r\nContent-Length: 1\r\n" + expect).expectsContinue)
    }

    @Test func `tabs, spaces and obs-text stand in values, blanks around them do not`() {
        let bytes =
            Array("GET / HTTP/1.1\r\nHost:h\r\nA: \t b\tc d \t\r\nB:\r\nC: ".utf8) + [0xFF, 0x80]
            + Array("\r\n\r\n".utf8)
        let parsed = parse(bytes)
        #expect(parsed.outcome == .complete(headBytes: bytes.count))
        #expect(parsed.fields[1] == "A=b\tc d")
        #expect(parsed.fields[2] == "B=")
        #expect(parsed.fields[3].hasPrefix("C="))
    }

    @Test func `every token character may stand in a name`() {
        let name = "!#$%&'*+-.^_`|~0189azAZ"
        let parsed = parse("GET / HTTP/1.1\r\nHost: h\r\n\(name): b\r\n\r\n")
        #expect(parsed.fields[1] == "\(name)=b")
    }

    @Test func `no other character may stand in a name`() {
        let token = Set("!#$%&'*+-.^_`|~0123456789:".utf8)
        for octet in UInt8.min...UInt8.max {
            let isLetter = (octet | 0x20) &- 0x61 < 26
            if token.contains(octet) || isLetter { continue }
            for place in 0..<9 {
                var name = Array("abcdefgh".utf8)
                name.insert(octet, at: place)
                let bytes =
                    Array("GET / HTTP/1.1\r\nHost: h\r\n".utf8) + name + Array(": b\r\n\r\n".utf8)
                #expect(parse(bytes).outcome == .refused(status: 400), "\(octet) at \(place)")
            }
        }
    }

    @Test func `no control character may stand in a value, wherever in a word it falls`() {
        for octet in UInt8.min...UInt8.max {
            let isRefused = octet < 0x20 && octet != 0x09 || octet == 0x7F
            for place in 1..<9 {
                var value = Array("abcdefghij".utf8)
                value.insert(octet, at: place)
                let bytes =
                    Array("GET / HTTP/1.1\r\nHost: h\r\nA: ".utf8) + value + Array("\r\n\r\n".utf8)
                let outcome = parse(bytes).outcome
                let expected: ParseOutcome =
                    isRefused ? .refused(status: 400) : .complete(headBytes: bytes.count)
                #expect(outcome == expected, "\(octet) at \(place)")
            }
        }
    }
}
