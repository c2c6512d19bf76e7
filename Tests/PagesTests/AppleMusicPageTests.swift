import Testing

@testable import Pages

struct AppleMusicPageTests {
    private func digest(_ bytes: [UInt8]) -> [UInt8] {
        Array(repeating: UInt8(truncatingIfNeeded: bytes.count), count: 32)
    }

    @Test func `the page hands a token over by a form of this server`() throws {
        let page = String(
            decoding: try Presaves.applePage("en", Presaves.link()), as: UTF8.self)
        #expect(page.contains("method=\"post\" action=\"/oauth/apple-music/callback\""))
        #expect(page.contains("data-developer-token=\"ey.developer\""))
        #expect(page.contains("name=\"state\" value=\"state-of-this\""))
        for field in ["token", "storefront", "zone"] {
            #expect(page.contains("name=\"\(field)\" value=\"\""))
        }
        #expect(page.contains("<noscript>"))
        #expect(page.contains("src=\"\(AppleMusicPage.scriptURL)\""))
    }

    @Test func `its policy lets in that one script and Apple, and nothing unsafe`() throws {
        let fields = PagePolicy(sha256: digest).appleMusicFields()
        let policy = try #require(fields.first { $0.name == "Content-Security-Policy" }).value
        let page = String(
            decoding: try Presaves.applePage("en", Presaves.link()), as: UTF8.self)
        let script = try #require(page.between("<script>", "</script>"))
        #expect(
            policy.contains(
                "script-src 'sha256-\(base64(digest(Array(script.utf8))))' "
                    + "https://js-cdn.music.apple.com; "))
        #expect(policy.contains("form-action 'self'"))
        #expect(!policy.contains("unsafe") && !policy.contains("*"))
        #expect(fields.count == PagePolicy(sha256: digest).fields.count)
        #expect(
            fields.contains {
                $0 == ("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
            })
    }

    @Test func `a stand-in is let in instead of Apple`() throws {
        let fields = PagePolicy(sha256: digest).appleMusicFields(
            scriptURL: "http://127.0.0.1:9090/musickit/v3/musickit.js")
        let policy = fields[0].value
        #expect(policy.contains(" http://127.0.0.1:9090; connect-src http://127.0.0.1:9090; "))
        #expect(!policy.contains("apple"))
    }

    @Test func `the other pages' policy names all their styles and scripts and no origin`() throws {
        let policy = PagePolicy(sha256: digest).contentSecurityPolicy
        let page = Sample.page(Presaves.link(), try Presaves.facts())
        for (opening, closing) in [("<style>", "</style>"), ("<script>", "</script>")] {
            let parts = page.split(separator: opening, omittingEmptySubsequences: false)
            #expect(parts.count == 3)
            for part in parts.dropFirst() {
                let asset = try #require(String(part).split(separator: closing).first)
                #expect(policy.contains("'sha256-\(base64(digest(Array(asset.utf8))))'"))
            }
        }
        #expect(!policy.contains("http"))
    }
}
