import Smartlink
import Testing

@testable import Pages

struct EmbedPageTests {
    private func page(
        _ link: Link, _ look: (inout EmbedForm) -> Void = { _ in }, tag: String = "en",
        state: Link.State = .released
    ) throws -> String {
        var form = EmbedForm()
        look(&form)
        var facts = try Sample.facts(tag, offers: 0, state: state)
        facts.hasPlayer = true
        return String(decoding: EmbedPage.html(link, form, facts), as: UTF8.self)
    }

    @Test func `its button opens the link in a window of its own, where the choice is known`()
        throws
    {
        let page = try page(Sample.link())
        #expect(
            page.contains(
                "<a class=\"play\" target=\"_blank\" rel=\"noopener\" "
                    + "href=\"/link/mira-sleeper?ch=embed\">"))
        #expect(page.contains("<h1 dir=\"auto\">Sleeper</h1>"))
        #expect(page.contains("Mira Vale"))
    }

    @Test func `a large one lists the tracks, a small one has no room for them`() throws {
        let album = Sample.album(tracks: 3)
        #expect(try page(album).occurrences(of: "<li>") == 0)
        #expect(try page(album) { $0.size = .large }.occurrences(of: "<li>") == 3)
    }

    @Test func `before the release it says when, and asks no player`() throws {
        var link = Sample.link()
        link.releaseAt = Instant(ms: Sample.now.ms + 86_400_000 * 3)
        let page = try page(link, state: .presave)
        #expect(page.contains("Out on November 25, 2026"))
        #expect(page.contains("Pre-save"))
        #expect(!page.contains("class=\"player\"") && !page.contains("player.js"))
    }

    @Test func `only a playlist can be kept in the player, and only a large card says so`() throws {
        let playlist = Sample.listed(.playlist)
        #expect(try page(playlist).occurrences(of: "class=\"player\"") == 1)
        #expect(try page(playlist) { $0.size = .large }.contains("importPlaylist"))
        #expect(try !page(Sample.listed(.album)) { $0.size = .large }.contains("importPlaylist"))
    }

    @Test(arguments: EmbedForm.Size.allCases)
    func `a list whose songs nobody knows asks no player`(size: EmbedForm.Size) throws {
        let page = try page(Sample.link(.playlist)) { $0.size = size }
        #expect(!page.contains("class=\"player\"") && !page.contains("player.js"))
        #expect(page.contains("class=\"play\""))
    }

    @Test func `a small card shows the player's name and says the whole sentence`() throws {
        let button = try #require(
            try page(Sample.link()).between("<a class=\"player\"", "</a>"))
        #expect(button.contains(" aria-label=\"Play in Parachord\""))
        #expect(button.hasSuffix(">Parachord"))
        let large = try page(Sample.link()) { $0.size = .large }
        #expect(large.contains(">Play in Parachord</a>"))
    }

    @Test(arguments: [("ffffff", "own light"), ("101020", "own dark"), ("e0503c", "own light")])
    func `on a colour of the site's own, letters are the ones read better`(
        ground: String, look: String
    ) throws {
        let page = try page(Sample.link()) { $0.ground = ground }
        #expect(page.contains("<body bgcolor=\"#\(ground)\" class=\"\(look)\">"))
    }

    @Test func `a theme is as asked, the fan's own otherwise`() throws {
        #expect(try page(Sample.link()).contains("<body>"))
        #expect(try page(Sample.link()) { $0.theme = .dark }.contains("<body class=\"dark\">"))
    }

    @Test(arguments: Locales.tags)
    func `it speaks the fan's language`(tag: String) throws {
        let page = try page(Sample.link(), tag: tag)
        #expect(page.contains("<html lang=\"\(tag)\" dir=\"\(tag == "ar" ? "rtl" : "ltr")\">"))
        #expect(page.contains(try Locales.wording(tag).text(.listen)))
    }

    @Test func `names cannot leave their place`() throws {
        let page = try page(Sample.link(title: "</h1><script>x</script>", artist: "\"><b>"))
        #expect(!page.contains("<script>x"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("&lt;script&gt;x"))
    }

    @Test func `it needs no more than its policy allows`() throws {
        let page = try page(Sample.album(tracks: 2)) {
            $0.size = .large
            $0.ground = "abcdef"
        }
        let policy = PagePolicy(sha256: { Array(repeating: UInt8($0.count & 255), count: 32) })
        let fields = Dictionary(
            uniqueKeysWithValues: policy.embedFields.map { ($0.name, $0.value) })
        let text = try #require(fields["Content-Security-Policy"])
        let style = try #require(page.between("<style>", "</style>"))
        let digest = base64(Array(repeating: UInt8(style.utf8.count & 255), count: 32))
        #expect(text.contains("style-src 'sha256-\(digest)'"))
        #expect(text.contains("frame-ancestors *"))
        #expect(fields["X-Frame-Options"] == nil)
        #expect(!page.contains(" style=") && !page.contains("<script>"))
        #expect(page.occurrences(of: "<script src=\"/player.js\" defer></script>") == 1)
    }

    @Test func `nowhere else may a page be framed`() {
        let policy = PagePolicy(sha256: { _ in [] })
        for fields in [policy.fields, policy.landingFields, policy.appleMusicFields()] {
            #expect(fields.contains { $0.name == "X-Frame-Options" && $0.value == "DENY" })
            #expect(fields[0].value.contains("frame-ancestors 'none'"))
        }
    }
}

struct EmbedSnippetTests {
    @Test func `the frame's size follows the track list up to a bound`() {
        var form = EmbedForm()
        #expect((form.width, form.height(for: Sample.album(tracks: 40))) == (400, 152))
        form.size = .large
        #expect((form.width, form.height(for: Sample.link())) == (600, 280))
        #expect(form.height(for: Sample.album(tracks: 3)) == 412)
        #expect(form.height(for: Sample.album(tracks: 40)) == 600)
    }

    @Test func `what is pasted loads when seen and may reach a player`() throws {
        var form = EmbedForm()
        form.size = .large
        form.theme = .dark
        form.ground = "abcdef"
        let snippet = EmbedSnippet.html(
            Sample.link(title: "A \"B\" & C"), form, width: 600, height: 280, baseURL: Sample.base,
            wording: try Locales.wording("en"))
        #expect(
            snippet
                == "<iframe src=\"https://music.example/link/mira-sleeper/embed?size=large"
                + "&amp;theme=dark&amp;bg=abcdef\" width=\"600\" height=\"280\" "
                + "title=\"A &quot;B&quot; &amp; C by Mira Vale\" "
                + "style=\"border:0;border-radius:12px;max-width:100%\" loading=\"lazy\" "
                + "allow=\"encrypted-media; local-network-access; loopback-network\"></iframe>")
    }
}
