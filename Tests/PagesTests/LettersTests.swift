import Smartlink
import Testing

@testable import Pages

struct LettersTests {
    private static let confirmURL = "https://music.example/confirm/x.y"
    private static let unsubscribeURL = "https://music.example/unsubscribe/x.y"

    @Test(arguments: Locales.tags)
    func `both letters say in every language what is to be done and how it stops`(tag: String)
        throws
    {
        let letters = try Presaves.letters(tag, Presaves.link())
        for (message, url) in [
            (letters.confirmation, Self.confirmURL),
            (letters.reminder, "https://music.example/link/mira-sleeper/to/tidal"),
        ] {
            let html = String(decoding: message.html, as: UTF8.self)
            #expect(html.contains("<html lang=\"\(tag)\""))
            for link in [url, Self.unsubscribeURL, Sample.base + Presaves.fanPath] {
                #expect(html.contains("href=\"\(link)\""))
                #expect(message.text.contains("\n\(link)\n"))
            }
            #expect(message.subject.contains("Sleeper") && message.subject.contains("Mira Vale"))
            for text in [message.subject, message.text, html.between("<title>", "</title>") ?? ""] {
                #expect(!text.isEmpty && !text.contains("{") && !text.contains("}"))
            }
            #expect(message.unsubscribeURL == Self.unsubscribeURL)
        }
    }

    @Test func `a confirmation says who asked for what, and that silence is a no`() throws {
        let letter = try ReadLetter.read(
            try Presaves.letters("en", Presaves.link()).confirmation.bytes)
        #expect(letter.defects == [])
        #expect(letter.text.contains("left this address on music.example"))
        #expect(letter.text.contains("– One email when Sleeper by Mira Vale comes out."))
        #expect(letter.text.contains("– Emails from Mira Vale about new music"))
        #expect(letter.text.contains("deleted after 48 hours"))
        #expect(!letter.html.contains("<img"))
    }

    @Test func `a reminder leads to the fan's own platform, or to the page`() throws {
        let message = try Presaves.letters("en", Presaves.link()).reminder
        #expect(message.text.contains("Open in TIDAL:\nhttps://music.example/link/mira-sleeper/to"))
        let letter = try ReadLetter.read(message.bytes)
        #expect(letter.fields["Subject"] == ["Sleeper by Mira Vale is out"])
        #expect(letter.html.contains("src=\"https://music.example/artwork/"))
    }

    private static let titles = [
        "</h1><script>alert(1)</script>", "x\r\nBcc: all@evil.example", "夜想曲 👩‍👩‍👧‍👦",
        "=?UTF-8?Q?x?=", "ليلة", "\u{202E}exe", String(repeating: "so long ", count: 70),
    ]

    @Test func `a hostile or hard title harms no letter`() throws {
        let messages = try Self.titles.flatMap { title in
            let letters = try Presaves.letters("ar", Presaves.link(title: title, artist: title))
            return [letters.confirmation.bytes, letters.reminder.bytes]
        }
        for letter in try ReadLetter.read(messages) {
            #expect(letter.defects == [])
            #expect(letter.fields["Bcc"] == nil)
            #expect(!letter.html.contains("<script"))
            #expect(letter.text.contains(Self.unsubscribeURL))
        }
    }
}
