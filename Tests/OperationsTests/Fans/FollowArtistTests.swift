import Operations
import Smartlink
import Store
import Testing

struct FollowArtistTests {
    /// A fan with a pre-save on that platform, and the token of their page.
    private func presaved(
        on platform: String, _ adjust: (inout Link) -> Void = { _ in }
    ) async throws -> (desk: FanDesk, fan: Int64, token: String) {
        let desk = try await FanDesk()
        _ = try await desk.link("summer", adjust)
        let begun = try await desk.begin("summer", platform)
        #expect(try await desk.finish(begun, on: platform) == "queued")
        let path = desk.actions.path(of: begun.fan.id)
        return (desk, begun.fan.id, String(path.dropFirst("/me/".utf8.count)))
    }

    @Test func `where saving covers it, the wish is remembered on the save and nothing is asked`()
        async throws
    {
        let (desk, fan, token) = try await presaved(on: "tidal")
        #expect(try await desk.saves(of: fan).map(\.follow) == [.none])
        for _ in 0..<2 {
            guard
                case .wanted(_, _, let save) = try await desk.actions.follow(
                    token, of: "summer", on: "tidal")
            else { return #expect(Bool(false), "not wanted") }
            #expect(save.follow == .wanted)
        }
        let save = try #require(try await desk.saves(of: fan).first)
        #expect(save.follow == .wanted && save.state == .queued && save.dueAt == FanDesk.release)
        #expect(desk.platform.redeemed.count == 1)
    }

    @Test func `where it is a permission of its own, the fan agrees and the grant is replaced`()
        async throws
    {
        let (desk, fan, token) = try await presaved(on: "spotify")
        let started = try await desk.actions.follow(token, of: "summer", on: "spotify")
        guard case .authorise(let same, _, let url, let browser) = started else {
            return #expect(Bool(false), "\(started)")
        }
        #expect(same.id == fan)
        #expect(try await desk.saves(of: fan).map(\.follow) == [.none])
        let begun = FanDesk.Begun(fan: same, state: url, browser: browser)
        #expect(
            try await desk.finish(begun, on: "spotify", .code("both")) == "follows wanted")
        let saves = try await desk.saves(of: fan)
        #expect(saves.map(\.follow) == [.wanted] && saves.map(\.state) == [.queued])
        #expect(try desk.grant()?.access == "access-both")
    }

    @Test(arguments: [PresaveAnswer.refusal("access_denied"), .code("bad")])
    func `who does not agree keeps the pre-save as it was`(answer: PresaveAnswer) async throws {
        let (desk, fan, token) = try await presaved(on: "spotify")
        guard
            case .authorise(let same, _, let url, let browser) = try await desk.actions.follow(
                token, of: "summer", on: "spotify")
        else { return #expect(Bool(false), "nobody asked") }
        desk.spotify.fail(.unreachable)
        let begun = FanDesk.Begun(fan: same, state: url, browser: browser)
        #expect(try await desk.finish(begun, on: "spotify", answer) == "stays none")
        #expect(try await desk.saves(of: fan).map(\.state) == [.queued])
        #expect(try desk.grant()?.access == "access-good")
    }

    @Test func `who takes the pre-save back on the way there gets none by agreeing`() async throws {
        let (desk, fan, token) = try await presaved(on: "spotify")
        guard
            case .authorise(let same, _, let url, let browser) = try await desk.actions.follow(
                token, of: "summer", on: "spotify")
        else { return #expect(Bool(false), "nobody asked") }
        let save = try #require(try await desk.saves(of: fan).first)
        try await desk.actions.revoke(save: save.id, token)
        let begun = FanDesk.Begun(fan: same, state: url, browser: browser)
        #expect(try await desk.finish(begun, on: "spotify") == "closed")
        #expect(try await desk.saves(of: fan).map(\.state) == [.revoked])
        #expect(try desk.grant() == nil)
    }

    @Test func `music that comes out on the way there is not queued a second time`() async throws {
        let (desk, fan, token) = try await presaved(on: "spotify")
        guard
            case .authorise(let same, _, let url, let browser) = try await desk.actions.follow(
                token, of: "summer", on: "spotify")
        else { return #expect(Bool(false), "nobody asked") }
        let before = try await desk.saves(of: fan)
        desk.spotify.whenRedeeming { desk.wait(ms: 86_400_000) }
        let begun = FanDesk.Begun(fan: same, state: url, browser: browser)
        #expect(try await desk.finish(begun, on: "spotify") == "stays none")
        #expect(try await desk.saves(of: fan) == before)
        #expect(
            desk.actions.followTerms(before[0], of: try await desk.link("other")) == .unsupported)
    }

    @Test func `nothing is offered where nobody can be followed, or it is too late`() async throws {
        let (desk, fan, token) = try await presaved(on: "apple-music")
        let code = try #require(Code("summer"))
        let link = try #require(try await desk.store.link(code))
        var save = try #require(try await desk.saves(of: fan).first)
        #expect(desk.actions.followTerms(save, of: link) == .unsupported)
        save.platform = "tidal"
        #expect(desk.actions.followTerms(save, of: link) == .covered)
        for state in Save.State.allCases where state != .queued && state != .waiting {
            var ended = save
            ended.state = state
            #expect(desk.actions.followTerms(ended, of: link) == .unsupported, "\(state)")
        }
        save.mode = .reminder
        #expect(desk.actions.followTerms(save, of: link) == .unsupported)
        for platform in ["apple-music", "tidal", "bandcamp", ""] {
            let start = try await desk.actions.follow(token, of: "summer", on: platform)
            guard case .late = start else { return #expect(Bool(false), "\(platform)") }
        }
    }

    @Test func `a forged token and an unknown link are not found`() async throws {
        let (desk, _, token) = try await presaved(on: "tidal")
        for (token, link) in [("forged", "summer"), (token, "winter"), (token, "%")] {
            await #expect(throws: Failure.self) {
                _ = try await desk.actions.follow(token, of: link, on: "tidal")
            }
        }
    }
}
