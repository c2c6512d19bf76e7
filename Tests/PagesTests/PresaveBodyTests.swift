import Smartlink
import Testing

@testable import Pages

struct PresaveBodyTests {
    @Test func `a direct platform is pre-saved by a link, a reminder is a choice of the form`()
        throws
    {
        let page = Sample.page(Presaves.link(), try Presaves.facts())
        #expect(page.occurrences(of: "href=\"/link/mira-sleeper/presave/") == 2)
        #expect(page.contains("data-zone href=\"/link/mira-sleeper/presave/tidal\""))
        #expect(page.contains("Pre-save on <bdi>TIDAL</bdi>"))
        #expect(page.occurrences(of: "<input type=\"radio\" name=\"platform\"") == 2)
        #expect(page.contains("Remind me, then open <bdi>Spotify</bdi>"))
        #expect(!page.contains("/to/"))
    }

    @Test(arguments: Locales.tags)
    func `a platform that can only remind is never promised a pre-save`(tag: String) throws {
        var facts = try Presaves.facts(tag)
        for place in facts.presaves.indices { facts.presaves[place].mode = .reminder }
        let page = Sample.page(Presaves.link(), facts)
        #expect(!page.contains("/presave/"))
        for platform in facts.presaves.map(\.platform.name) {
            let promise = facts.wording.text(.presaveSave, ["platform": "<bdi>\(platform)</bdi>"])
            #expect(!page.contains(promise))
        }
        #expect(!page.contains(facts.wording.text(.presaveTerms)))
    }

    @Test func `without letters a reminder is not offered, the platform only named`() throws {
        let page = Sample.page(Presaves.link(), try Presaves.facts(emailCapture: false))
        #expect(!page.contains("<form"))
        #expect(!page.contains("Remind me"))
        let soon = try #require(page.between("<section class=\"soon\"", "</section>"))
        #expect(soon.contains("Spotify") && soon.contains("Bandcamp"))
        #expect(!soon.contains("TIDAL"))
    }

    @Test func `the form posts what was chosen, and nothing is chosen beforehand`() throws {
        let facts = try Presaves.facts()
        let page = Sample.page(Presaves.link(), facts)
        #expect(
            page.contains(
                "method=\"post\" aria-labelledby=\"signup\" action=\"/link/mira-sleeper/subscribe\""
            )
        )
        for field in [
            "type=\"email\" name=\"address\" required", "name=\"reminder\" value=\"1\"",
            "name=\"wording\" value=\"\(facts.wording.consentVersion)\"",
            "name=\"zone\" value=\"\"", "type=\"checkbox\" name=\"news\" value=\"1\">",
        ] {
            #expect(page.contains(field), "\(field)")
        }
        #expect(!page.body.contains("checked"))
    }

    @Test func `the artist's news are asked for only where the link asks for them`() throws {
        var link = Presaves.link()
        link.emailCapture = false
        #expect(!Sample.page(link, try Presaves.facts()).contains("name=\"news\""))
        #expect(Sample.page(link, try Presaves.facts()).contains("name=\"reminder\""))
    }

    @Test func `inside another app the page says how to get out before it offers to sign in`()
        throws
    {
        var facts = try Presaves.facts()
        #expect(!Sample.page(Presaves.link(), facts).body.contains("wayout"))
        facts.isInApp = true
        let page = Sample.page(Presaves.link(), facts)
        let notice = try #require(page.firstRange(of: "id=\"wayout\""))
        let button = try #require(page.firstRange(of: "/presave/tidal"))
        #expect(notice.lowerBound < button.lowerBound)
        #expect(page.contains("readonly aria-labelledby=\"wayout\" value=\"https://music.example/"))
        facts.presaves.removeAll { $0.mode == .direct }
        #expect(!Sample.page(Presaves.link(), facts).body.contains("wayout"))
    }

    @Test func `a switched-off link asks nobody for anything`() throws {
        var facts = try Presaves.facts()
        facts.state = .disabled
        let page = Sample.page(Presaves.link(), facts)
        #expect(!page.contains("<form"))
        #expect(!page.contains("/presave/"))
        #expect(!page.body.contains("data-until"))
    }

    @Test func `a sandbox calls itself one`() throws {
        var facts = try Presaves.facts()
        #expect(!Sample.page(Presaves.link(), facts).contains("Sandbox"))
        facts.isSandbox = true
        #expect(Sample.page(Presaves.link(), facts).contains("<p class=\"sandbox\">Sandbox:"))
    }

    @Test func `a released link folds the artist's news away, unticked and asked for`() throws {
        var facts = try Sample.facts()
        #expect(!Sample.page(Presaves.link(), facts).body.contains("name=\"news\""))
        facts.emailCapture = true
        let page = Sample.page(Presaves.link(), facts)
        #expect(page.contains("<details class=\"news\">"))
        #expect(page.contains("name=\"news\" value=\"1\" required>"))
        #expect(!page.contains("name=\"reminder\""))
        #expect(!page.body.contains("checked"))
        var silent = Presaves.link()
        silent.emailCapture = false
        #expect(!Sample.page(silent, facts).contains("name=\"news\""))
    }

    @Test func `hostile words stay words`() throws {
        let words = "</title><script>alert(1)</script>\" onload=x"
        var facts = try Presaves.facts()
        facts.isInApp = true
        let page = Sample.page(Presaves.link(title: words, artist: words), facts)
        #expect(!page.contains("<script>alert"))
        #expect(page.occurrences(of: "<script") == 4)
        #expect(!page.body.contains("\" onload=x"))
    }

    @Test(arguments: Locales.tags)
    func `every text is there in every language, and no place is left empty`(tag: String) throws {
        var facts = try Presaves.facts(tag)
        facts.isInApp = true
        let page = Sample.page(Presaves.link(), facts)
        for place in ["{platform}", "{artist}", "{title}", "{date}"] {
            #expect(!page.contains(place))
        }
        for empty in ["<h2 id=\"presave\"></h2>", "<p class=\"terms\"></p>", "<bdi></bdi>"] {
            #expect(!page.contains(empty))
        }
    }

    @Test func `a full page fits the first round trip`() throws {
        var facts = try Presaves.facts()
        facts.presaves = Sample.platforms.enumerated().map { place, platform in
            PresaveOffer(
                platform: platform, mode: place < 6 ? .direct : .reminder,
                href: "/link/mira-sleeper/presave/\(platform.id)")
        }
        facts.isInApp = true
        #expect(LandingPage.html(Presaves.link(), facts).count < 28_000)
    }
}

struct ReleaseMomentTests {
    private static func link(_ ms: Int64, _ mode: Link.ReleaseMode) -> Link {
        var link = Sample.link()
        link.releaseAt = Instant(ms: ms)
        link.releaseMode = mode
        return link
    }

    private static let day: Int64 = 86_400_000

    @Test(
        arguments: [
            (12 * day, Link.ReleaseMode.global, "12 days to go"), (2 * day, .local, "2 days to go"),
            (day, .global, "24 hours to go"), (3_600_000, .global, "1 hour to go"),
            (60_000, .global, nil), (day, .local, nil), (-day, .global, nil),
        ] as [(Int64, Link.ReleaseMode, String?)])
    func `days are counted, then hours where they are the same for all`(
        ahead: Int64, mode: Link.ReleaseMode, text: String?
    ) throws {
        let moment = ReleaseMoment(
            Self.link(Sample.now.ms + ahead, mode), try Locales.wording("en"))
        #expect(moment?.left(from: Sample.now) == text)
    }

    @Test func `the script counts to an instant, or to midnight where the fan is`() throws {
        let wording = try Locales.wording("en")
        let ms: Int64 = 1_796_342_400_000 + 18 * 3_600_000
        #expect(ReleaseMoment(Self.link(ms, .global), wording)?.until == "2026-12-04T18:00:00Z")
        #expect(ReleaseMoment(Self.link(ms, .local), wording)?.until == "2026-12-04T00:00")
    }

    @Test func `the count stands in the page for the script, and its words for those without`()
        throws
    {
        let page = Sample.page(Presaves.link(), try Presaves.facts())
        #expect(page.contains("<p class=\"days\">12 days to go</p>"))
        #expect(page.contains("role=\"timer\" hidden data-until=\"2026-12-04T00:00:00Z\""))
    }

    @Test func `a date so far that it is no date ends nothing`() throws {
        let moment = ReleaseMoment(Self.link(.max, .global), try Locales.wording("en"))
        #expect(moment?.left(from: Sample.now)?.hasSuffix("days to go") == true)
    }
}
