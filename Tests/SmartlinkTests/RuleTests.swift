import Bytes
import Smartlink
import Testing

/// Every condition of a rule, alone and together.
struct RuleTests {
    private func rule(_ change: (inout Rule) -> Void) -> Rule {
        var rule = Rule(to: .platform("deezer"))
        change(&rule)
        return rule
    }

    private func matches(_ rule: Rule, _ fan: Fan) -> Bool {
        var link = Link.sample()
        link.rules = [rule]
        return fan.opens(link).reason == .rule
    }

    @Test func `a rule without conditions always holds`() {
        #expect(matches(rule { _ in }, Fan()))
    }

    @Test(arguments: [("DE", true), ("FR", true), ("US", false), ("", false)])
    func `country`(country: String, holds: Bool) {
        var fan = Fan()
        fan.visit.country = ShortCode(country) ?? .unknown
        let codes = ["DE", "FR"].compactMap { ShortCode($0) }
        #expect(matches(rule { $0.country = codes }, fan) == holds)
    }

    @Test(arguments: OperatingSystem.allCases)
    func `operating system`(os: OperatingSystem) {
        var fan = Fan()
        fan.visit.agent.os = os
        #expect(matches(rule { $0.os = [.ios, .macos] }, fan) == [.ios, .macos].contains(os))
        #expect(matches(rule { $0.os = [.other] }, fan) == (os == .other))
    }

    @Test(arguments: [("de", true), ("fil", true), ("en", false), ("", false), ("d", false)])
    func `language`(language: String, holds: Bool) {
        var fan = Fan()
        fan.visit.language = ShortCode(language) ?? .unknown
        let codes = ["DE", "fil"].compactMap { ShortCode($0) }
        #expect(matches(rule { $0.language = codes }, fan) == holds)
    }

    @Test(
        arguments: [
            ("instagram.com", true), ("l.instagram.com", true), ("L.Instagram.COM", true),
            ("notinstagram.com", false), ("instagram.com.evil.example", false), ("com", false),
            ("", false), ("t.co", true),
        ])
    func `referrer stands for its subdomains`(host: String, holds: Bool) {
        var fan = Fan()
        fan.comes(from: host)
        #expect(matches(rule { $0.referrer = ["instagram.com", "t.co"] }, fan) == holds)
    }

    @Test(
        arguments: [
            ("newsletter", true), ("NewsLetter", true), ("news%6Cetter", true), ("tour+2026", true),
            ("tour%202026", true), ("caf%C3%A9", true), ("news", false), ("newsletters", false),
            ("", false), ("%", false), ("newsletter%", false),
        ])
    func `channel as it stands in the query`(channel: String, holds: Bool) {
        var fan = Fan()
        fan.comes(through: channel)
        #expect(
            matches(rule { $0.channel = ["newsletter", "tour 2026", "café"] }, fan) == holds)
    }

    @Test(arguments: [true, false])
    func `in-app`(isInApp: Bool) {
        var fan = Fan()
        fan.visit.agent.isInApp = isInApp
        #expect(matches(rule { $0.inApp = true }, fan) == isInApp)
        #expect(matches(rule { $0.inApp = false }, fan) == !isInApp)
    }

    @Test(arguments: [(-1, false), (0, true), (999, true), (1000, false)])
    func `after is inclusive, before exclusive`(offset: Int64, holds: Bool) {
        var fan = Fan()
        fan.visit.now = Instant(ms: Link.noon.ms + offset)
        let window = rule {
            $0.after = Link.noon
            $0.before = Instant(ms: Link.noon.ms + 1000)
        }
        #expect(matches(window, fan) == holds)
    }

    @Test func `all conditions must hold`() {
        let all = rule {
            $0.country = [ShortCode("DE")].compactMap(\.self)
            $0.os = [.ios]
            $0.language = [ShortCode("de")].compactMap(\.self)
            $0.referrer = ["instagram.com"]
            $0.channel = ["story"]
            $0.inApp = true
            $0.after = Instant(ms: 0)
            $0.before = Instant(ms: .max)
        }
        var fan = Fan()
        fan.visit.country = ShortCode("DE") ?? .unknown
        fan.visit.language = ShortCode("de") ?? .unknown
        fan.visit.agent = Agent(os: .ios, isInApp: true)
        fan.comes(from: "l.instagram.com")
        fan.comes(through: "story")
        #expect(matches(all, fan))
        let spoilers: [(inout Visit) -> Void] = [
            { $0.country = .unknown }, { $0.language = .unknown }, { $0.agent.os = .android },
            { $0.agent.isInApp = false }, { $0.referrer = .none }, { $0.channel = .none },
            { $0.now = Instant(ms: -1) },
        ]
        for spoil in spoilers {
            var other = fan
            spoil(&other.visit)
            #expect(!matches(all, other))
        }
    }

    @Test func `the first rule that matches wins and is named`() {
        var link = Link.sample()
        var ios = Rule(to: .platform("apple-music"))
        ios.os = [.ios]
        var german = Rule(to: .page)
        german.country = [ShortCode("DE")].compactMap(\.self)
        link.rules = [ios, german, Rule(to: .platform("deezer"))]
        var fan = Fan()
        fan.visit.country = ShortCode("DE") ?? .unknown
        #expect(fan.opens(link) == Decision(kind: .page, reason: .rule, rule: 1))
        fan.visit.agent.os = .ios
        #expect(fan.opens(link).rule == 0)
        fan.visit = Visit(now: Link.noon, agent: Agent())
        #expect(fan.opens(link).rule == 2)
    }
}
