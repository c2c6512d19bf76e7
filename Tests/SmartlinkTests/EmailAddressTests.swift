import Testing

@testable import Smartlink

struct EmailAddressTests {
    @Test(arguments: [
        "mira@example.org", "m@e.de", "first.last+tag@sub.example-site.co.uk",
        "o'brien_{x}=?^~|`*&%$#!/-@example.museum", "A.B@EXAMPLE.COM", "1@2.3a",
        "x@xn--mnchen-3ya.de",
    ])
    func `an address is taken as it was written`(text: String) throws {
        #expect(try #require(EmailAddress(text)).text == text)
    }

    @Test(arguments: [
        "", "@", "a@", "@b.de", "a", "a@b", "a@b@c.de", "a b@c.de", "a@c .de", " a@c.de", "a@c.de ",
        ".a@c.de", "a.@c.de", "a..b@c.de", "a@.de", "a@c.", "a@c..de", "a@-c.de", "a@c-.de",
        "a@127.0.0.1", "a@[127.0.0.1]", "\"a\"@c.de", "a(x)@c.de", "<a@c.de>", "Mira <a@c.de>",
        "a@c.de,b@c.de", "a@c_d.de", "ä@c.de", "a@münchen.de", "a@c.de\r\nBcc: b@c.de",
        "a\n@c.de", "a@c.de\r", "a\u{0}@c.de", "a@c.de\u{0}", "a\t@c.de", "a\u{7F}@c.de",
        "a\\@c.de", "a;@c.de", "a:@c.de", "a@c.de%0d%0a", "a\u{200B}@c.de",
    ])
    func `anything else is refused`(text: String) { #expect(EmailAddress(text) == nil) }

    @Test func `lengths end where the standard says`() {
        func local(_ count: Int) -> String { String(repeating: "a", count: count) }
        #expect(EmailAddress(local(64) + "@c.de") != nil)
        #expect(EmailAddress(local(65) + "@c.de") == nil)
        #expect(EmailAddress("a@" + local(63) + ".de") != nil)
        #expect(EmailAddress("a@" + local(64) + ".de") == nil)
        let domain = [63, 63, 63].map(local).joined(separator: ".")
        let end = String(repeating: "b", count: 254 - 2 - domain.utf8.count - 1)
        #expect(EmailAddress("a@\(domain).\(end)") != nil)
        #expect(EmailAddress("ab@\(domain).\(end)") == nil)
    }

    @Test func `the domain is what stands behind the at sign`() {
        #expect(EmailAddress("a@c.de")?.domain == "c.de")
    }
}
