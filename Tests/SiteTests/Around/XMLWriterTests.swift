import Testing

@testable import Site

struct XMLWriterTests {
    private func written(_ text: String?) -> String {
        var writer = XMLWriter()
        writer.element("title", text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"),
        ("]]>", "]]&gt;"), ("\u{0}\u{8}\u{1F}\u{7F}", "    "), ("\u{FFFE}\u{FFFF}", "  "),
        ("夜 🎧 \u{202E}x", "夜 🎧 \u{202E}x"), ("\"'", "\"'"),
    ])
    func `text stays text, and what no document can hold becomes a space`(
        text: String, escaped: String
    ) {
        #expect(written(text) == "<title>\(escaped)</title>")
    }

    @Test func `what is absent leaves nothing behind`() { #expect(written(nil) == "") }
}
