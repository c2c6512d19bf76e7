import Smartlink
import Testing

@testable import Pages

struct EmbedDialogTests {
    @Test func `without a script the code stands in a field`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts())
        let dialog = try #require(page.between("<dialog open", "</dialog>"))
        let field = try #require(dialog.between("<textarea", "</textarea>"))
        #expect(field.contains("readonly"))
        #expect(
            field.contains("&lt;iframe src=&quot;https://music.example/link/mira-sleeper/embed"))
        // What only a script can do waits for it.
        for part in ["<p class=\"frame\" hidden", "<label class=\"larger\" hidden>"] {
            #expect(dialog.contains(part))
        }
        #expect(dialog.occurrences(of: "<button type=\"button\"") == 2)
        #expect(dialog.occurrences(of: "hidden data-done") == 1)
        #expect(page.contains("<script src=\"/embed.js\" defer></script>"))
    }

    @Test func `the dialog knows how large the large one is`() throws {
        let page = Sample.page(Sample.album(tracks: 3), try Sample.facts())
        #expect(page.contains("type=\"checkbox\" data-width=\"600\" data-height=\"412\""))
    }

    @Test func `a page before its release can be embedded too`() throws {
        var link = Sample.link()
        link.releaseAt = Instant(ms: Sample.now.ms + 86_400_000)
        #expect(Sample.page(link, try Sample.facts(state: .presave)).contains("<dialog open"))
    }
}
