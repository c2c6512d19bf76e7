import Smartlink
import Testing

@testable import Pages

struct LandingPageTests {
    @Test func `buttons come in the fan's order and name their platform`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts(offers: 10))
        var rest = page[...]
        for platform in Sample.platforms {
            let button = try #require(
                rest.firstRange(of: "href=\"/link/mira-sleeper/to/\(platform.id)\""))
            rest = rest[button.upperBound...]
            let name = try #require(rest.firstRange(of: "<span class=\"name\">\(platform.name)<"))
            rest = rest[name.upperBound...]
        }
        #expect(page.occurrences(of: "class=\"service\"") == 10)
        #expect(page.occurrences(of: ">Listen</span>") == 10)
    }

    @Test func `what a screen reader meets comes in a sensible order`() throws {
        var link = Sample.album(tracks: 3)
        link.headline = "Out now"
        link.bio = "Eleven songs"
        let page = Sample.page(link, try Sample.facts())
        var rest = page[...]
        for landmark in [
            "<main>", "alt=\"Cover of Night Swimming in Plain Air by Mira Vale\"", "<header",
            "<h1", "class=\"artist\"", "class=\"headline\"", "class=\"bio\"", "<h2 id=\"services\"",
            "<ul", "<form", "<h2 id=\"tracks\"", "<ol", "<footer", "<summary>", "</main>",
        ] {
            let place = try #require(rest.firstRange(of: landmark), "\(landmark)")
            rest = rest[place.upperBound...]
        }
        #expect(page.occurrences(of: "<h1") == 1)
        #expect(page.occurrences(of: "<main") == 1)
    }

    @Test func `the artist's own call stands on every button`() throws {
        var link = Sample.link()
        link.cta = "Play <it> & weep"
        let page = Sample.page(link, try Sample.facts(offers: 3))
        #expect(page.occurrences(of: ">Play &lt;it&gt; &amp; weep</span>") == 3)
        link.cta = "  "
        #expect(Sample.page(link, try Sample.facts(offers: 3)).contains(">Listen</span>"))
    }

    @Test func `the cover holds its place while it loads`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts())
        let cover = try #require(page.between("<img class=\"art\"", ">"))
        #expect(cover.contains("width=\"1400\" height=\"1400\""))
        #expect(cover.contains("src=\"/artwork/"))
    }

    @Test func `where covers are scaled the browser chooses a width`() throws {
        var facts = try Sample.facts()
        #expect(!Sample.page(Sample.link(), facts).contains("srcset"))
        facts.sharedPicture = .card
        let page = Sample.page(Sample.link(), facts)
        let cover = try #require(page.between("<img class=\"art\"", ">"))
        let path = "/artwork/\(String(repeating: "ab", count: 32)).jpg"
        let widths = [160, 320, 640, 1_280].map { "\(path)?size=\($0) \($0)w" }
        #expect(cover.contains("srcset=\"\(widths.joined(separator: ","))\""))
        #expect(cover.contains("sizes=\"(min-width:56rem) 25rem,20rem\""))
        #expect(cover.contains(" src=\"\(path)\" width=\"1400\" height=\"1400\""))
        let glow = try #require(page.between("<img class=\"glow\"", ">"))
        #expect(glow.contains("src=\"\(path)?size=160\""))
    }

    @Test func `a link without artwork gets calm colours`() throws {
        var link = Sample.link()
        link.artwork = nil
        let page = Sample.page(link, try Sample.facts())
        #expect(!page.contains("<img"))
        #expect(page.contains("linearGradient"))
        #expect(Palette.of(link) == Palette.of(link))
    }

    @Test func `a platform that is not here is named, and the others are offered`() throws {
        let facts = try Sample.facts(offers: 2, missing: Sample.platforms[6])
        let page = Sample.page(Sample.link(), facts)
        let notice = try #require(page.between("role=\"status\">", "</p>"))
        #expect(notice.contains("<bdi>Deezer</bdi>"))
        #expect(page.occurrences(of: "class=\"service\"") == 2)
    }

    @Test func `a link that reaches nothing from here says so`() throws {
        let facts = try Sample.facts(offers: 0, missing: Sample.platforms[6])
        let page = Sample.page(Sample.link(), facts)
        #expect(page.contains("not available where you are yet"))
        #expect(!page.contains("Choose another"))
        #expect(!page.contains("<form"))
    }

    @Test func `the choice can be taken back without a script`() throws {
        let fresh = Sample.page(Sample.link(), try Sample.facts())
        let form = "<form class=\"choice\" method=\"post\" action=\"/link/mira-sleeper/ask\">"
        #expect(fresh.contains(form))
        let facts = try Sample.facts(remembered: Sample.platforms[1])
        let page = Sample.page(Sample.link(), facts)
        #expect(page.contains(form))
        #expect(page.contains("You usually listen on <bdi>Apple Music</bdi>."))
    }

    @Test func `the address can be copied without a script`() throws {
        let page = Sample.page(Sample.link(), try Sample.facts(base: "https://music.example/"))
        #expect(page.contains("readonly value=\"https://music.example/link/mira-sleeper\""))
        #expect(page.contains("<button type=\"button\" hidden"))
    }

    @Test func `before release there is a day and no button`() throws {
        var link = Sample.link()
        link.releaseAt = Instant(ms: 1_796_342_400_000)
        let page = Sample.page(link, try Sample.facts(offers: 3, state: .presave))
        #expect(page.contains("Out on <time datetime=\"2026-12-04\">December 4, 2026</time>"))
        #expect(!page.contains("class=\"service\""))
        #expect(!page.contains("/to/"))
        #expect(page.contains("Apple Music"))
    }

    @Test func `one instant for the whole world is told with its time, a local midnight is not`()
        throws
    {
        var link = Sample.link()
        link.releaseAt = Instant(ms: 1_796_342_400_000 + 18 * 3_600_000)
        let facts = try Sample.facts(state: .presave)
        #expect(
            Sample.page(link, facts).contains(
                "<time datetime=\"2026-12-04T18:00Z\" data-moment>December 4, 2026, 18:00 UTC<"))
        link.releaseMode = .local
        #expect(Sample.page(link, facts).contains("<time datetime=\"2026-12-04\">"))
    }

    @Test(arguments: [(12, "12 days to go"), (2, "2 days to go"), (1, "24 hours to go"), (0, nil)])
    func `days are counted, then the last one's hours`(days: Int64, text: String?) throws {
        var link = Sample.link()
        link.releaseAt = Instant(ms: Sample.now.ms + days * 86_400_000 + 1)
        let page = Sample.page(link, try Sample.facts(state: .presave))
        #expect(page.between("<p class=\"days\">", "</p>") == text)
    }

    @Test func `a long list is cut and says how much is missing`() throws {
        let page = Sample.page(Sample.album(tracks: 130), try Sample.facts())
        #expect(page.occurrences(of: "Track number ") >= 100)
        #expect(page.contains(">Track number 100<"))
        #expect(!page.contains(">Track number 101<"))
        #expect(page.contains("and 30 more"))
    }

    @Test func `a track's artist is told where it is another`() throws {
        var album = Sample.album(tracks: 2)
        album.tracks[0].artist = "Mira Vale"
        album.tracks[1].artist = "Otto Lind"
        let page = Sample.page(album, try Sample.facts())
        #expect(page.contains("<small><bdi>Otto Lind</bdi></small>"))
        #expect(!page.contains("<small><bdi>Mira Vale"))
    }

    @Test(arguments: Locales.tags)
    func `a page says its language and direction`(tag: String) throws {
        let page = Sample.page(Sample.album(tracks: 2), try Sample.facts(tag))
        let direction = tag == "ar" ? "rtl" : "ltr"
        #expect(page.hasPrefix("<!doctype html>\n<html lang=\"\(tag)\" dir=\"\(direction)\">"))
        #expect(page.contains("<h1 dir=\"auto\">"))
    }

    @Test func `no rule of the stylesheet knows left from right`() {
        let css = String(decoding: stylesheet.bytes, as: UTF8.self)
        for physical in ["left", "right"] { #expect(!css.contains(physical)) }
    }

    @Test func `nothing comes from anywhere else`() throws {
        let page = Sample.page(Sample.album(tracks: 20), try Sample.facts())
        for attribute in ["src=\"", "href=\"", "action=\""] {
            for part in page.split(separator: attribute, omittingEmptySubsequences: false)
                .dropFirst()
            {
                #expect(part.hasPrefix("/") || part.hasPrefix("https://music.example/"))
            }
        }
    }

    @Test func `hostile words stay words`() throws {
        let words = "<img src=x onerror=alert(1)> \"' \u{202E} </h1>"
        var link = Sample.album(tracks: 1)
        link.title = words
        link.artist = words
        link.headline = words
        link.bio = words
        link.cta = words
        link.tracks[0].title = words
        link.tracks[0].artist = words + "2"
        let page = Sample.page(link, try Sample.facts())
        #expect(!page.contains("<img src=x"))
        #expect(page.occurrences(of: "</h1>") == 1)
    }

    /// A usual page is about 5 kB compressed, one of 100 tracks 8 kB; the first 14 kB hold both.
    @Test func `a page fits the first round trip`() throws {
        let largest = LandingPage.html(Sample.album(tracks: 100), try Sample.facts(offers: 10))
        let usual = LandingPage.html(Sample.link(), try Sample.facts(offers: 10))
        #expect(largest.count < 36_000)
        #expect(usual.count < 17_000)
    }
}

struct NoticePageTests {
    @Test(arguments: [
        (Notice.notFound, 404), (.gone, 410), (.failed(status: 405), 405),
        (.failed(status: 503), 503),
    ])
    func `a link that leads nowhere is told kindly in every language`(
        notice: Notice, status: Int
    ) throws {
        #expect(notice.status == status)
        for tag in Locales.tags {
            let wording = try Locales.wording(tag)
            let page = String(
                decoding: NoticePage.html(notice, wording: wording, baseURL: Sample.base),
                as: UTF8.self)
            #expect(page.contains("<html lang=\"\(tag)\""))
            #expect(page.contains("<p class=\"status\">\(status)</p>"))
            #expect(page.occurrences(of: "<h1>") == 1)
            #expect(!page.contains("noindex"))
            #expect(!page.contains("<h1></h1>"))
        }
    }
}

struct MarkTests {
    @Test func `ten platforms have ten drawings`() {
        #expect(Set(Sample.platforms.map { Mark($0) }).count == 10)
    }

    @Test func `a platform's own choice of drawing comes first, if there is such a drawing`() {
        var platform = Sample.platforms[0]
        platform.mark = "tape"
        #expect(Mark(platform) == .tape)
        platform.mark = "<script>"
        #expect(Mark(platform) == .waves)
        platform.number = 0
        #expect(Mark(platform) == .headphones)
    }

    @Test(arguments: [
        ("000000", false), ("FFFFFF", true), ("1DB954", true), ("FF0000", false),
        ("f0e000", true),
    ])
    func `lines on a tile are dark where the tile is light`(color: String, isLight: Bool) {
        #expect(TileColor(color).isLight == isLight)
        #expect(TileColor(color).hexadecimal == color)
    }

    @Test(arguments: ["", "red", "12345", "1234567", "\"><scr", "12345g", "１２３４５６"])
    func `a colour that is none becomes grey`(color: String) {
        #expect(TileColor(color).hexadecimal == "6b6b75")
    }
}
