import Smartlink
import Testing

@testable import Pages

struct MailMessageTests {
    private static func message(
        subject: String = "Hello", name: String? = "Mira Vale", text: String = "Hello.\n",
        html: String = "<p>Hello.</p>\n", unsubscribe: String? = "https://music.example/u/x.y"
    ) throws -> MailMessage {
        MailMessage(
            from: try #require(Mailbox(name: name, address: "post@music.example")),
            to: try #require(Mailbox(address: "fan@mail.example")), subject: subject,
            date: Instant(ms: 1_796_407_200_000),
            identity: try #require(
                MailIdentity(random: Array(1...16), host: "music.example")),
            unsubscribeURL: unsubscribe, text: text, html: Array(html.utf8))
    }

    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }

    @Test func `another program reads every field as it was meant`() throws {
        let letter = try ReadLetter.read(try Self.message().bytes)
        #expect(letter.defects == [])
        #expect(letter.fields["Subject"] == ["Hello"])
        #expect(letter.fromName == "Mira Vale" && letter.fromAddress == "post@music.example")
        #expect(
            letter.fields["To"] == ["fan@mail.example"]
                || letter.fields["To"] == ["<fan@mail.example>"])
        #expect(letter.date == "2026-12-04T18:00:00+00:00")
        #expect(
            letter.fields["Message-ID"] == ["<0102030405060708090a0b0c0d0e0f10@music.example>"])
        #expect(letter.fields["List-Unsubscribe"] == ["<https://music.example/u/x.y>"])
        #expect(letter.fields["List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"])
        #expect(letter.fields["Auto-Submitted"] == ["auto-generated"])
        #expect(letter.fields["MIME-Version"] == ["1.0"])
        #expect(letter.types == ["multipart/alternative", "text/plain", "text/html"])
        #expect(letter.text == "Hello.\n" && letter.html == "<p>Hello.</p>\n")
    }

    private static let subjects = [
        "夜想曲「眠り」", "👩‍👩‍👧‍👦🎶 out now", "صدر ليل لـ فيروز", "=?UTF-8?B?aGk=?= is no word",
        "Ünïcödé and plain", "a  b", "\"quoted\" \\ (comment) <x@y>, z;",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
        String(repeating: "x", count: 150), "é", "a\u{301}\u{302}\u{303}",
    ]

    @Test func `a subject comes out as it went in`() throws {
        let letters = try ReadLetter.read(
            Self.subjects.map { try Self.message(subject: $0, name: $0).bytes })
        for (subject, letter) in zip(Self.subjects, letters) {
            #expect(letter.fields["Subject"] == [oneLine(subject)])
            if subject.count <= 80 { #expect(letter.fromName == oneLine(subject)) }
            #expect(letter.defects == [])
        }
    }

    @Test func `500 of anything are cut between characters and said to be`() throws {
        let titles = ["\u{1F3B5}", "夜", "x", "wort "].map { String(repeating: $0, count: 500) }
        let letters = try ReadLetter.read(titles.map { try Self.message(subject: $0).bytes })
        for (title, letter) in zip(titles, letters) {
            let subject = try #require(letter.fields["Subject"]?.first)
            #expect(subject.hasSuffix("…"))
            #expect(subject.count <= 200 && subject.count > 190)
            #expect(title.hasPrefix(subject.dropLast()))
        }
    }

    private static let hostile = [
        "x\r\nBcc: all@evil.example", "x\nBcc: all@evil.example", "x\rBcc: all@evil.example",
        "x\0Bcc: all@evil.example", "x\u{2028}Bcc: all@evil.example",
        "x\u{85}Bcc: all@evil.example", "é\r\nBcc: all@evil.example",
        "x\r\n\r\n<script>alert(1)</script>",
    ]

    @Test func `no value gets out of its field`() throws {
        let messages = try Self.hostile.map { words in
            try Self.message(
                subject: words, name: words, unsubscribe: "https://music.example/\(words)"
            ).bytes
        }
        for (letter, bytes) in zip(try ReadLetter.read(messages), messages) {
            #expect(letter.fields["Bcc"] == nil)
            #expect(letter.fields["List-Unsubscribe"] == nil)
            #expect(letter.fields.count == 8)
            #expect(letter.text == "Hello.\n")
            #expect(letter.defects == [])
            #expect(!bytes.contains(0))
        }
    }

    @Test func `what turns text around is taken out of a subject`() throws {
        let letter = try ReadLetter.read(
            try Self.message(subject: "safe \u{202E}exe.gpj\u{202C} end").bytes)
        #expect(letter.fields["Subject"] == ["safe exe.gpj end"])
    }

    @Test(arguments: [
        "fan", "@x.example", "fan@", "fan@@x.example ", "a b@x.example", "fan@x.example\r\nBcc: y",
        "fan@x.example>", "<fan@x.example", "fan@x..example", ".fan@x.example", "fän@x.example",
        "fan@x.exämple", "fan@x.example\0", "\"a b\"@x.example", "fan@[127.0.0.1]", "",
        String(repeating: "a", count: 250) + "@x.example", "fan@-x.example",
    ])
    func `what is no plain address is no mailbox`(address: String) {
        #expect(Mailbox(address: address) == nil)
    }

    @Test(arguments: ["", "music example", "music.example\r\nX: y", "[::1]", "a>b"])
    func `what is no host names no letter`(host: String) {
        #expect(MailIdentity(random: Array(1...16), host: host) == nil)
        #expect(MailIdentity(random: [1, 2], host: "music.example") == nil)
    }

    private static let noURLs = [
        "mailto:a@b.example", "https://music.example/<x>", "", "/unsubscribe/x.y", "httpx",
        "https://music.example/" + String(repeating: "a", count: 1_000),
    ]

    @Test func `an address that is no URL is left out`() throws {
        let messages = try Self.noURLs.map { try Self.message(unsubscribe: $0).bytes }
        for letter in try ReadLetter.read(messages) {
            #expect(letter.fields["List-Unsubscribe"] == nil)
            #expect(letter.fields["List-Unsubscribe-Post"] == nil)
        }
    }

    @Test(arguments: [
        ("https://music.example/u/x.y", true), ("http://127.0.0.1:8080/u/x.y", true),
        ("http://music.example/u/x.y", false), ("http://localhost.evil.example/u", false),
    ])
    func `one click is promised over https, or on this machine`(url: String, isOneClick: Bool)
        throws
    {
        let text = String(decoding: try Self.message(unsubscribe: url).bytes, as: UTF8.self)
        #expect(text.contains("\r\nList-Unsubscribe: <\(url)>\r\n"))
        #expect(text.contains("\r\nList-Unsubscribe-Post: ") == isOneClick)
    }

    /// On the way lines end in CRLF; the reader leaves them so in base64.
    private static func unixLines(_ text: String) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
    }

    private static let bodies = [
        "", "no end", "trailing blank \nand tab\t\n", "\n\n\n", "= equals =3D\n", ".\n..\nFrom x\n",
        String(repeating: "long ", count: 400), String(repeating: "夜", count: 400),
        String(repeating: "é", count: 75) + "=\n", "a\r\nb\rc\n", "--=_0102030405060708\n",
        "👩‍👩‍👧‍👦\n",
    ]

    @Test func `a body comes out as it went in`() throws {
        let letters = try ReadLetter.read(
            Self.bodies.map { try Self.message(text: $0, html: $0).bytes })
        for (text, letter) in zip(Self.bodies, letters) {
            var expected = Self.unixLines(text)
            if !expected.isEmpty, expected.last != "\n" { expected += "\n" }
            #expect(Self.unixLines(letter.text) == expected)
            #expect(Self.unixLines(letter.html) == expected)
            #expect(letter.defects == [])
        }
    }

    @Test(arguments: [
        "a", "夜想曲", String(repeating: "Ünïcödé ", count: 60), String(repeating: "w", count: 500),
    ])
    func `every line ends in CRLF, is ASCII and short enough`(words: String) throws {
        let bytes = try Self.message(
            subject: words, name: words, text: words + "\n" + words, html: words
        ).bytes
        let lines = Self.lines(bytes)
        #expect(lines.last?.isEmpty == true)
        for line in lines.dropLast() {
            #expect(line.last == UInt8(ascii: "\r"))
            #expect(line.count <= 79)
            #expect(!line.dropLast().contains(UInt8(ascii: "\r")))
            #expect(line.allSatisfy { $0 < 0x7F })
        }
    }

    @Test func `an encoded word holds whole characters`() {
        let family = "👩‍👩‍👧‍👦"
        let field = HeaderText(String(repeating: family, count: 9)).unstructured(after: 9)
        for word in field.split(separator: "\r\n ") {
            #expect(word.utf8.count <= 75)
            #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
        }
        // 45 bytes of room, 25 bytes a family: one in each word.
        #expect(field.split(separator: "\r\n ").count == 9)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        (1_796_407_265_999, "Fri, 04 Dec 2026 18:01:05 +0000"),
        (951_782_399_000, "Mon, 28 Feb 2000 23:59:59 +0000"),
    ])
    func `a date is written as RFC 5322 has it`(ms: Int64, text: String) {
        #expect(mailDate(Instant(ms: ms)) == text)
    }
}
