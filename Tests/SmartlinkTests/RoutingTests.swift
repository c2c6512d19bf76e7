import Bytes
import Smartlink
import Testing

/// SPEC §2's order, each step alone and against the next.
struct RoutingTests {
    @Test func `a disabled link is gone, even for a preview crawler`() {
        var link = Link.sample()
        link.isDisabled = true
        var fan = Fan()
        fan.visit.agent.kind = .preview
        #expect(fan.opens(link) == Decision(kind: .gone, reason: .unavailable))
    }

    @Test func `a preview crawler gets the page whatever else holds`() {
        var link = Link.sample()
        link.mode = .direct
        link.releaseAt = Instant(ms: Link.noon.ms + 1)
        var fan = Fan()
        fan.visit.agent.kind = .preview
        fan.visit.asked = Config.number("spotify")
        fan.visit.remembered = Config.number("spotify")
        #expect(fan.opens(link) == Decision(kind: .page, reason: .preview))
    }

    @Test(arguments: [Agent.Kind.human, .crawler, .prefetch])
    func `other bots get a human's answer`(kind: Agent.Kind) {
        var fan = Fan()
        fan.visit.agent.kind = kind
        fan.visit.asked = Config.number("deezer")
        #expect(
            fan.opens(.sample())
                == Decision(kind: .redirect, reason: .asked, platform: Config.number("deezer")))
    }

    @Test func `the pre-save page stands until the very millisecond of the release`() {
        var link = Link.sample()
        link.releaseAt = Link.noon
        var fan = Fan()
        fan.visit.asked = Config.number("spotify")
        fan.visit.now = Instant(ms: Link.noon.ms - 1)
        #expect(fan.opens(link) == Decision(kind: .presave, reason: .presave))
        fan.visit.now = Link.noon
        #expect(fan.opens(link).kind == .redirect)
    }

    @Test func `what is asked for beats choosing, cookie, rule, app and device`() {
        var link = Link.sample()
        link.mode = .direct
        link.rules = [Rule(to: .platform("apple-music"))]
        var fan = Fan()
        fan.visit.asked = Config.number("deezer")
        fan.visit.choosing = true
        fan.visit.remembered = Config.number("spotify")
        fan.visit.agent.app = Config.number("spotify")
        #expect(fan.opens(link).platform == Config.number("deezer"))
        fan.visit.asked = 0
        #expect(fan.opens(link) == Decision(kind: .page, reason: .page))
        fan.visit.choosing = false
        #expect(
            fan.opens(link)
                == Decision(kind: .redirect, reason: .cookie, platform: Config.number("spotify")))
        fan.visit.remembered = 0
        #expect(
            fan.opens(link)
                == Decision(
                    kind: .redirect, reason: .rule, platform: Config.number("apple-music")))
        link.rules = []
        #expect(
            fan.opens(link)
                == Decision(kind: .redirect, reason: .app, platform: Config.number("spotify")))
        fan.visit.agent.app = 0
        fan.visit.agent.os = .ios
        #expect(
            fan.opens(link)
                == Decision(
                    kind: .redirect, reason: .device, platform: Config.number("apple-music")))
        link.mode = .page
        #expect(fan.opens(link) == Decision(kind: .page, reason: .page))
    }

    @Test(
        arguments: [
            (OperatingSystem.ios, "apple-music"), (.macos, "apple-music"), (.android, "spotify"),
            (.windows, "spotify"), (.linux, "spotify"), (.chromeos, "spotify"), (.other, "spotify"),
        ])
    func `direct mode takes the device's first platform that is reached`(
        os: OperatingSystem, platform: String
    ) {
        var link = Link.sample()
        link.mode = .direct
        var fan = Fan()
        fan.visit.agent.os = os
        #expect(fan.opens(link).platform == Config.number(platform))
    }

    @Test func `direct mode shows the page where nothing is reached`() {
        var link = Link.sample()
        link.mode = .direct
        link.destinations = []
        #expect(Fan().opens(link) == Decision(kind: .page, reason: .page))
    }

    @Test(arguments: [Destination.Status.pending, .unavailable])
    func `a destination that is not verified is never routed to`(status: Destination.Status) {
        var link = Link.sample()
        link.mode = .direct
        for place in link.destinations.indices { link.destinations[place].status = status }
        var fan = Fan()
        fan.visit.remembered = Config.number("spotify")
        fan.visit.agent.app = Config.number("deezer")
        #expect(fan.opens(link) == Decision(kind: .page, reason: .page))
    }

    // MARK: A platform the link does not reach

    @Test func `a platform without destination is searched`() {
        var fan = Fan()
        fan.visit.asked = Config.number("tidal")
        let decision = fan.opens(.sample())
        #expect(
            decision == Decision(kind: .search, reason: .search, platform: Config.number("tidal")))
        #expect(location(decision, .sample()) == "https://tidal.com/search?q=Mira%20Sleeper")
    }

    @Test func `a platform without search page leads to the page that says so`() {
        let catalogue = Catalogue(
            platforms: [
                Platform(
                    number: 5, id: "tape", name: "Tape", color: "000000", hosts: ["tape.example"])
            ], orders: [:])
        var fan = Fan()
        fan.visit.asked = 5
        #expect(
            fan.opens(.sample(), catalogue: catalogue)
                == Decision(kind: .page, reason: .unavailable, platform: 5))
    }

    @Test(arguments: [Visit.unknownPlatform, 200, 63])
    func `a name that is no platform's leads to the page`(asked: UInt8) {
        var fan = Fan()
        fan.visit.asked = asked
        let decision = fan.opens(.sample())
        #expect(decision.kind == .page)
        #expect(decision.reason == .unavailable)
    }

    @Test func `cookies, rules and apps that are not reached fall through`() {
        var link = Link.sample()
        link.rules = [
            Rule(to: .platform("tidal")), Rule(to: .platform("nowhere")), Rule(to: .page),
        ]
        var fan = Fan()
        fan.visit.remembered = Config.number("tidal")
        fan.visit.agent.app = Config.number("tidal")
        #expect(fan.opens(link) == Decision(kind: .page, reason: .rule, rule: 2))
        link.rules = []
        #expect(fan.opens(link) == Decision(kind: .page, reason: .page))
    }

    // MARK: Territories

    @Test(
        arguments: [
            ("DE", true), ("AT", true), ("FR", false), ("", true), ("ZZ", false), ("T1", true),
        ])
    func `a destination counts only where it exists; an unknown country counts`(
        country: String, isReached: Bool
    ) {
        var link = Link.sample()
        link.destinations[0].territories = ["DE", "at"]
        var fan = Fan()
        fan.visit.country = ShortCode(country) ?? .unknown
        fan.visit.remembered = Config.number("spotify")
        #expect((fan.opens(link).reason == .cookie) == isReached)
        let mask = Route.prepare(link, catalogue: Config.catalogue).withRawSpan {
            Route.reachable($0, from: fan.visit.country, catalogue: Config.catalogue.hot)
        }
        #expect((mask >> UInt64(Config.number("spotify")) & 1 == 1) == isReached)
        #expect(mask >> UInt64(Config.number("deezer")) & 1 == 1)
        #expect(mask.nonzeroBitCount == (isReached ? 3 : 2))
    }

    @Test func `a destination elsewhere is searched from here`() {
        var link = Link.sample()
        link.destinations[0].territories = ["JP"]
        var fan = Fan()
        fan.visit.country = ShortCode("DE") ?? .unknown
        fan.visit.asked = Config.number("spotify")
        #expect(fan.opens(link).reason == .search)
    }

    @Test(arguments: [("US", Reason.asked), ("", .asked), ("DE", .unavailable)])
    func `a platform that does not exist in a country is no target there`(
        country: String, reason: Reason
    ) {
        var link = Link.sample()
        link.destinations.append(
            Destination(platform: "pandora", url: "https://www.pandora.com/artist/mira/TR1"))
        var fan = Fan()
        fan.visit.country = ShortCode(country) ?? .unknown
        fan.visit.asked = Config.number("pandora")
        #expect(fan.opens(link).reason == reason)
        fan.visit.asked = 0
        fan.visit.remembered = Config.number("pandora")
        #expect((fan.opens(link).reason == .cookie) == (reason == .asked))
    }

    // MARK: Robustness

    @Test func `a cut or damaged route never faults`() {
        let whole = Route.prepare(.sample(), catalogue: Config.catalogue)
        var random = SeededNumbers(state: 42)
        var fan = Fan()
        fan.comes(from: "www.instagram.com")
        for round in 0..<2000 {
            var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
            for _ in 0..<(round % 8) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            fan.visit.asked = .random(in: 0...255, using: &random)
            fan.visit.remembered = .random(in: 0...255, using: &random)
            let visit = fan.visit
            bytes.withRawSpan { route in
                fan.request.withRawSpan { request in
                    let decision = decide(
                        visit, route: route, request: request, catalogue: Config.catalogue.hot)
                    _ = [UInt8](bytesMax: 4096) { sink in
                        appendLocation(
                            of: decision, route: route, catalogue: Config.catalogue.hot,
                            form: .tagged, to: &sink)
                    }
                }
            }
        }
        #expect(whole.withRawSpan { Route.isCurrent($0) })
        #expect(!Array(whole.dropLast()).withRawSpan { Route.isCurrent($0) })
    }
}
