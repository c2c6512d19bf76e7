import Bytes
import Smartlink
import Testing

struct LocationTests {
    private let spotify = Decision(
        kind: .redirect, reason: .asked, platform: Config.number("spotify"))

    private func link(_ url: String, _ change: (inout Link) -> Void = { _ in }) -> Link {
        var link = Link.sample()
        link.destinations = [Destination(platform: "spotify", url: url)]
        change(&link)
        return link
    }

    private func tag(_ link: inout Link) {
        link.affiliate = ["spotify": ["pt": "99", "at": "a b"], "deezer": ["x": "no"]]
        link.utm.source = "segue"
        link.utm.campaign = "été & more"
    }

    @Test(
        arguments: [
            ("https://x.example/a", "https://x.example/a?at=a%20b&pt=99&utm_source=segue"),
            ("https://x.example/a?", "https://x.example/a?at=a%20b&pt=99&utm_source=segue"),
            ("https://x.example/a?i=7", "https://x.example/a?i=7&at=a%20b&pt=99&utm_source=segue"),
            (
                "https://x.example/a?pt=1&i=7&utm%5Fsource=old#at=2",
                "https://x.example/a?i=7&at=a%20b&pt=99&utm_source=segue"
            ),
            ("https://x.example", "https://x.example/?at=a%20b&pt=99&utm_source=segue"),
        ])
    func `parameters join the query before the fragment and replace their namesakes`(
        url: String, start: String
    ) {
        let tagged = location(spotify, link(url, tag))
        let fragment = url.contains("#") ? "#at=2" : ""
        #expect(tagged == start + "&utm_campaign=%C3%A9t%C3%A9%20%26%20more" + fragment)
    }

    @Test(
        arguments: [
            ("https://x.example/a?si=abc&i=7&pt=1&utm_medium=mail#f", "https://x.example/a?i=7#f"),
            ("https://x.example/a?si=abc", "https://x.example/a"),
            ("https://x.example/a?sib=abc", "https://x.example/a?sib=abc"),
        ])
    func `a fan who asks not to be sold gets no partner's parameters, not even the artist's own`(
        url: String, bare: String
    ) {
        #expect(location(spotify, link(url, tag), form: .bare) == bare)
    }

    @Test func `without parameters the artist's URL is sent as it is`() {
        let url = "https://x.example/a?b=c+d&&e#f?g=h"
        #expect(location(spotify, link(url)) == url)
    }

    @Test func `a URL that parameters would make too long goes without them`() {
        let url = "https://x.example/" + String(repeating: "a", count: 2_000)
        #expect(location(spotify, link(url, tag)) == url)
    }

    @Test func `what is outside ASCII is encoded, and nothing can end the field`() {
        #expect(
            location(spotify, link("https://x.example/müde?q=\"<"))
                == "https://x.example/m%C3%BCde?q=%22%3C")
        #expect(location(spotify, link("https://x.example/\r\nSet-Cookie: a=b")) == "")
        #expect(location(spotify, link("javascript:alert(1)")) == "")
    }

    @Test func `search words are encoded and bounded`() {
        var sample = link("https://x.example/")
        sample.artist = "Björk & \"Friends\""
        sample.title = String(repeating: "日", count: 90)
        let search = Decision(kind: .search, reason: .search, platform: Config.number("tidal"))
        let found = location(search, sample)
        #expect(
            found.hasPrefix("https://tidal.com/search?q=Bj%C3%B6rk%20%26%20%22Friends%22%20%E6"))
        #expect(found.hasSuffix("%E6%97%A5"))
        #expect(found.utf8.count <= 27 + 512)
    }

    @Test(arguments: [Decision.Kind.page, .presave, .gone])
    func `pages have no location`(kind: Decision.Kind) {
        #expect(location(Decision(kind: kind, reason: .page, platform: 1), .sample()) == "")
    }

    @Test(
        arguments: [
            ("https://www.instagram.com/p/x", "www.instagram.com"), ("https://t.co", "t.co"),
            ("http://a.example:8080/x", "a.example"), ("https://u:p@b.example/", "b.example"),
            ("android-app://com.google.android.gm/", "com.google.android.gm"),
            ("https://c.example?x=//d.example", "c.example"), ("https://", ""), ("about:blank", ""),
            ("", ""), ("/path", ""), ("https:///x", ""), ("//e.example", "e.example"),
        ])
    func `the host of a Referer`(referer: String, host: String) {
        let bytes = Array("x\(referer)".utf8)
        let found = bytes.withRawSpan { span in
            span.text(
                RefererHost.slice(of: ByteSlice(offset: 1, count: bytes.count - 1), in: span))
        }
        #expect(found == host)
    }
}
