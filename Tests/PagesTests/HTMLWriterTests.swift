import Testing

@testable import Pages

struct HTMLWriterTests {
    private func written(_ write: (inout HTMLWriter) -> Void) -> String {
        var page = HTMLWriter(reserving: 64)
        write(&page)
        return String(decoding: page.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("\"it's\"", "&quot;it&#39;s&quot;"),
        ("</script><script>", "&lt;/script&gt;&lt;script&gt;"),
        ("nul\u{0}esc\u{1B}del\u{7F}", "nul esc del "),
        ("one\ntwo\tthree", "one\ntwo three"),
        ("夜 ليل 🌙", "夜 ليل 🌙"),
    ])
    func `text can only be text`(source: String, expected: String) {
        #expect(written { $0.text(source) } == expected)
        #expect(written { $0.attribute(.alt, source) } == " alt=\"\(expected)\"")
        #expect(written { $0.isolated(source) } == "<bdi>\(expected)</bdi>")
    }

    @Test(arguments: [
        "https://open.example/track/1?a=b&c=d", "http://127.0.0.1:8080/", "HTTPS://EXAMPLE.COM",
        "/link/mira/to/spotify?ch=qr",
    ])
    func `a page may point to the web and to this server`(url: String) {
        let escaped = url.split(separator: "&", omittingEmptySubsequences: false)
            .joined(separator: "&amp;")
        #expect(written { $0.attribute(.href, url) } == " href=\"\(escaped)\"")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x",
        "//evil.example/", "/\\evil.example", "\\\\evil.example", "link/mira", "", "https:/x",
        "/a b", "/a\nb", "/ü", "https\u{0}://x", "vbscript:x", "file:///etc/passwd",
    ])
    func `a page points nowhere else`(url: String) {
        #expect(written { $0.attribute(.href, url) } == "")
        #expect(written { $0.attribute(.src, url) } == "")
        #expect(written { $0.attribute(.action, url) } == "")
    }

    @Test(arguments: [
        ("</script>", #""\u003c/script\u003e""#),
        ("<!--", #""\u003c!--""#),
        ("a\u{2028}b\u{2029}c", #""a\u2028b\u2029c""#),
        (#"back\slash "quoted""#, #""back\\slash \"quoted\"""#),
        ("R&B", #""R\u0026B""#),
        ("tab\tnul\u{0}", #""tab nul ""#),
        ("e\u{301} 🏳️‍🌈", "\"e\u{301} 🏳️‍🌈\""),
    ])
    func `JSON in a page cannot end its block`(source: String, expected: String) {
        var json = JSONText()
        json.string(source)
        #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("short", 20, 60, "short"),
        ("  many \n spaces\t here ", 40, 60, "many spaces here"),
        ("one two three", 8, 60, "one two…"),
        ("one two three", 5, 60, "one…"),
        ("日本語の長い題名", 40, 12, "日本語…"),
        ("e\u{301}e\u{301}e\u{301}", 40, 8, "e\u{301}…"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 40, 30, "👩‍👩‍👧‍👦…"),
        ("", 10, 10, ""),
    ])
    func `an excerpt is cut between characters`(
        source: String, characters: Int, bytes: Int, expected: String
    ) {
        let cut = excerpt(source, characters: characters, bytes: bytes, escapedBytes: 1_000)
        #expect(cut == expected)
        #expect(cut.count <= characters)
        #expect(cut.utf8.count <= bytes)
    }

    @Test func `an excerpt counts what escaping adds`() {
        let cut = excerpt(String(repeating: "\"", count: 50), bytes: 60, escapedBytes: 63)
        #expect(cut == String(repeating: "\"", count: 10) + "…")
    }
}
