import Operations
import ScriptedSources
import Smartlink
import Store
import Testing

struct PursueLinkTests {
    private let hour: Int64 = 3_600_000
    private let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
    private let later = Answers(.missed)

    private func tidal() -> ScriptedSource {
        ScriptedSource("tidal") { [later] _ in later.now }
    }

    private func url(_ number: Int) -> String { "https://tidal.com/browse/track/\(number)" }

    /// Something like it, for the artist to say.
    private func resembling(_ number: Int) -> SourceAnswer {
        var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
        music.durationMs = 192_000
        var candidate = candidate(music, on: "tidal", .words)
        candidate.url = url(number)
        return .found([candidate])
    }

    @Test func `a miss that appears later fills in by itself, and whoever knew is not asked again`()
        async throws
    {
        let tidal = tidal()
        let studio = try await Studio([spotify, tidal])
        let link = try await studio.make(isrc: "QZSBX2600001")
        #expect(try await studio.nextRound() == Instant(ms: link.createdAt.ms + hour))
        try await studio.pursue()
        #expect(tidal.questions.count == 2)
        studio.desk.wait(ms: hour)
        try await studio.pursue()
        #expect(tidal.questions.count == 4)
        #expect(try await studio.link(link).version == 1)
        #expect(
            try await studio.desk.store.nextPursuit() == Instant(ms: link.createdAt.ms + 24 * hour))
        later.become(.found([sleeper(on: "tidal")]))
        studio.desk.wait(ms: 23 * hour)
        try await studio.pursue()
        let filled = try await studio.link(link)
        #expect(filled.on("tidal")?.status == .verified && filled.version == 2)
        #expect(spotify.questions.count == 1)
        #expect(try await studio.desk.store.nextPursuit() == nil)
    }

    @Test func `a search that finds other things of the same name is asked again at the release`()
        async throws
    {
        var live = Music(kind: .track, title: "Sleeper (Live)", artist: "Mira")
        live.durationMs = 300_000
        later.become(.found([candidate(live, on: "tidal", .words)]))
        let tidal = ScriptedSource("tidal", takes: ["words"]) { [later] _ in later.now }
        let studio = try await Studio([spotify, tidal])
        let release = Instant(ms: studio.desk.now.ms + 20 * 24 * hour)
        let link = try await studio.make {
            $0.isrc = "QZSBX2600001"
            $0.releaseAt = release
        }
        _ = try await studio.nextRound()
        for wait in [hour, 23 * hour, 6 * 24 * hour] {
            studio.desk.wait(ms: wait)
            try await studio.pursue()
        }
        #expect(try await studio.desk.store.nextPursuit() == release)
        later.become(.found([sleeper(on: "tidal", .words)]))
        studio.desk.wait(ms: release.ms - studio.desk.now.ms)
        try await studio.pursue()
        #expect(try await studio.link(link).on("tidal")?.status == .verified)
    }

    @Test func `what the artist changed between two rounds is theirs`() async throws {
        let studio = try await Studio([spotify, tidal()])
        let link = try await studio.make(isrc: "QZSBX2600001")
        _ = try await studio.nextRound()
        _ = try await studio.desk.actions.updateLink(link.code.text, of: studio.account.id) {
            [url] link in
            let before = link
            link.title = "Sleeper, at last"
            link.destinations = link.destinations.map { destination in
                var destination = destination
                if destination.platform == "tidal" { destination.url = url(5) }
                return destination
            }
            link.claimDestinations(since: before)
        }
        later.become(.found([sleeper(on: "tidal")]))
        studio.desk.wait(ms: hour)
        try await studio.pursue()
        let now = try await studio.link(link)
        #expect(now.title == "Sleeper, at last")
        #expect(now.on("tidal")?.url == url(5) && now.on("tidal")?.source == .manual)
    }

    @Test(arguments: [Destination.Status.verified, .unavailable])
    func `what the artist confirms or turns down stays so`(status: Destination.Status) async throws
    {
        later.become(resembling(1))
        let studio = try await Studio([spotify, tidal()])
        let link = try await studio.make(isrc: "QZSBX2600001")
        #expect(link.on("tidal")?.status == .pending)
        _ = try await studio.nextRound()
        _ = try await studio.desk.actions.updateLink(link.code.text, of: studio.account.id) {
            link in
            guard let place = link.destinations.firstIndex(where: { $0.platform == "tidal" }) else {
                return
            }
            link.destinations[place].status = status
        }
        later.become(resembling(2))
        studio.desk.wait(ms: hour)
        try await studio.pursue()
        let now = try await studio.link(link)
        #expect(now.on("tidal")?.url == url(1) && now.on("tidal")?.status == status)
    }

    @Test func `a link that goes while it is looked for ends its pursuit`() async throws {
        let latch = Latch()
        let asked = Latch()
        let slow = ScriptedSource("tidal") { _ in
            asked.open()
            await latch.wait()
            return .found([sleeper(on: "tidal")])
        }
        let studio = try await Studio([spotify, slow], graceMs: 1)
        let link = try await studio.make(isrc: "QZSBX2600001")
        await asked.wait()
        try await studio.desk.actions.deleteLink(link.code.text, of: studio.account.id)
        #expect(try await studio.desk.store.nextPursuit() == nil)
        latch.open()
        // One that another process had leased finds nothing to do.
        try await studio.desk.actions.pursue(
            Pursuit(link: link.id, code: link.code, rounds: 3, nextAt: studio.desk.now))
        #expect(try await studio.desk.store.nextPursuit() == nil)
    }

    @Test func `the sources' picture is fetched once and kept; the artist's own stays`()
        async throws
    {
        let cover = "https://img.example/cover.png"
        let pictures = Pictures([cover: TestImage.png(width: 640, height: 640)])
        let pictured = ScriptedSource("spotify") { _ in
            var candidate = sleeper(on: "spotify")
            candidate.music.artworkURL = cover
            return .found([candidate])
        }
        let studio = try await Studio([pictured, tidal()], images: pictures)
        let made = try await studio.make(isrc: "QZSBX2600001")
        let link = try await studio.link(made) { $0.artwork != nil }
        #expect(link.artwork?.width == 640)
        #expect(pictures.fetches == [cover])
        _ = try await studio.nextRound()
        studio.desk.wait(ms: hour)
        try await studio.pursue()
        #expect(pictures.fetches == [cover])
    }

    @Test func `a picture that cannot be had does not keep the rest`() async throws {
        let pictures = Pictures()
        let pictured = ScriptedSource("spotify") { _ in
            var candidate = sleeper(on: "spotify")
            candidate.music.artworkURL = "http://169.254.169.254/cover.png"
            return .found([candidate])
        }
        let studio = try await Studio([pictured, tidal()], images: pictures)
        let link = try await studio.make(isrc: "QZSBX2600001")
        #expect(try await studio.nextRound() == Instant(ms: link.createdAt.ms + hour))
        #expect(pictures.fetches.count == 1)
        later.become(.found([sleeper(on: "tidal")]))
        studio.desk.wait(ms: hour)
        try await studio.pursue()
        #expect(try await studio.link(link).on("tidal")?.status == .verified)
    }

    @Test func `a release that is moved takes its rounds along`() async throws {
        let studio = try await Studio([spotify, tidal()])
        let link = try await studio.make(isrc: "QZSBX2600001")
        _ = try await studio.nextRound()
        let release = Instant(ms: studio.desk.now.ms + hour / 2)
        _ = try await studio.desk.actions.updateLink(link.code.text, of: studio.account.id) {
            $0.releaseAt = release
        }
        #expect(try await studio.desk.store.nextPursuit() == release)
    }

    @Test func `a picture in place of another is fetched first`() async throws {
        let pictures = Pictures(["https://a.example/1.png": TestImage.png(width: 64, height: 48)])
        let studio = try await Studio([spotify], images: pictures)
        let link = try await studio.make(isrc: "QZSBX2600001")
        let code = link.code.text
        let changed = try await studio.desk.actions.updateLink(
            code, of: studio.account.id, artworkURL: "https://a.example/1.png"
        ) { $0.headline = "Out" }
        #expect(changed.artwork?.width == 64 && changed.headline == "Out")
        let failure = await #expect(throws: Failure.self) {
            try await studio.desk.actions.updateLink(
                code, of: studio.account.id, artworkURL: "https://a.example/2.png"
            ) { $0.headline = "In" }
        }
        #expect(failure?.field == "artworkUrl")
        #expect(try await studio.link(link).headline == "Out")
        // Nobody is bothered for a change that cannot be.
        _ = await #expect(throws: Failure.self) {
            try await studio.desk.actions.updateLink(
                code, of: studio.account.id, if: .oneOf([99]),
                artworkURL: "https://a.example/3.png"
            ) { _ in }
        }
        #expect(pictures.fetches == ["https://a.example/1.png", "https://a.example/2.png"])
    }
}
