import Smartlink
import Testing

@testable import Pages

struct CardTagsTests {
    private func page(
        _ link: Link = Sample.link(), _ state: Link.State = .released
    ) throws -> String {
        var facts = try Sample.facts(state: state)
        facts.sharedPicture = .card
        return Sample.page(link, facts)
    }

    @Test(arguments: [Link.State.released, .presave])
    func `the one image is the card, under its version`(state: Link.State) throws {
        let link = Sample.link()
        let page = try page(link, state)
        #expect(page.occurrences(of: "property=\"og:image\"") == 1)
        let path = Card.path(of: link, in: state, language: "en").replacing("&", with: "&amp;")
        #expect(
            page.contains("property=\"og:image\" content=\"https://music.example\(path)\""))
        #expect(page.contains("property=\"og:image:width\" content=\"1200\""))
        #expect(page.contains("property=\"og:image:height\" content=\"630\""))
        #expect(page.contains("property=\"og:image:type\" content=\"image/jpeg\""))
        #expect(page.contains("content=\"Cover of Sleeper by Mira Vale\""))
        #expect(page.contains("name=\"twitter:card\" content=\"summary_large_image\""))
    }

    @Test func `a link without artwork has a card all the same`() throws {
        var link = Sample.link()
        link.artwork = nil
        let page = try page(link)
        #expect(page.occurrences(of: "property=\"og:image\"") == 1)
        #expect(page.contains("property=\"og:image:alt\" content=\"Sleeper by Mira Vale\""))
        #expect(page.contains("summary_large_image"))
    }

    @Test func `the date stands on the card until the release`() throws {
        let facts = try Sample.facts()
        var link = Sample.link()
        link.releaseAt = Instant(ms: 1_796_428_800_000)
        #expect(
            cardDateLine(of: link, in: .presave, facts.wording) == "Out on December 5, 2026")
        #expect(cardDateLine(of: link, in: .released, facts.wording) == "")
        link.releaseAt = nil
        #expect(cardDateLine(of: link, in: .presave, facts.wording) == "")
    }
}
