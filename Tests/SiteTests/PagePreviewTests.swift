import Bytes
import HTTP
import Pages
import Smartlink
import Testing

@testable import Site

struct PagePreviewTests {
    private func request(_ agent: String, _ language: String = "en") -> Request {
        Request(
            method: .post, path: "/", fields: ["User-Agent": agent, "Accept-Language": language],
            arrival: Arrival(
                peer: PeerAddress(v4: 0), isSecure: true, nowMs: 1_795_305_600_000, closes: false))
    }

    private func link() throws -> Link {
        var link = Link(
            code: try #require(Code("mira-sleeper")), account: 1, kind: .track, title: "Sleeper",
            artist: "Mira", createdAt: Instant(ms: 0))
        var spotify = Destination(
            platform: "spotify", url: "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
        spotify.status = .verified
        var apple = Destination(
            platform: "apple-music", url: "https://music.apple.com/us/album/1440")
        apple.status = .verified
        var tidal = Destination(platform: "tidal", url: "https://tidal.com/browse/track/77")
        tidal.status = .pending
        link.destinations = [spotify, apple, tidal]
        return link
    }

    private let phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
        + "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"

    @Test func `a preview offers what a fan would be offered, in their order and language`() throws
    {
        let tables = try FanHouse().inForce.tables
        let facts = tables.preview(try link(), as: .released, for: request(phone, "de"))
        #expect(facts.offers.map(\.platform.id) == ["apple-music", "spotify"])
        #expect(facts.use == .preview && facts.state == .released && facts.wording.tag == "de")
        #expect(facts.presaves.isEmpty && !facts.hasPlayer)
    }

    @Test func `before release it names the platforms the link names`() throws {
        let tables = try FanHouse().inForce.tables
        let facts = tables.preview(try link(), as: .presave, for: request(""))
        #expect(Set(facts.presaves.map(\.platform.id)) == ["apple-music", "spotify", "tidal"])
    }
}
