import Bytes
import HTTP
import Testing

@Suite struct ResponseHeadTests {
    private func head(
        _ status: Int, _ fields: Fields = Fields(), _ framing: ResponseFraming = .untilClose,
        connection: ConnectionOption = .implied
    ) -> String? {
        written(ResponseHead.bytesMax(fields)) { sink in
            ResponseHead.append(
                status: status, fields: fields, framing: framing, date: DateText(0),
                connection: connection, to: &sink)
        }
    }

    private let date = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"

    @Test func `a head is written whole`() {
        var fields = Fields(["Content-Type": "text/plain"])
        fields.append("Set-Cookie", "a=b")
        fields.append("Set-Cookie", "c=d")
        #expect(
            head(200, fields, .length(12))
                == "HTTP/1.1 200 OK\r\n\(date)Content-Length: 12\r\nContent-Type: text/plain\r\n"
                + "Set-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n")
    }

    @Test func `the connection's fate is said where it is not implied`() {
        #expect(
            head(404, .init(), connection: .close)
                == "HTTP/1.1 404 Not Found\r\n\(date)Connection: close\r\n\r\n")
        #expect(
            head(302, .init(), connection: .keepAlive)
                == "HTTP/1.1 302 Found\r\n\(date)Connection: keep-alive\r\n\r\n")
    }

    @Test(arguments: [204, 304, 100])
    func `a status without body names no length`(status: Int) {
        #expect(head(status, Fields(), .length(0))?.contains("Content-Length") == false)
        #expect(head(status, Fields(), .chunked)?.contains("Transfer-Encoding") == false)
    }

    @Test func `a body of unknown length says that it comes in chunks`() {
        let text = "HTTP/1.1 200 OK\r\n\(date)Transfer-Encoding: chunked\r\n\r\n"
        #expect(head(200, Fields(), .chunked) == text)
    }

    @Test(arguments: ["a\r\nX: y", "a\nb", "a\rb", "a\0b", "\r\n\r\nHTTP/1.1 200 OK", "a\u{7F}b"])
    func `no value can end its line`(value: String) throws {
        let text = try #require(head(200, Fields(["X": value])))
        #expect(text.utf8.filter { $0 == 0x0A }.count == 4)
        #expect(text.utf8.filter { $0 == 0x0D }.count == 4)
        #expect(!text.utf8.contains(0))
        #expect(!text.utf8.contains(0x7F))
    }

    @Test(arguments: ["", "a b", "a:b", "a\r\nb", "ä"])
    func `a name that is no token is left away`(name: String) {
        #expect(head(200, Fields([name: "v"])) == "HTTP/1.1 200 OK\r\n\(date)\r\n")
    }

    @Test(arguments: ["content-length", "Transfer-Encoding", "Connection", "DATE"])
    func `the server alone frames`(name: String) {
        #expect(head(200, Fields([name: "1"])) == "HTTP/1.1 200 OK\r\n\(date)\r\n")
    }

    @Test func `text beyond ASCII and tabs are kept`() {
        #expect(head(200, Fields(["X": "ä\tb"]))?.contains("X: ä\tb\r\n") == true)
    }

    @Test func `a status nobody planned for has its class's phrase`() {
        #expect(head(299)?.hasPrefix("HTTP/1.1 299 Successful\r\n") == true)
        #expect(head(418)?.hasPrefix("HTTP/1.1 418 Client Error\r\n") == true)
        #expect(head(599)?.hasPrefix("HTTP/1.1 599 Server Error\r\n") == true)
    }

    @Test(arguments: [
        ("index.html", "text/html; charset=utf-8"), ("a.min.CSS", "text/css; charset=utf-8"),
        ("x.woff2", "font/woff2"), ("x.svg", "image/svg+xml"), ("x", "application/octet-stream"),
        ("x.", "application/octet-stream"), ("x.exe", "application/octet-stream"),
    ])
    func `a file's type follows its name`(name: String, type: String) {
        #expect(MediaType.of(fileName: name) == type)
    }

    @Test func `texts are worth compressing, images are not`() {
        for name in ["a.html", "a.css", "a.js", "a.svg", "a.json", "a.webmanifest", "a.xspf"] {
            #expect(MediaType.isCompressible(MediaType.of(fileName: name)), "\(name)")
        }
        for name in ["a.png", "a.jpg", "a.woff2", "a.gz", "a.bin"] {
            #expect(!MediaType.isCompressible(MediaType.of(fileName: name)), "\(name)")
        }
    }
}
