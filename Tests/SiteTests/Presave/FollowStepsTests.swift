import HTTP
import Operations
import Smartlink
import Store
import Testing

@testable import Site

struct FollowStepsTests {
    private func presaved(on platform: String) async throws -> (
        house: PresaveHouse, fan: Int64, path: String, done: PresaveHouse.Page
    ) {
        let house = try await PresaveHouse()
        try await house.link()
        let (_, done) = try await house.presave(on: platform)
        let (fan, token) = try house.fan(done)
        return (house, fan, "/me/\(token)", done)
    }

    private func follow(_ house: PresaveHouse, _ fan: Int64) async throws -> Save.Follow? {
        try await house.store.holdings(of: fan)?.saves.first?.save.follow
    }

    @Test func `a form marks the save, without another word from the platform`() async throws {
        let (house, fan, path, done) = try await presaved(on: "tidal")
        #expect(done.text.contains("action=\"\(path)/follow\""))
        let page = try #require(
            try await house.ask(.post, "\(path)/follow", "link=summer&platform=tidal"))
        #expect(page.status == 200 && !page.text.contains("\(path)/follow"))
        #expect(page.text.contains("is followed on"))
        #expect(try await follow(house, fan) == .wanted)
        #expect(house.steps == ["presaveStarted", "presaveAuthorised", "presaveQueued"])
        let held = try #require(try await house.ask(.get, path))
        #expect(held.text.contains("will be followed too"))
        let export = try #require(try await house.ask(.get, "\(path).json"))
        #expect(export.text.contains(#""follow":"wanted""#))
    }

    @Test func `who is asked once more goes to the platform and comes back to a marked save`()
        async throws
    {
        let (house, fan, path, done) = try await presaved(on: "spotify")
        #expect(done.text.contains("asks for your permission once more"))
        let ask = try #require(
            try await house.ask(.post, "\(path)/follow", "link=summer&platform=spotify"))
        // A redirect would be stopped by `form-action`.
        #expect(ask.status == 200 && ask.fields["Location"] == nil)
        let refresh = try #require(ask.fields["Refresh"])
        #expect(refresh.hasPrefix("0;url=https://spotify.example/authorize?both&state="))
        #expect(ask.cookie.contains("segue_oauth_spotify="))
        #expect(try await follow(house, fan) == Save.Follow.none)
        let state = String(try #require(refresh.split(separator: "state=").last))
        let back = try #require(
            try await house.ask(
                .get, "/oauth/spotify/callback?code=both&state=\(state)", cookie: ask.cookie))
        #expect(back.status == 200 && back.text.contains("is followed on"))
        #expect(try await follow(house, fan) == .wanted)
        // The steps of the pre-save, once.
        #expect(house.steps == ["presaveStarted", "presaveAuthorised", "presaveQueued"])
    }

    @Test func `who says no there keeps the pre-save, and no failure is counted`() async throws {
        let (house, fan, path, _) = try await presaved(on: "spotify")
        let ask = try #require(
            try await house.ask(.post, "\(path)/follow", "link=summer&platform=spotify"))
        let state = try #require(ask.fields["Refresh"]?.split(separator: "state=").last)
        let back = try #require(
            try await house.ask(
                .get, "/oauth/spotify/callback?error=access_denied&state=\(state)",
                cookie: ask.cookie))
        #expect(back.status == 200 && back.text.contains("\(path)/follow"))
        #expect(try await follow(house, fan) == Save.Follow.none)
        #expect(try await house.store.holdings(of: fan)?.saves.first?.save.state == .queued)
        #expect(house.steps.count == 3)
    }

    @Test func `too late, or without a pre-save, it leads to the fan's own page`() async throws {
        let (house, fan, path, _) = try await presaved(on: "tidal")
        for form in ["link=summer&platform=spotify", "link=summer&platform="] {
            let page = try await house.ask(.post, "\(path)/follow", form)
            #expect(page?.status == 303 && page?.fields["Location"] == path)
        }
        for form in ["", "link=summer", "link=winter&platform=tidal"] {
            #expect(try await house.ask(.post, "\(path)/follow", form)?.status == 404)
        }
        let forged = try await house.ask(
            .post, "/me/forged/follow", "link=summer&platform=tidal")
        #expect(forged?.status == 404)
        #expect(try await follow(house, fan) == Save.Follow.none)
    }

    @Test func `Apple offers nobody to follow, and an address left once is not asked for again`()
        async throws
    {
        let (house, _, path, done) = try await presaved(on: "tidal")
        #expect(done.text.contains("class=\"signup\""))
        _ = try await house.ask(
            .post, "/link/summer/subscribe", "address=mira%40example.org&news=1&wording=r1",
            cookie: done.cookie)
        let again = try #require(
            try await house.ask(.post, "\(path)/follow", "link=summer&platform=tidal"))
        #expect(!again.text.contains("class=\"signup\""))
        let begun = try #require(
            try await house.ask(.get, "/link/summer/presave/apple-music"))
        let parts = begun.text.split(separator: "name=\"state\" value=\"")
        let state = try #require(parts.count == 2 ? parts[1].split(separator: "\"").first : nil)
        let apple = try #require(
            try await house.ask(
                .post, "/oauth/apple-music/callback", "token=t&state=\(state)",
                cookie: begun.cookie))
        #expect(apple.status == 200 && !apple.text.contains("/follow\""))
    }
}
