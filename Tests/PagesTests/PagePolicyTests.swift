import Testing

@testable import Pages

struct PagePolicyTests {
    /// A stand-in digest that tells its input apart: 32 times the length's low byte.
    private func digest(_ bytes: [UInt8]) -> [UInt8] {
        Array(repeating: UInt8(truncatingIfNeeded: bytes.count), count: 32)
    }

    @Test func `the policy names exactly the style and the script that are in the page`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts())
        let style = try #require(page.between("<style>", "</style>"))
        let script = try #require(page.between("<script>", "</script>"))
        let policy = PagePolicy(sha256: digest).contentSecurityPolicy
        #expect(
            policy.contains("style-src 'sha256-\(base64(digest(Array(style.utf8))))'"))
        #expect(
            policy.contains("script-src 'sha256-\(base64(digest(Array(script.utf8))))'"))
        #expect(page.occurrences(of: "<style") == 1)
        #expect(page.occurrences(of: "<script>") == 1)
    }

    @Test(arguments: [
        "default-src 'none'", "img-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'",
    ])
    func `the policy is strict`(directive: String) {
        let policy = PagePolicy(sha256: digest).contentSecurityPolicy
        #expect(policy.split(separator: "; ").contains { $0 == directive })
        #expect(!policy.contains("unsafe"))
        #expect(!policy.contains("http"))
    }

    @Test func `nothing in a page needs more than the policy allows`() throws {
        let page = Sample.page(Sample.album(tracks: 5), try Sample.facts())
        for forbidden in [" style=\"", " onclick", " onload", "javascript:", "<iframe", "@import"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(!page.contains("url(http"))
    }

    @Test(
        arguments: [
            ([], ""), ([0x66], "Zg=="), ([0x66, 0x6F], "Zm8="), ([0x66, 0x6F, 0x6F], "Zm9v"),
            ([0xFB, 0xFF, 0xFE, 0x00], "+//+AA=="),
        ] as [([UInt8], String)])
    func `base64 as RFC 4648 has it`(bytes: [UInt8], text: String) {
        #expect(base64(bytes) == text)
    }
}
