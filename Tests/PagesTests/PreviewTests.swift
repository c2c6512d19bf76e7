import Smartlink
import Testing

@testable import Pages

struct PreviewTests {
    private func facts(_ state: Link.State) throws -> PageFacts {
        var facts = try Sample.facts(offers: 3, state: state)
        facts.emailCapture = true
        facts.hasPlayer = true
        facts.presaves = Sample.platforms.prefix(3).enumerated().map { place, platform in
            PresaveOffer(
                platform: platform, mode: place == 0 ? .direct : .reminder,
                href: "/link/mira-sleeper/presave/\(platform.id)")
        }
        return facts
    }

    @Test(arguments: [Link.State.released, .presave, .disabled])
    func `nothing on a preview leads anywhere, and it runs nothing`(state: Link.State) throws {
        var link = Sample.album(tracks: 3)
        link.emailCapture = true
        link.releaseAt = Instant(ms: Sample.now.ms + 86_400_000)
        var facts = try facts(state)
        let visited = Sample.page(link, facts)
        // The page for fans has what the preview must not have.
        #expect(visited.contains(" href=") && visited.contains("<script>"))
        #expect(visited.contains("<script src="))
        facts.use = .preview
        // The icon is the one address that stays: nobody can follow it.
        let page = Sample.page(link, facts).replacing(#"<link rel="icon" href="#, with: "")
        for way in [" href=", " action=", "<script>", "<script src="] {
            #expect(!page.contains(way), "\(way)")
        }
        #expect(page.contains("src=\"/artwork/") && page.contains("<style>"))
        #expect(page.contains(Sample.platforms[0].name))
    }

    @Test func `a refusal says why, in words that are no markup`() {
        let page = String(
            decoding: RefusedPreviewPage.html("title <b> must not be empty."), as: UTF8.self)
        #expect(page.contains("title &lt;b&gt; must not be empty."))
        #expect(!page.contains("<script") && page.hasPrefix("<!doctype html>"))
    }

    @Test func `a preview is a sandbox that the dashboard alone may frame`() throws {
        let fields = PagePolicy { _ in [0] }.previewFields
        let policy = try #require(fields.first { $0.name == "Content-Security-Policy" }?.value)
        let directives = policy.split(separator: "; ")
        #expect(directives.contains("sandbox") && directives.contains("form-action 'none'"))
        #expect(directives.contains("frame-ancestors 'self'") && !policy.contains("script-src"))
        #expect(fields.first { $0.name == "X-Frame-Options" }?.value == "SAMEORIGIN")
    }

    @Test func `the dashboard's files may show previews and pictures, and nothing from elsewhere`()
        throws
    {
        let policy = try #require(
            PagePolicy.dashboardFields.first { $0.name == "Content-Security-Policy" }?.value)
        #expect(
            policy
                == "default-src 'none'; script-src 'self'; style-src 'self'; "
                + "img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    }
}
