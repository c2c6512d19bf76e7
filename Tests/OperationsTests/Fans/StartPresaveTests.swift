import Operations
import Smartlink
import Store
import Testing

struct StartPresaveTests {
    private func word(_ start: PresaveStart) -> String {
        switch start {
        case .authorise: "authorise"
        case .script: "script"
        case .remind: "remind"
        case .released: "released"
        }
    }

    private func start(_ desk: FanDesk, _ platform: String = "tidal") async throws -> String {
        word(try await desk.actions.startPresave("summer", on: platform, FanDesk.trace))
    }

    @Test func `each platform begins in its own way`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        #expect(try await start(desk, "tidal") == "authorise")
        #expect(try await start(desk, "apple-music") == "script")
        // Nobody can save there.
        #expect(try await start(desk, "bandcamp") == "remind")
    }

    @Test(arguments: [("winter", "tidal"), ("summer", "napster"), ("../x", "tidal"), ("", "")])
    func `what there is not is not found`(code: String, platform: String) async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let failure = await #expect(throws: Failure.self) {
            try await desk.actions.startPresave(code, on: platform, FanDesk.trace)
        }
        #expect(failure?.code == .notFound)
        #expect(try desk.number("SELECT count(*) FROM fans") == 0)
    }

    @Test func `a grant that dies before the release makes it a reminder`() async throws {
        let desk = try await FanDesk()
        let link = try await desk.link()
        let day: Int64 = 86_400_000
        desk.platform.grantsLive(ms: 2 * day)
        #expect(try await start(desk) == "remind")
        desk.platform.grantsLive(ms: 2 * day + 1)
        #expect(try await start(desk) == "authorise")
        #expect(desk.actions.mode(of: "tidal", for: link, at: FanDesk.start) == .direct)
        // The same platform takes what comes out sooner.
        let later = Instant(ms: FanDesk.start.ms - 1)
        #expect(desk.actions.mode(of: "tidal", for: link, at: later) == .reminder)
    }

    @Test func `what the platform cannot find by code or address is a reminder`() async throws {
        let desk = try await FanDesk()
        var link = try await desk.link()
        let mode = { (link: Link) in
            desk.actions.mode(of: "tidal", for: link, at: FanDesk.start)
        }
        #expect(mode(link) == .direct)
        link.isrc = nil
        #expect(mode(link) == .reminder)
        var place = Destination(platform: "tidal", url: "https://tidal.example/track/1")
        place.status = .pending
        link.destinations = [place]
        #expect(mode(link) == .reminder)
        link.destinations[0].status = .verified
        #expect(mode(link) == .direct)
        link.destinations = []
        link.kind = .album
        #expect(mode(link) == .reminder)
        link.upc = "4006381333931"
        #expect(mode(link) == .direct)
        link.kind = .playlist
        #expect(mode(link) == .reminder)
    }

    @Test func `music that is out, or was never to come, is not pre-saved`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link { $0.releaseAt = FanDesk.start }
        #expect(try await start(desk) == "released")
        _ = try await desk.link("plain") { $0.releaseAt = nil }
        let plain = try await desk.actions.startPresave("plain", on: "tidal", FanDesk.trace)
        #expect(word(plain) == "released")
        _ = try await desk.link("ended") { $0.isDisabled = true }
        let ended = try await desk.actions.startPresave("ended", on: "tidal", FanDesk.trace)
        #expect(word(ended) == "released")
    }

    @Test func `a local release is out for whom it is midnight, and not for others`() async throws {
        let desk = try await FanDesk()
        // Noon in UTC; the date begins at 23:00 UTC in Berlin.
        _ = try await desk.link { link in
            link.releaseMode = .local
            link.releaseAt = FanDesk.release
        }
        desk.wait(ms: 11 * 3_600_000)
        var berlin = FanDesk.trace
        berlin.zone = "Europe/Berlin"
        let there = try await desk.actions.startPresave("summer", on: "tidal", berlin)
        #expect(word(there) == "released")
        #expect(try await start(desk) == "authorise")
    }

    @Test func `a fan is who their cookie names, else a new one`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        var trace = FanDesk.trace
        trace.country = try #require(ShortCode("DE"))
        trace.zone = "Europe/Berlin"
        let first = try await desk.begin("summer", "tidal", trace)
        #expect(first.fan.zone == "Europe/Berlin" && first.fan.country.text == "DE")
        var again = FanDesk.trace
        again.fan = first.fan.id
        again.locale = "fr"
        again.zone = "../../etc/passwd"
        let second = try await desk.begin("summer", "tidal", again)
        #expect(second.fan.id == first.fan.id && second.fan.locale == "fr")
        // What is said no more, and what is no zone, changes nothing.
        #expect(second.fan.zone == "Europe/Berlin" && second.fan.country.text == "DE")
        // A fan who was erased, or never was.
        again.fan = 12_345
        #expect(try await desk.begin("summer", "tidal", again).fan.id != 12_345)
        #expect(try await desk.begin().fan.id != first.fan.id)
    }

    @Test func `nothing a fan carries away lies in the store`() async throws {
        let desk = try await FanDesk()
        _ = try await desk.link()
        let begun = try await desk.begin()
        let stored = try desk.number(
            """
            SELECT count(*) FROM authorisations
            WHERE state = CAST('\(begun.state)' AS BLOB) OR browser = CAST('\(begun.browser)' AS BLOB)
            """)
        #expect(stored == 0)
        #expect(try desk.number("SELECT count(*) FROM authorisations") == 1)
    }
}
