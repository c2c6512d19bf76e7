import Smartlink
import Testing

@testable import Pages

struct PlayerButtonTests {
    private func page(_ link: Link, state: Link.State = .released) throws -> String {
        var facts = try Sample.facts(state: state)
        facts.hasPlayer = true
        return Sample.page(link, facts)
    }

    @Test(
        arguments: [
            (.track, "play?artist=Mira%20Vale&amp;title=Sleep%20%26%20Dream"),
            (.album, "play/album?artist=Mira%20Vale&amp;title=Sleep%20%26%20Dream"),
            (
                .playlist,
                "play/playlist?url=https%3A%2F%2Fmusic.example%2Flink%2Fmira-sleeper.xspf"
            ),
        ] as [(Link.Kind, String)])
    func `where nobody answers the button leads to the player's own page`(
        kind: Link.Kind, address: String
    ) throws {
        let page = try page(Sample.listed(kind, title: "Sleep & Dream"))
        #expect(page.contains("href=\"https://parachord.com/\(address)\""))
    }

    @Test func `the button is hidden until a script finds a mouse`() throws {
        let button = try #require(try page(Sample.link()).between("<a class=\"player\"", "</a>"))
        #expect(button.hasPrefix(" hidden "))
        #expect(button.contains("data-action=\"play\""))
        #expect(button.contains("data-link=\"https://music.example/link/mira-sleeper\""))
        #expect(button.hasSuffix(">Play in Parachord"))
    }

    @Test(arguments: [Link.Kind.album, .playlist])
    func `of a list whose songs nobody knows, none is offered`(kind: Link.Kind) throws {
        let list = Sample.link(kind)
        #expect(try !page(list).contains("class=\"player\""))
        #expect(try !page(list).contains("player.js"))
        #expect(try page(Sample.listed(kind)).contains("class=\"player\""))
        #expect(try page(Sample.listed(kind)).contains("player.js"))
    }

    @Test func `it stands apart from the services, whose choice is remembered`() throws {
        let services = try #require(
            try page(Sample.link()).between("<section class=\"services\"", "</section>"))
        #expect(services.contains("class=\"choice\""))
        #expect(!services.contains("class=\"player"))
    }

    @Test func `fingers, and music that is not out, are offered no player`() throws {
        let touched = Sample.page(Sample.link(), try Sample.facts())
        #expect(!touched.contains("class=\"player\"") && !touched.contains("player.js"))
        var link = Sample.link()
        link.releaseAt = Instant(ms: Sample.now.ms + 86_400_000)
        #expect(try !page(link, state: .presave).contains("class=\"player\""))
    }

    @Test func `a link's page may reach the player and nothing else on the machine`() {
        let policy = PagePolicy(sha256: { _ in [] })
        let landing = policy.landingFields[0].value
        #expect(
            landing.contains("connect-src 'self' ws://127.0.0.1:9876 ws://localhost:9876;"))
        #expect(landing.contains("frame-src 'self'"))
        #expect(!policy.contentSecurityPolicy.contains("connect-src"))
        #expect(!policy.contentSecurityPolicy.contains("script-src 'self'"))
    }
}
