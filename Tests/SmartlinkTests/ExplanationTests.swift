import Bytes
import Smartlink
import Testing

struct ExplanationTests {
    @Test func `the explanation tells each step up to the one that decided`() {
        var link = Link.sample()
        var rule = Rule(to: .platform("apple-music"))
        rule.os = [.ios]
        link.rules = [rule]
        var enquiry = Enquiry(now: Link.noon, agent: Agent(os: .ios))
        enquiry.remembered = "tidal"
        let told = explain(enquiry, link: link, catalogue: Config.catalogue)
        #expect(told.kindName == "redirect")
        #expect(told.decision.reason == .rule)
        #expect(told.location == "https://music.apple.com/us/song/sleeper/1440")
        #expect(
            told.steps.map(\.rule)
                == ["disabled", "preview", "presave", "choose", "cookie", "rules[0]"])
        #expect(told.steps.filter(\.matched).map(\.rule) == ["rules[0]"])
        #expect(told.steps[4].why == "the cookie names tidal; the link has no TIDAL destination")
    }

    /// The walk over the link and the decision over its prepared bytes share no code; they must
    /// agree.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `explaining and deciding agree over random visits`(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        for _ in 0..<500 {
            let link = RandomLink.link(&random)
            let enquiry = RandomLink.enquiry(&random)
            let told = explain(enquiry, link: link, catalogue: Config.catalogue)
            let last = told.steps.last?.rule ?? ""
            #expect(
                expected(told.decision, link) == last,
                "seed \(seed): \(told) for \(enquiry) at \(link)")
            #expect(told.steps.dropLast().allSatisfy { !$0.matched })
            #expect(told.steps.last?.matched == true)
            #expect((told.location == nil) == (told.kindName != "redirect"))
            if told.decision.reason == .device || told.decision.reason == .cookie {
                let id = Config.catalogue.platform(number: told.decision.platform)?.id ?? ""
                #expect(told.steps.last?.why.contains(id) == true)
            }
        }
    }

    private func expected(_ decision: Decision, _ link: Link) -> String {
        if decision.kind == .gone { return "disabled" }
        switch decision.reason {
        case .preview: return "preview"
        case .presave: return "presave"
        case .asked: return "asked"
        case .search: return "search"
        case .unavailable: return "unavailable"
        case .cookie: return "cookie"
        case .rule: return "rules[\(decision.rule)]"
        case .app: return "app"
        case .device: return "mode"
        case .page: return "mode"
        }
    }
}

/// Links and visits that meet often enough for every branch.
enum RandomLink {
    private static let ids = Config.catalogue.platforms.map(\.id)
    private static let countries = ["DE", "FR", "US", "JP", ""]
    private static let languages = ["de", "en", "fil", ""]
    private static let hosts = ["instagram.com", "l.instagram.com", "t.co", "example.org", ""]
    private static let channels = ["story", "tour 2026", "Café", ""]

    private static func some<Value>(
        _ values: [Value], _ random: inout SeededNumbers, chance: Int = 3
    ) -> [Value] {
        guard Int.random(in: 0..<chance, using: &random) == 0 else { return [] }
        return values.filter { _ in Bool.random(using: &random) }
    }

    private static func one<Value>(_ values: [Value], _ random: inout SeededNumbers) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    static func link(_ random: inout SeededNumbers) -> Link {
        var link = Link.sample()
        link.destinations = ids.filter { _ in Bool.random(using: &random) }.map { id in
            var destination = Destination(platform: id, url: "https://\(id).example/x?y=1#z")
            destination.territories = some(["DE", "FR", "US"], &random)
            destination.status = one([.verified, .verified, .pending, .unavailable], &random)
            return destination
        }
        link.isDisabled = Int.random(in: 0..<20, using: &random) == 0
        link.mode = one([.page, .direct], &random)
        if Int.random(in: 0..<5, using: &random) == 0 {
            link.releaseAt = Instant(ms: Link.noon.ms + .random(in: -1...1, using: &random))
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            var rule = Rule(to: Bool.random(using: &random) ? .page : .platform(one(ids, &random)))
            rule.country = some(["DE", "US"].compactMap { ShortCode($0) }, &random)
            rule.os = some([.ios, .android, .other], &random)
            rule.language = some(["DE", "fil"].compactMap { ShortCode($0) }, &random)
            rule.referrer = some(["instagram.com", "t.co"], &random)
            rule.channel = some(["STORY", "tour 2026", "café"], &random)
            rule.inApp = one([nil, nil, true, false], &random)
            if Int.random(in: 0..<6, using: &random) == 0 { rule.after = Link.noon }
            if Int.random(in: 0..<6, using: &random) == 0 { rule.before = Link.noon }
            link.rules.append(rule)
        }
        return link
    }

    static func enquiry(_ random: inout SeededNumbers) -> Enquiry {
        let agent = Agent(
            kind: one([.human, .human, .human, .crawler, .preview], &random),
            os: one(OperatingSystem.allCases, &random), isInApp: Bool.random(using: &random),
            app: one([0, 0, 1, 2, 3], &random))
        var enquiry = Enquiry(
            now: Instant(ms: Link.noon.ms + .random(in: -1...1, using: &random)), agent: agent)
        enquiry.asked = one([nil, nil, nil, nil, "unheard-of", one(ids, &random)], &random)
        enquiry.remembered = one([nil, "unheard-of", one(ids, &random)], &random)
        enquiry.choosing = false
        enquiry.country = ShortCode(one(countries, &random)) ?? .unknown
        enquiry.language = ShortCode(one(languages, &random)) ?? .unknown
        enquiry.referrer = one(hosts, &random)
        enquiry.channel = one(channels, &random)
        return enquiry
    }
}
