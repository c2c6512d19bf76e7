import Bytes
import EventLoop
import Glibc
import HTTP
import Testing

@testable import HTTPServer

/// A folder that is there as long as the test.
final class Folder {
    let path: String

    init() throws {
        var name = Array("/tmp/segue-static-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&name) != nil)
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        var names = ["/inner/page.html", "/inner/index.html", "/style.css", "/.secret", "/out"]
        names += ["/inner", "/tiny.txt", ""]
        for name in names where unsafe unlink(path + name) != 0 { _ = unsafe rmdir(path + name) }
    }

    func write(_ name: String, _ text: String) throws {
        let number = unsafe open(path + name, O_WRONLY | O_CREAT, 0o600)
        let file = Descriptor(owning: number)
        let bytes = Array(text.utf8)
        try #require(unsafe Glibc.write(file.number, bytes, bytes.count) == bytes.count)
    }
}

struct StaticFilesTests {
    let folder: Folder
    let files: StaticFiles
    let style = String(repeating: "body { color: black }\n", count: 100)

    init() throws {
        folder = try Folder()
        try folder.write("/style.css", style)
        try folder.write("/tiny.txt", "tiny")
        try folder.write("/.secret", "secret")
        _ = unsafe mkdir(folder.path + "/inner", 0o700)
        try folder.write("/inner/index.html", "<p>inner</p>")
        _ = unsafe symlink("/etc/passwd", folder.path + "/out")
        files = try StaticFiles(folder: folder.path, prefix: "/app") { Array($0.prefix(10)) }
    }

    func respond(
        _ path: String, _ method: HTTP.Method = .get, _ pairs: KeyValuePairs<String, String> = [:],
        query: [(name: String, value: String)] = []
    ) -> Response? {
        let peer = PeerAddress(v4: 0)
        let arrival = Arrival(peer: peer, isSecure: false, nowMs: 0, closes: false)
        return files.respond(
            to: Request(
                method: method, path: path, query: query, fields: Fields(pairs), arrival: arrival))
    }

    func text(_ response: Response?) -> String? {
        guard case .bytes(let bytes) = response?.body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a file comes with its type, a strong tag and as it is`() throws {
        let response = try #require(respond("/app/style.css"))
        #expect(response.status == 200)
        #expect(text(response) == style)
        #expect(response.fields["Content-Type"] == "text/css; charset=utf-8")
        #expect(response.fields["Vary"] == "Accept-Encoding")
        #expect(response.fields["Cache-Control"] == "no-cache")
        let tag = try #require(response.fields["ETag"])
        #expect(tag.count == 34)
        #expect(files.version(of: "/app/style.css").map { "\"\($0)\"" } == tag)
        #expect(respond("/app/style.css", .get, ["If-None-Match": tag])?.status == 304)
        #expect(respond("/app/style.css", .get, ["If-Match": "\"other\""])?.status == 412)
    }

    @Test func `gzip is sent to those who take it, under its own tag`() throws {
        let plain = try #require(respond("/app/style.css")?.fields["ETag"])
        let response = try #require(
            respond("/app/style.css", .get, ["Accept-Encoding": "br, gzip"]))
        #expect(response.fields["Content-Encoding"] == "gzip")
        #expect(text(response) == String(style.prefix(10)))
        #expect(response.fields["ETag"] != plain)
        let tiny = respond("/app/tiny.txt", .get, ["Accept-Encoding": "gzip"])
        #expect(tiny?.fields["Content-Encoding"] == nil)
        #expect(text(tiny) == "tiny")
    }

    @Test func `a range is served from the plain file`() throws {
        let fields: KeyValuePairs = ["Range": "bytes=5-8", "Accept-Encoding": "gzip"]
        let part = try #require(respond("/app/style.css", .get, fields))
        #expect(part.status == 206)
        #expect(part.fields["Content-Range"] == "bytes 5-8/\(style.utf8.count)")
        #expect(text(part) == "{ co")
        let none = try #require(respond("/app/style.css", .get, ["Range": "bytes=9999-"]))
        #expect(none.status == 416)
        #expect(none.fields["Content-Range"] == "bytes */\(style.utf8.count)")
    }

    @Test func `a versioned name may be kept for ever`() {
        let response = respond("/app/style.css", query: [("v", "1")])
        #expect(response?.fields["Cache-Control"] == "public, max-age=31536000, immutable")
    }

    @Test func `a folder's index stands at its slash`() {
        #expect(text(respond("/app/inner/")) == "<p>inner</p>")
        #expect(respond("/app/inner")?.status == 308)
        #expect(respond("/app/inner")?.fields["Location"] == "/app/inner/")
        #expect(respond("/app/") == nil)
    }

    @Test(arguments: [
        "/app/.secret", "/app/out", "/app/none", "/style.css", "/app", "/app/../etc/passwd",
        "/app//style.css", "/application/style.css",
    ])
    func `nothing else is served`(path: String) {
        #expect(respond(path) == nil)
    }

    @Test func `other methods are told what is allowed`() {
        #expect(respond("/app/style.css", .post)?.status == 405)
        #expect(respond("/app/style.css", .post)?.fields["Allow"] == "GET, HEAD")
        #expect(respond("/app/style.css", .head)?.status == 200)
    }

    @Test func `a folder that is missing or too large is an error at the start`() throws {
        #expect(throws: SystemFailure.self) {
            try StaticFiles(folder: folder.path + "/none") { _ in nil }
        }
        var limits = StaticFiles.Limits()
        limits.fileBytesMax = 100
        #expect(throws: SystemFailure.self) {
            try StaticFiles(folder: folder.path, limits: limits) { _ in nil }
        }
    }
}
