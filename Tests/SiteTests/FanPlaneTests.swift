import Bytes
import HTTP
import Smartlink
import Testing

private let iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    + "Version/18.5 Mobile/15E148 Safari/604.1"
private let desktop =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

private func house(_ change: (inout Link) -> Void = { _ in }) throws -> FanHouse {
    let house = try FanHouse()
    let code = try #require(Code("sleeper"))
    var link = Link(
        code: code, account: 1, kind: .track, title: "Sleeper", artist: "Mira",
        createdAt: Instant(ms: 0))
    link.id = 42
    link.destinations = [
        Destination(
            platform: "spotify", url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"),
        Destination(platform: "apple-music", url: "https://music.apple.com/us/song/1559523359"),
    ]
    link.affiliate = ["apple-music": ["at": "1000l4"]]
    var rule = Rule(to: .platform("apple-music"))
    rule.os = [.ios]
    link.rules = [rule]
    change(&link)
    house.put(link)
    return house
}

private func head(
    _ target: String, _ agent: String = desktop, method: String = "GET", _ more: String = ""
) -> String {
    "\(method) \(target) HTTP/1.1\nHost: music.example\nUser-Agent: \(agent)" + more
}

@Test func `a first visit is shown the page and recorded as a visit`() throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper"))
    #expect(reply.answer == .replied(waits: true))
    #expect(reply.status == 200)
    #expect(reply.body.contains("/link/sleeper/to/spotify"))
    #expect(reply.field("Content-Length") == "\(reply.body.utf8.count)")
    let kept = try #require(house.log.records.first)
    #expect(kept.event.kind == .visit)
    #expect(kept.event.reason == .page)
    #expect(kept.event.link == 42)
    #expect(kept.event.visitor != 0)
    #expect(kept.agent == desktop)
}

@Test func `a button redirects, remembers the platform and counts the click-through`() throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper/to/spotify"))
    #expect(reply.status == 302)
    #expect(reply.field("Location") == "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
    #expect(
        reply.field("Set-Cookie")
            == "segue_platform=spotify; Path=/link; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure"
    )
    #expect(reply.field("Cache-Control") == "no-store")
    #expect(house.log.records.map(\.event.kind) == [.clickThrough])
}

@Test(
    arguments: [
        ("", Reason.page, 200), ("\nCookie: segue_platform=spotify", .cookie, 302),
        ("\nCookie: other=1; segue_platform=tidal", .page, 200),
    ])
func `a cookie decides where the link reaches its platform`(
    more: String, reason: Reason, status: Int
) throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper", desktop, more))
    #expect(reply.status == status)
    #expect(house.log.records.map(\.event.reason) == [reason])
}

@Test func `a rule sends an iPhone to Apple Music with the artist's affiliate token`() throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper", iPhone))
    #expect(reply.field("Location") == "https://music.apple.com/us/song/1559523359?at=1000l4")
    #expect(house.log.records.map(\.event.kind) == [.redirect])
    #expect(house.ask(head("/link/sleeper?choose", iPhone)).status == 200)
}

@Test func `a fan who asks for privacy gets no hash and a bare address`() throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper", iPhone, "\nSec-GPC: 1"))
    #expect(reply.field("Location") == "https://music.apple.com/us/song/1559523359")
    #expect(house.log.records.map(\.event.visitor) == [0])
}

@Test(
    arguments: [
        ("HEAD", ""), ("GET", "\nSec-Purpose: prefetch;prerender"), ("GET", "\nPurpose: prefetch"),
        ("GET", "\nX-Moz: prefetch"), ("GET", "\nX-Purpose: preview"),
    ])
func `what nobody tapped is answered alike and flagged`(method: String, more: String) throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper", iPhone, method: method, more))
    #expect(reply.status == 302)
    #expect(house.log.records.map(\.event.agent.kind) == [.prefetch])
    #expect(house.log.records.map(\.event.visitor) == [0])
}

@Test func `HEAD has the page's head and no body`() throws {
    let house = try house()
    let whole = house.ask(head("/link/sleeper"))
    let bare = house.ask(head("/link/sleeper", desktop, method: "HEAD"))
    #expect(bare.body.isEmpty)
    #expect(bare.field("Content-Length") == whole.field("Content-Length"))
}

@Test func `a preview crawler gets the page and its tags, whatever its system`() throws {
    let house = try house()
    let reply = house.ask(head("/link/sleeper", "TelegramBot (like TwitterBot)"))
    #expect(reply.status == 200)
    #expect(reply.body.contains("og:title"))
    #expect(house.log.records.map(\.event.reason) == [.preview])
}

@Test func `nobody has that link, or the artist took it away`() throws {
    let house = try house { $0.isDisabled = true }
    #expect(house.ask(head("/link/nobody")).status == 404)
    let gone = house.ask(head("/link/sleeper", desktop, "\nAccept-Language: de-AT, en;q=0.5"))
    #expect(gone.status == 410)
    #expect(gone.body.contains("lang=\"de\""))
    #expect(house.log.records.isEmpty)
}

@Test func `a changed link is another link at the next request`() throws {
    let house = try house()
    #expect(house.ask(head("/link/sleeper/to/spotify")).status == 302)
    #expect(house.ask(head("/link/sleeper/to/spotify")).status == 302)
    #expect(house.readings == 1)
    let code = try #require(Code("sleeper"))
    var link = try #require(house.link(code))
    link.destinations[0].url = "https://open.spotify.com/track/0000000000000000000000"
    link.title = "Waker"
    link.version += 1
    house.put(link)
    let reply = house.ask(head("/link/sleeper/to/spotify"))
    #expect(reply.field("Location") == "https://open.spotify.com/track/0000000000000000000000")
    #expect(house.ask(head("/link/sleeper")).body.contains("Waker"))
}

@Test func `the country field counts only from a trusted proxy`() throws {
    let house = try house()
    _ = house.ask(head("/link/sleeper", desktop, "\nCF-IPCountry: de"), vouched: true)
    _ = house.ask(head("/link/sleeper", desktop, "\nCF-IPCountry: DE"))
    _ = house.ask(head("/link/sleeper", desktop, "\nCF-IPCountry: XX"), vouched: true)
    _ = house.ask(head("/link/sleeper", desktop, "\nCF-IPCountry: T1"), vouched: true)
    #expect(house.log.records.map(\.event.country.text) == ["DE", "", "", ""])
}

@Test func `channel and referrer are kept as people wrote them`() throws {
    let house = try house()
    let more = "\nReferer: https://l.instagram.com/x?y"
    _ = house.ask(head("/link/sleeper?ch=summer%20tour+2026", desktop, more))
    _ = house.ask(head("/link/sleeper?utm_source=mail&x=%"))
    #expect(house.log.records.map(\.channel) == ["summer tour 2026", "mail"])
    #expect(house.log.records.map(\.referrer) == ["l.instagram.com", ""])
}

@Test(
    arguments: [
        ("https://music.example/link/sleeper?ch=qr", "qr", ""),
        ("https://music.example/link/sleeper/?x&utm_source=summer%20tour#a", "summer tour", ""),
        ("http://music.example/link/sleeper#?ch=qr", "", ""),
        ("https://music.example/link/sleeper", "", ""),
        ("https://music.example/link/another?ch=qr", "", ""),
        ("https://music.example/link/sleeper/embed?ch=qr", "", ""),
        ("https://music.example?ch=qr", "", ""),
        ("https://music.example.evil.example/link/sleeper?ch=qr", "", "music.example.evil.example"),
        ("https://music.example@evil.example/link/sleeper?ch=qr", "", "evil.example"),
        ("https://music.example:81/link/sleeper?ch=qr", "", "music.example"),
        ("https://blog.example/link/sleeper?ch=qr", "", "blog.example"),
        ("//music.example/link/sleeper?ch=qr", "", "music.example"), ("", "", ""),
    ])
func `a button counts under the channel of the page it was pressed on`(
    referer: String, channel: String, referrer: String
) throws {
    let house = try house()
    _ = house.ask(head("/link/sleeper/to/spotify", desktop, "\nReferer: \(referer)"))
    let kept = try #require(house.log.records.first)
    #expect(kept.event.kind == .clickThrough)
    #expect(kept.channel == channel)
    #expect(kept.referrer == referrer)
}

@Test func `the page is known by the name it was opened under, and by the one it goes by`() throws {
    let house = try house()
    let named = "\nReferer: https://other.example:8443/link/sleeper?ch=qr"
    let request = head("/link/sleeper/to/spotify", desktop, named)
    _ = house.ask(request.replacing("Host: music.example", with: "Host: other.example:8443"))
    let behind = head(
        "/link/sleeper/to/spotify", desktop,
        "\nReferer: https://music.example/link/sleeper?ch=qr")
    _ = house.ask(behind.replacing("Host: music.example", with: "Host: 127.0.0.1:8080"))
    #expect(house.log.records.map(\.channel) == ["qr", "qr"])
    #expect(house.log.records.map(\.referrer) == ["", ""])
}

@Test func `a button's own channel wins, and a visit takes none from the page before it`() throws {
    let house = try house()
    let more = "\nReferer: https://music.example/link/sleeper?ch=qr"
    _ = house.ask(head("/link/sleeper/to/spotify?ch=radio", desktop, more))
    _ = house.ask(head("/link/sleeper?choose", desktop, more))
    #expect(house.log.records.map(\.channel) == ["radio", ""])
    #expect(house.log.records.map(\.referrer) == ["", ""])
}

@Test(
    arguments: [
        "/", "/link/", "/link", "/link/sleeper.json", "/link/sleeper/", "/link/sleeper/to/",
        "/link/sleeper/to", "/link/sleeper/card.jpg", "/api/v1/links", "/link//to/spotify",
        "/link/" + String(repeating: "a", count: 65),
    ])
func `what is not a fan's tap is passed on`(target: String) throws {
    let house = try house()
    let answer = house.ask(head(target)).answer
    #expect(answer == (target == "/link/sleeper/" ? .replied(waits: true) : .passed))
}

@Test func `a page is compressed for those who take it and kept in both forms`() throws {
    let house = try house()
    let packed = house.ask(head("/link/sleeper", desktop, "\nAccept-Encoding: gzip, br"))
    #expect(packed.field("Content-Encoding") == "gzip")
    #expect(house.ask(head("/link/sleeper")).field("Content-Encoding") == nil)
}

@Test func `a platform that is no platform leads to the page, and a missing one to its search`()
    throws
{
    let house = try house()
    #expect(house.ask(head("/link/sleeper/to/napster")).status == 200)
    let search = house.ask(head("/link/sleeper/to/tidal"))
    #expect(search.status == 302)
    #expect(search.field("Location")?.contains("tidal.com/search") == true)
    #expect(house.log.records.map(\.event.reason) == [.unavailable, .search])
}
