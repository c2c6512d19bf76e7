import Smartlink
import Testing

@testable import Pages

struct UnfurlTests {
    @Test(arguments: [SharedPicture.card, .artwork])
    func `an unfurl says what the page's tags say`(picture: SharedPicture) throws {
        var link = Sample.link()
        link.bio = "Eleven songs & a river"
        var facts = try Sample.facts()
        facts.sharedPicture = picture
        let unfurl = Unfurl(link, facts)
        let page = Sample.page(link, facts)
        func tag(_ name: String) -> String? {
            page.between("<meta property=\"og:\(name)\" content=\"", "\"")
        }
        #expect(tag("title") == unfurl.title && unfurl.title.contains("Sleeper"))
        #expect(tag("description") == "Eleven songs &amp; a river")
        #expect(unfurl.description == "Eleven songs & a river")
        #expect(tag("site_name") == unfurl.siteName && unfurl.siteName == "music.example")
        #expect(tag("url") == unfurl.url && unfurl.url == "https://music.example/link/mira-sleeper")
        #expect(tag("image") == unfurl.image?.replacing("&", with: "&amp;"))
        #expect(unfurl.image?.hasPrefix("https://music.example/") == true)
    }

    @Test func `without a picture there is none`() throws {
        var link = Sample.link()
        link.artwork = nil
        #expect(Unfurl(link, try Sample.facts()).image == nil)
    }

    @Test func `before release it tells the day`() throws {
        var link = Sample.link()
        link.releaseAt = Instant(ms: Sample.now.ms + 86_400_000)
        let unfurl = Unfurl(link, try Sample.facts(state: .presave))
        #expect(unfurl.description.contains("2026"))
    }
}
