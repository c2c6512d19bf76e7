import Bytes
import HTTP
import Smartlink
import Testing

private let desktop = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
/// The moment at which every request of a fan's house arrives.
private let now = Instant(ms: 1_795_000_000_000)

private struct Stage {
    let house: FanHouse
    var link: Link
    var other: Link

    /// A link that shares its visits with one variant, one to one.
    init(_ change: (inout Split) -> Void = { _ in }) throws {
        house = try FanHouse()
        link = Link(
            code: try #require(Code("sleeper")), account: 31, kind: .track, title: "Sleeper",
            artist: "Mira", createdAt: Instant(ms: 0))
        link.id = 42
        link.headline = "Own words"
        link.destinations = [
            Destination(
                platform: "spotify", url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
        ]
        other = link
        other.code = try #require(Code("sleeper-b"))
        other.id = 43
        other.headline = "Other words"
        other.cta = "Hear it now"
        other.destinations = []
        var split = Split(
            variants: [
                SplitShare(variant: link.code, weight: 1, link: 42),
                SplitShare(variant: other.code, weight: 1, link: 43),
            ], endsAt: Instant(ms: now.ms + 90_500))
        change(&split)
        link.split = split
        house.put(other)
        house.put(link)
    }

    func open(
        _ target: String = "/link/sleeper", cookie: String? = nil, agent: String = desktop,
        _ more: String = ""
    ) -> Reply {
        house.ask(
            "GET \(target) HTTP/1.1\nHost: music.example\nUser-Agent: \(agent)"
                + (cookie.map { "\nCookie: \($0)" } ?? "") + more)
    }

    /// The variants of all events so far.
    var variants: [Int64] { house.log.records.map(\.event.variant) }
}

struct SplitDrawTests {
    @Test func `chance deals both pages, and the visit counts under what was shown`() throws {
        let stage = try Stage()
        var shown: [String: Int] = [:]
        for _ in 0..<400 {
            let reply = stage.open()
            let isOther = reply.body.contains(">Other words")
            #expect(reply.body.contains(">Own words") != isOther)
            #expect(stage.variants.last == (isOther ? 43 : 42))
            let code = isOther ? "sleeper-b" : "sleeper"
            #expect(
                reply.field("Set-Cookie")
                    == "segue_variant=\(code); Path=/link/sleeper; Max-Age=91; HttpOnly; "
                    + "SameSite=Lax; Secure")
            shown[code, default: 0] += 1
        }
        // Five standard deviations of a fair coin.
        #expect(abs((shown["sleeper"] ?? 0) - 200) < 50)
    }

    @Test func `a variant is other words over the same buttons and the same tags`() throws {
        let stage = try Stage()
        let own = stage.open(cookie: "segue_variant=sleeper").body
        let other = stage.open(cookie: "segue_variant=sleeper-b").body
        #expect(other.contains("Hear it now") && !own.contains("Hear it now"))
        #expect(other.contains("/link/sleeper/to/spotify"))
        #expect(!other.contains("/link/sleeper-b"))
        func head(_ page: String) -> Substring { page.prefix { $0 != "{" } }
        #expect(head(other).contains("og:description\" content=\"Own words"))
        #expect(head(own) == head(other))
    }

    @Test func `the cookie keeps the variant, a foreign one is dealt anew`() throws {
        let stage = try Stage()
        for _ in 0..<20 {
            let reply = stage.open(cookie: "a=b; segue_variant=sleeper-b")
            #expect(reply.body.contains(">Other words"))
        }
        #expect(Set(stage.variants) == [43])
        for _ in 0..<40 { _ = stage.open(cookie: "segue_variant=elsewhere") }
        #expect(Set(stage.variants) == [42, 43])
    }

    @Test func `without an end the cookie lives thirty days`() throws {
        let stage = try Stage { $0.endsAt = nil }
        #expect(stage.open().field("Set-Cookie")?.contains("; Max-Age=2592000;") == true)
    }

    @Test func `a tapped button counts under the variant that was shown`() throws {
        let stage = try Stage()
        let reply = stage.open("/link/sleeper/to/spotify", cookie: "segue_variant=sleeper-b")
        #expect(reply.status == 302)
        #expect(reply.text.components(of: "Set-Cookie") == 1)
        _ = stage.open("/link/sleeper/to/spotify")
        _ = stage.open("/link/sleeper/to/spotify", cookie: "segue_variant=elsewhere")
        #expect(stage.house.log.records.allSatisfy { $0.event.kind == .clickThrough })
        #expect(stage.variants == [43, 0, 0])
    }

    @Test func `who is sent on at once takes no part`() throws {
        let stage = try Stage()
        let reply = stage.open(cookie: "segue_platform=spotify; segue_variant=sleeper-b")
        #expect(reply.status == 302)
        #expect(reply.field("Set-Cookie") == nil)
        #expect(stage.variants == [0])
    }

    @Test(
        arguments: [
            ("TelegramBot (like TwitterBot)", ""),
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ""),
            (desktop, "\nSec-Purpose: prefetch"),
        ])
    func `crawlers and looks ahead get the link's own page and no cookie`(
        agent: String, more: String
    ) throws {
        let stage = try Stage()
        for cookie in [nil, "segue_variant=sleeper-b"] {
            let reply = stage.open(cookie: cookie, agent: agent, more)
            #expect(reply.body.contains(">Own words"))
            #expect(reply.field("Set-Cookie") == nil)
        }
        #expect(stage.variants == [0, 0])
    }

    @Test(arguments: [Int64(1), -1])
    func `before its start and after its end a test changes nothing`(side: Int64) throws {
        let stage = try Stage {
            $0.startsAt = Instant(ms: now.ms + side * 50_000)
            $0.endsAt = Instant(ms: now.ms + side * 50_000 + (side > 0 ? 1_000 : 50_000))
        }
        let reply = stage.open(cookie: "segue_variant=sleeper-b")
        #expect(reply.body.contains(">Own words"))
        #expect(reply.field("Set-Cookie") == nil)
        _ = stage.open("/link/sleeper/to/spotify", cookie: "segue_variant=sleeper-b")
        #expect(stage.variants == [0, 0])
    }

    @Test func `a variant that is changed shows so at once`() throws {
        var stage = try Stage()
        _ = stage.open(cookie: "segue_variant=sleeper-b")
        stage.other.headline = "Newer words"
        stage.other.version += 1
        stage.house.put(stage.other)
        #expect(stage.open(cookie: "segue_variant=sleeper-b").body.contains(">Newer words"))
    }

    @Test func `a variant that is switched off drops out, its fans are dealt another`() throws {
        var stage = try Stage()
        stage.other.isDisabled = true
        stage.house.put(stage.other)
        for cookie in [nil, "segue_variant=sleeper-b"] {
            for _ in 0..<20 {
                let reply = stage.open(cookie: cookie)
                #expect(reply.body.contains(">Own words"))
                #expect(reply.field("Set-Cookie")?.hasPrefix("segue_variant=sleeper;") == true)
            }
        }
        #expect(Set(stage.variants) == [42])
    }

    @Test func `with all variants gone the link's own page is left, in no test`() throws {
        let stage = try Stage { split in
            for place in split.variants.indices {
                split.variants[place].link = Int64(100 + place)
                split.variants[place].variant = Code("gone-\(place)") ?? split.variants[0].variant
            }
        }
        let reply = stage.open()
        #expect(reply.status == 200)
        #expect(reply.body.contains(">Own words"))
        #expect(reply.field("Set-Cookie") == nil)
        #expect(stage.variants == [0])
    }

    @Test func `a fan who asks for privacy is dealt a variant and given no hash`() throws {
        let stage = try Stage()
        let reply = stage.open(cookie: nil, agent: desktop, "\nSec-GPC: 1")
        #expect(reply.field("Set-Cookie")?.hasPrefix("segue_variant=sleeper") == true)
        #expect(stage.house.log.records.map(\.event.visitor) == [0])
    }

    @Test(
        arguments: [
            ("31", true), ("310", false), ("3", false), ("x31", false), ("", false), ("-31", false),
            ("31999999999999999999", false),
        ])
    func `an artist's own visit is kept and not counted`(account: String, isOwn: Bool) throws {
        let stage = try Stage()
        let reply = stage.open(cookie: "segue_own=\(account)")
        #expect(reply.status == 200)
        _ = stage.open("/link/sleeper/to/spotify", cookie: "segue_own=\(account)")
        for kept in stage.house.log.records {
            #expect((kept.event.agent.kind == .human) == !isOwn)
            #expect((kept.event.visitor == 0) == isOwn)
        }
        #expect(stage.house.log.records.map(\.event.kind) == [.visit, .clickThrough])
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
