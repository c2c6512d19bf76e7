// From a tap on "Pre-save" to the fan's library, over a running server and the sandbox: whatever is wired wrongly
// in between shows here.
import EventLoop
import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

/// A server with one release to come, and the platforms it saves on.
private struct Stage {
    let service: Service
    let sandbox: SandboxStage
    let owner: Int64

    static let code = "out-soon"
    static let agent =
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    init(_ place: borrowing Workplace) async throws {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "127.0.0.1:0", "data": place.data]
        sources.environment = ["SEGUE_WORKERS": "1", "SEGUE_LOG_LEVEL": "error"]
        var configuration = try sources.configuration()
        sandbox = try DemoPlatforms.start(for: &configuration)
        service = try await Service.start(configuration, log: Log(level: .error))
        let made = try await service.actions.createAccount(name: "Mira", plan: .pro, credits: 1)
        owner = made.account.id
        let tomorrow = Instant(ms: SystemClock.realMs() + 86_400_000)
        _ = try await service.actions.createLink(
            LinkOrder(slug: Self.code), for: made.account
        ) { link in
            link.title = "Never Gonna Give You Up"
            link.artist = "Rick Astley"
            link.isrc = "GBARL9300135"
            link.releaseAt = tomorrow
        }
    }

    func stop() async {
        await service.stop()
        await sandbox.stop()
    }

    /// Goes to a platform and back as a browser does; the page at the end, and the fan's cookie.
    func presave(
        on platform: String, as fan: String? = nil, meanwhile: () async throws -> Void = {}
    ) async throws -> (page: String, fan: String) {
        let begun = await Exchange.get(
            "/link/\(Self.code)/presave/\(platform)", at: service.address, Self.agent,
            "Cookie: segue_fan=\(fan ?? "none")")
        let cookies = Exchange.values("Set-Cookie", of: begun).map { $0.prefix { $0 != ";" } }
        let page = try await agree(
            to: target(of: begun, at: sandbox.address), with: cookies, meanwhile: meanwhile)
        let fan = try #require(cookies.first { $0.hasPrefix("segue_fan=") })
        return (page, String(fan.dropFirst("segue_fan=".count)))
    }

    /// Says yes on a platform's page and comes back with these cookies; the page at the end.
    private func agree(
        to wish: String, with cookies: [Substring], meanwhile: () async throws -> Void = {}
    ) async throws -> String {
        let query = try #require(wish.firstRange(of: "?"))
        let agreed = await Exchange.post(
            String(wish[..<query.lowerBound]),
            wish[query.upperBound...] + "&fan=Ada&market=US&decision=allow", at: sandbox.address)
        let back = try target(of: agreed, at: service.address)
        try await meanwhile()
        return await Exchange.get(
            back, at: service.address, Self.agent, "Cookie: \(cookies.joined(separator: "; "))")
    }

    /// Sends the form of the page after a pre-save, by way of the platform where it wants to be asked; that page again.
    func follow(on platform: String, as fan: String) async throws -> String {
        let answer = await Exchange.post(
            "/me/\(fan)/follow", "link=\(Self.code)&platform=\(platform)", at: service.address,
            Self.agent)
        guard let refresh = Exchange.values("Refresh", of: answer).first else { return answer }
        let address = refresh.dropFirst("0;url=".count)
        try #require(address.hasPrefix(sandbox.address))
        let cookies = Exchange.values("Set-Cookie", of: answer).map { $0.prefix { $0 != ";" } }
        return try await agree(
            to: String(address.dropFirst(sandbox.address.count)), with: cookies)
    }

    /// Path and query of where an answer leads to.
    private func target(of answer: String, at address: String) throws -> String {
        let location = try #require(Exchange.values("Location", of: answer).first, "\(answer)")
        try #require(location.hasPrefix(address + "/"), "\(location)")
        return String(location.dropFirst(address.utf8.count))
    }

    func release() async throws {
        let now = Instant(ms: SystemClock.realMs())
        _ = try await service.actions.updateLink(Self.code, of: owner) { $0.releaseAt = now }
    }

    /// What the fan's export says, once it says that so often.
    func export(of fan: String, saying word: String, times: Int = 1) async -> String {
        for _ in 0..<600 {
            let text = await Exchange.get("/me/\(fan).json", at: service.address)
            if text.ranges(of: word).count == times { return text }
            try? await Task.sleep(nanoseconds: 100_000_000)
        }
        return "nothing of \(word) in a minute"
    }
}

@Suite(.serialized)
struct PresaveTests {
    @Test func `a pre-save is in the fan's library once the music is out, on every platform`()
        async throws
    {
        let platforms = ["spotify", "youtube-music", "tidal", "deezer", "soundcloud"]
        let place = Workplace()
        let stage = try await Stage(place)
        var fan: String?
        for platform in platforms {
            let (page, known) = try await stage.presave(on: platform, as: fan)
            #expect(page.hasPrefix("HTTP/1.1 200 "), "\(platform)")
            #expect(fan == nil || fan == known)
            fan = known
        }
        let export = await stage.export(of: try #require(fan), saying: "queued", times: 5)
        #expect(platforms.allSatisfy { export.contains($0) })
        try await stage.release()
        _ = await stage.export(of: try #require(fan), saying: #""state":"saved""#, times: 5)
        let metrics = await Exchange.get("/metrics", at: try #require(stage.service.metricsAddress))
        #expect(metrics.contains("segue_saves{state=\"saved\"} 5"))
        for platform in platforms {
            let library = await Exchange.get(
                "/admin/library?platform=\(platform)", at: stage.sandbox.address)
            #expect(library.contains(#""title":"Never Gonna Give You Up""#))
            #expect(library.contains(#""fan":"Ada""#))
            #expect(library.contains(#""count":1"#))
            let label = "{platform=\"\(platform)\",outcome=\"saved\"} 1"
            #expect(metrics.contains("segue_platform_requests_total" + label))
        }
        // The same address is now the way to the music.
        let page = await Exchange.get("/link/\(Stage.code)?choose", at: stage.service.address)
        #expect(!page.contains("/presave/"))
        await stage.stop()
    }

    @Test func `who wished to follow the artist follows them once the music is out`() async throws {
        let platforms = ["spotify", "youtube-music", "tidal", "deezer", "soundcloud"]
        let place = Workplace()
        let stage = try await Stage(place)
        var fan: String?
        for platform in platforms {
            let (page, known) = try await stage.presave(on: platform, as: fan)
            #expect(page.contains("/me/\(known)/follow"), "\(platform)")
            fan = known
            let marked = try await stage.follow(on: platform, as: known)
            #expect(marked.hasPrefix("HTTP/1.1 200 "), "\(platform)")
            #expect(!marked.contains("/me/\(known)/follow"), "\(platform)")
        }
        let followed = try #require(fan)
        _ = await stage.export(of: followed, saying: #""follow":"wanted""#, times: 5)
        for platform in platforms {
            let library = await Exchange.get(
                "/admin/library?platform=\(platform)", at: stage.sandbox.address)
            #expect(library.contains(#""library":[]"#), "\(platform)")
        }
        try await stage.release()
        let export = await stage.export(of: followed, saying: #""follow":"done""#, times: 5)
        #expect(export.ranges(of: #""state":"saved""#).count == 5)
        for platform in platforms {
            let library = await Exchange.get(
                "/admin/library?platform=\(platform)", at: stage.sandbox.address)
            #expect(
                library.ranges(of: #""kind":"artist""#).count == 1
                    && library.ranges(of: #""kind":"track""#).count == 1, "\(platform)")
        }
        await stage.stop()
    }

    @Test func `a key that is rotated beside the server seals what is queued, and it is saved`()
        async throws
    {
        let place = Workplace()
        let stage = try await Stage(place)
        let (_, fan) = try await stage.presave(on: "spotify")
        let rotated = await place.run("key", "rotate", "--json")
        #expect(rotated.failure == nil)
        #expect(rotated.answer == "{\"resealed\":1}\n")
        #expect(ProgramFile.names(in: "\(place.data)/keys").contains("2.key"))
        try await stage.release()
        #expect(
            await stage.export(of: fan, saying: #""state":"saved""#).contains(#""state":"saved""#))
        let status = await place.run("saves", "status", "--json").answer
        #expect(status.contains(#""platform":"spotify","state":"saved","reason":null,"count":1"#))
        // Nothing is kept of what has been delivered.
        #expect(await place.run("key", "rotate", "--json").answer == "{\"resealed\":0}\n")
        await stage.stop()
    }

    @Test func `a platform that answers nonsense has saved nothing`() async throws {
        // Where each platform takes a save.
        let ways = [
            "spotify": "/v1/me/library", "youtube-music": "/youtube/v3/videos/rate",
            "tidal": "/v2/userCollectionTracks", "deezer": "/user/me/tracks",
            "soundcloud": "/likes",
        ]
        let place = Workplace()
        let stage = try await Stage(place)
        var fan: String?
        for (platform, way) in ways {
            fan = try await stage.presave(on: platform, as: fan).fan
            let fault = #"{"fault":"garbage","times":1,"path":"/\#(platform)\#(way)"}"#
            _ = await Exchange.post("/admin/faults", fault, at: stage.sandbox.address)
        }
        try await stage.release()
        _ = await stage.export(of: try #require(fan), saying: #""state":"saved""#, times: 5)
        let metrics = await Exchange.get("/metrics", at: try #require(stage.service.metricsAddress))
        for platform in ways.keys {
            let label = "{platform=\"\(platform)\",outcome=\"unreachable\"} 1"
            #expect(metrics.contains("segue_platform_requests_total" + label), "\(platform)")
            let library = await Exchange.get(
                "/admin/library?platform=\(platform)", at: stage.sandbox.address)
            #expect(library.contains(#""count":1"#), "\(platform)")
        }
        await stage.stop()
    }

    @Test func `a release that comes while the fan is at the platform is saved at once`()
        async throws
    {
        let place = Workplace()
        let stage = try await Stage(place)
        let (page, fan) = try await stage.presave(on: "spotify") { try await stage.release() }
        #expect(page.hasPrefix("HTTP/1.1 200 "))
        #expect(
            await stage.export(of: fan, saying: #""state":"saved""#).contains(#""state":"saved""#))
        await stage.stop()
    }

    @Test func `a link that goes while the fan is at the platform saves nothing`() async throws {
        let place = Workplace()
        let stage = try await Stage(place)
        let (page, fan) = try await stage.presave(on: "spotify") {
            _ = try await stage.service.actions.updateLink(Stage.code, of: stage.owner) {
                $0.isDisabled = true
            }
        }
        #expect(page.hasPrefix("HTTP/1.1 410 "))
        let export = await stage.export(of: fan, saying: #""presaves":[]"#)
        #expect(export.contains(#""presaves":[]"#))
        let unknown = await Exchange.get(
            "/link/nobody/presave/spotify", at: stage.service.address, Stage.agent)
        #expect(unknown.hasPrefix("HTTP/1.1 404 "))
        await stage.stop()
    }

    @Test func `a fan who is erased leaves no letter behind`() async throws {
        let place = Workplace()
        let stage = try await Stage(place)
        let (_, fan) = try await stage.presave(on: "spotify")
        let asked = await Exchange.post(
            "/link/\(Stage.code)/subscribe", "address=ada%40example.org&reminder=1&wording=en-1",
            at: stage.service.address, Stage.agent, "Cookie: segue_fan=\(fan)")
        #expect(asked.hasPrefix("HTTP/1.1 200 "))
        func letters() -> Int {
            ProgramFile.names(in: "\(place.data)/outbox").count { $0.hasSuffix(".eml") }
        }
        for _ in 0..<600 where letters() == 0 {
            try await Task.sleep(nanoseconds: 100_000_000)
        }
        #expect(letters() == 1)
        let erased = await Exchange.post("/me/\(fan)/erase", "sure=1", at: stage.service.address)
        #expect(erased.hasPrefix("HTTP/1.1 200 "))
        #expect(letters() == 0)
        let page = await Exchange.get("/me/\(fan)", at: stage.service.address)
        #expect(page.hasPrefix("HTTP/1.1 404 "))
        await stage.stop()
    }
}
