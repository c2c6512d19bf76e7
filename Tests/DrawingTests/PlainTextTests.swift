import Testing

@testable import Drawing

struct PlainTextTests {
    @Test(arguments: [
        ("Sleeper", "Sleeper"), ("  two\n\tlines\u{2028}here ", "two lines here"),
        ("a\u{0}b\u{7}c\u{1B}[31m", "a b c [31m"), ("abc\u{202E}def\u{202C}", "abcdef"),
        ("\u{2066}x\u{2069}\u{200F}\u{200E}\u{61C}y", "xy"), ("\u{FEFF}a\u{AD}b", "ab"),
        ("\u{E000}priv\u{F8FF}", "priv"), ("<script>", "<script>"), ("", ""), ("\u{301}", ""),
        ("👩‍👩‍👧 می‌خواهم", "👩‍👩‍👧 می‌خواهم"),
    ])
    func `only what belongs to a name is drawn`(raw: String, drawn: String) {
        #expect(PlainText(raw).text == drawn)
    }

    @Test func `marks do not pile up`() {
        let pile = "a" + String(repeating: "\u{301}\u{334}", count: 50) + "b"
        #expect(PlainText(pile).text.unicodeScalars.count == 6)
    }

    @Test func `a book is not a title`() {
        let text = PlainText(String(repeating: "word ", count: 10_000)).text
        #expect(text.unicodeScalars.count <= Limits.textScalarsMax)
    }

    @Test(
        arguments: [
            ("千本桜", "zh-cn"), ("夜に駆ける", "ja"), ("봄날 春", "ko"), ("Sleeper", nil),
        ] as [(String, String?)])
    func `shared characters take the forms of the language they are in`(
        text: String, language: String?
    ) {
        #expect(PlainText(text).language == language)
    }

    @Test(arguments: [
        ("إنت عمري", true), ("ירושלים Live", true), ("Live ירושלים", false), ("1984 نسم", true),
        ("Sleeper", false), ("", false),
    ])
    func `the first letter tells where a text begins`(text: String, isRightToLeft: Bool) {
        #expect(PlainText(text).isRightToLeft == isRightToLeft)
    }
}
