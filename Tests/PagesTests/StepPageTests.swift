import Smartlink
import Testing

@testable import Pages

struct StepPageTests {
    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: Locales.tags)
    func `every step is told in every language, whole and without an empty place`(tag: String)
        throws
    {
        for (name, bytes) in try Presaves.steps(tag, Presaves.link()) {
            let page = Self.text(bytes)
            #expect(page.hasPrefix("<!doctype html>\n<html lang=\"\(tag)\""), "\(name)")
            #expect(page.hasSuffix("</html>\n"), "\(name)")
            #expect(page.occurrences(of: "<h1") == 1, "\(name)")
            #expect(page.occurrences(of: "<main") == 1, "\(name)")
            for empty in [
                "<h1 dir=\"auto\"></h1>", "\"></button>", "\"></a>", "<bdi></bdi>", "<p></p>",
                "<p class=\"lead\"></p>", "role=\"status\"></p>", "<li></li>",
            ] {
                #expect(!page.contains(empty), "\(name): \(empty)")
            }
            #expect(!page.body.isEmpty, "\(name)")
            #expect(!page.body.contains("{") && !page.body.contains("}"), "\(name)")
        }
    }

    @Test func `hostile words stay words on every page`() throws {
        let words = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
        for (name, bytes) in try Presaves.steps("en", Presaves.link(title: words, artist: words)) {
            let page = Self.text(bytes)
            #expect(!page.contains("<script>alert"), "\(name)")
            #expect(!page.contains("<img src=x"), "\(name)")
        }
    }

    @Test func `a hostile address stays an address`() throws {
        let facts = try Presaves.subscription("en", Presaves.link())
        let page = Self.text(
            ReminderAskedPage.html(facts, address: "<script>alert(1)</script>@x.example"))
        #expect(page.contains("&lt;script&gt;alert(1)"))
    }

    @Test func `a fan's page is for the fan: no search engine, no referrer to elsewhere`() throws {
        for (name, bytes) in try Presaves.steps("en", Presaves.link()) {
            let page = Self.text(bytes)
            #expect(page.contains("<meta name=\"robots\" content=\"noindex\">"), "\(name)")
            #expect(page.contains("<meta name=\"referrer\" content=\"same-origin\">"), "\(name)")
            #expect(!page.contains("og:"), "\(name)")
        }
    }

    @Test func `only the page of Apple's own script loads anything from elsewhere`() throws {
        for (name, bytes) in try Presaves.steps("en", Presaves.link())
        where !["apple", "follow"].contains(name) {
            let page = Self.text(bytes)
            for attribute in ["src=\"", "action=\"", "href=\""] {
                for part in page.split(separator: attribute, omittingEmptySubsequences: false)
                    .dropFirst()
                {
                    #expect(part.hasPrefix("/"), "\(name): \(part.prefix(40))")
                }
            }
        }
    }

    @Test func `nothing is ticked beforehand, on any page`() throws {
        for (name, bytes) in try Presaves.steps("en", Presaves.link()) {
            #expect(!Self.text(bytes).body.contains("checked"), "\(name)")
        }
    }

    @Test(arguments: [("confirm", "/confirm/x.y"), ("unsubscribe", "/unsubscribe/x.y")])
    func `a letter's links lead to one button that posts`(name: String, action: String) throws {
        let pages = try Presaves.steps("en", Presaves.link())
        let page = Self.text(try #require(pages.first { $0.name == name }).bytes)
        #expect(page.contains("<form method=\"post\" action=\"\(action)\">"))
        #expect(page.occurrences(of: "<form") == 1)
        #expect(page.occurrences(of: "<button class=\"send\">") == 1)
    }

    @Test func `a sandbox calls itself one on every page`() throws {
        let setting = try Presaves.setting(isSandbox: true)
        let done = PresaveDoneFacts(
            setting: setting, link: Presaves.link(), platform: Sample.platforms[5], mode: .direct,
            fanURL: "/me/x", emailCapture: false)
        #expect(Self.text(PresaveDonePage.html(done)).contains("class=\"sandbox\""))
        #expect(Self.text(ErasedPage.html(setting)).contains("class=\"sandbox\""))
    }
}

struct PresaveDonePageTests {
    private func page(_ change: (inout PresaveDoneFacts) -> Void = { _ in }) throws -> String {
        var facts = PresaveDoneFacts(
            setting: try Presaves.setting(), link: Presaves.link(), platform: Sample.platforms[5],
            mode: .direct, fanURL: Presaves.fanPath, emailCapture: true)
        change(&facts)
        return String(decoding: PresaveDonePage.html(facts), as: UTF8.self)
    }

    @Test func `it says what happens where and when, and where it can be taken back`() throws {
        let page = try page()
        let lead = try #require(page.between("role=\"status\">", "</p>"))
        #expect(lead.contains("<bdi>Sleeper</bdi> by <bdi>Mira Vale</bdi> goes into your"))
        #expect(lead.contains("<bdi>TIDAL</bdi> library"))
        #expect(lead.contains("<time datetime=\"2026-12-04\">December 4, 2026</time>"))
        #expect(page.contains("href=\"\(Presaves.fanPath)\""))
        #expect(page.contains("name=\"platform\" value=\"tidal\""))
    }

    @Test func `a reminder is promised no library`() throws {
        let page = try page { $0.mode = .reminder }
        #expect(!page.contains("library"))
        #expect(!page.contains("permission"))
        #expect(page.contains("You get an email when"))
    }

    @Test(arguments: Locales.tags)
    func `following is offered in a form of its own, apart from the pre-save`(tag: String) throws {
        let wording = try Locales.wording(tag)
        let texts = Dictionary(
            try Presaves.steps(tag, Presaves.link()).map {
                ($0.name, String(decoding: $0.bytes, as: UTF8.self))
            }, uniquingKeysWith: { first, _ in first })
        for name in ["offered", "anew"] {
            let page = try #require(texts[name])
            let form = try #require(page.between("<form class=\"follow\"", "</form>"))
            #expect(form.hasPrefix(" method=\"post\" action=\"\(Presaves.fanPath)/follow\">"))
            #expect(form.contains("name=\"link\" value=\"mira-sleeper\""))
            #expect(form.contains("name=\"platform\" value=\"tidal\""))
            #expect(form.occurrences(of: "<button") == 1 && form.contains("<bdi>Mira Vale</bdi>"))
            #expect(!form.contains("checkbox"))
        }
        #expect(texts["anew"]?.count ?? 0 > texts["offered"]?.count ?? 0)
        for name in ["done", "followed"] {
            #expect(texts[name]?.contains("class=\"follow\"") == false)
        }
        let told = wording.text(.followWanted, ["artist": "Mira Vale", "platform": "TIDAL"])
        #expect(
            texts["followed"]?.replacing("<bdi>", with: "").replacing("</bdi>", with: "")
                .contains(told) == true)
        let way = try #require(texts["follow"])
        #expect(way.contains("href=\"https://accounts.example/?a=1&amp;b=2\""))
        for key in [Phrase.meFollowWanted, .meFollowDone, .meFollowFailed] {
            let words = Wording.pieces(of: wording.text(key)).compactMap { piece in
                if case .words(let words) = piece { words } else { nil }
            }
            #expect(words.allSatisfy { texts["me"]?.contains($0) == true }, "\(key)")
        }
    }

    @Test func `nothing is offered where no address can be taken`() throws {
        #expect(try !page { $0.emailCapture = false }.contains("<form"))
    }
}

struct PresaveFailedPageTests {
    @Test(arguments: PresaveTrouble.allCases)
    func `each trouble has its own words and a way back`(trouble: PresaveTrouble) throws {
        let facts = PresaveFailedFacts(
            setting: try Presaves.setting(), trouble: trouble, link: Presaves.link(),
            platform: Sample.platforms[5])
        let page = String(decoding: PresaveFailedPage.html(facts), as: UTF8.self)
        #expect(page.contains("href=\"/link/mira-sleeper\""))
        #expect(!page.contains("Try again</a>"))
        #expect([200, 400, 502, 503].contains(trouble.status))
    }

    @Test func `where the request tells neither link nor platform, the page still stands`() throws {
        let facts = PresaveFailedFacts(setting: try Presaves.setting(), trouble: .unreachable)
        let page = String(decoding: PresaveFailedPage.html(facts), as: UTF8.self)
        #expect(page.contains("<bdi>The service</bdi> is not answering"))
    }
}

struct FanPageTests {
    private func page(_ tag: String = "en", _ change: (inout FanPageFacts) -> Void = { _ in })
        throws -> String
    {
        var facts = try Presaves.fanPage(tag, Presaves.link())
        change(&facts)
        return String(decoding: FanPage.html(facts), as: UTF8.self)
    }

    @Test func `only what has not ended can be withdrawn`() throws {
        let page = try page()
        #expect(page.occurrences(of: "action=\"\(Presaves.fanPath)/revoke\"") == 2)
        #expect(page.occurrences(of: "name=\"save\" value=\"77\"") == 2)
        #expect(page.occurrences(of: "<tr>") == 7)
    }

    @Test func `addresses are shown with their state and a way out each`() throws {
        let page = try page()
        #expect(page.occurrences(of: "fan@mail.example") == 2)
        #expect(page.contains("<td>Confirmed</td>") && page.contains("<td>Not confirmed yet</td>"))
        #expect(page.occurrences(of: "action=\"\(Presaves.fanPath)/unsubscribe\"") == 2)
        #expect(page.contains("name=\"subscription\" value=\"5\""))
    }

    @Test func `erasing takes a second step, exporting one`() throws {
        let page = try page()
        #expect(page.contains("href=\"\(Presaves.fanPath).json\""))
        let folded = try #require(page.between("<details class=\"erase\">", "</details>"))
        #expect(folded.contains("action=\"\(Presaves.fanPath)/erase\""))
        #expect(folded.contains("name=\"sure\" value=\"1\""))
    }

    @Test func `a fan of whom nothing is held is told so`() throws {
        let page = try page { facts in
            facts.saves = []
            facts.subscriptions = []
        }
        #expect(page.contains("Nothing is kept here."))
        #expect(!page.contains("<table"))
    }

    @Test(arguments: Locales.tags)
    func `every state and every reason is told in words`(tag: String) throws {
        let wording = try Locales.wording(tag)
        var told: Set<String> = []
        for state in Save.State.allCases {
            told.insert(FanPage.state(of: Presaves.save(state), wording))
        }
        #expect(told.count == Save.State.allCases.count)
        #expect(!told.contains(""))
        let silent = FanPage.state(of: Presaves.save(.failed), wording)
        for reason in Save.Reason.allCases {
            let text = FanPage.state(of: Presaves.save(.failed, .direct, reason), wording)
            #expect(text.hasPrefix(silent + ": ") && text.count > silent.count + 4)
        }
    }
}

struct ConsentVersionTests {
    @Test func `every language's words have their own name, the same each time`() throws {
        let versions = try Locales.tags.map { try Locales.wording($0).consentVersion }
        #expect(Set(versions).count == Locales.tags.count)
        #expect(versions == (try Locales.tags.map { try Locales.wording($0).consentVersion }))
        #expect(versions[0].hasPrefix("en-") && versions[0].count == 19)
    }

    @Test func `a changed word changes the name, a word that is not agreed to does not`() throws {
        let english = try Locales.texts("en")
        func version(_ key: String) -> String {
            var texts = english
            texts[key]? += "!"
            return Wording(tag: "en", texts: texts, fallback: nil).consentVersion
        }
        let now = Wording(tag: "en", texts: english, fallback: nil).consentVersion
        #expect(version("news.consent") != now)
        #expect(version("remind.terms") != now)
        #expect(version("notfound.title") == now)
    }
}
