import Smartlink
import Testing

struct LinkValidationTests {
    struct Mistake: Sendable {
        var field: String
        var make: @Sendable (inout Link) -> Void
    }

    private static let mistakes: [Mistake] = [
        Mistake(field: "title") { $0.title = " \n" },
        Mistake(field: "title") { $0.title = String(repeating: "é", count: 151) },
        Mistake(field: "title") { $0.title = "a\u{0}b" },
        Mistake(field: "artist") { $0.artist = "" },
        Mistake(field: "artist") { $0.artist = "two\nlines" },
        Mistake(field: "album") { $0.album = "" },
        Mistake(field: "headline") { $0.headline = String(repeating: "x", count: 201) },
        Mistake(field: "bio") { $0.bio = String(repeating: "x", count: 2_001) },
        Mistake(field: "cta") { $0.cta = "a\tb" },
        Mistake(field: "isrc") { $0.isrc = "GBARL930013" },
        Mistake(field: "upc") { $0.upc = "602445868163" },
        Mistake(field: "durationMs") { $0.durationMs = 0 },
        Mistake(field: "releaseAt") { $0.releaseAt = Instant(ms: .max) },
        Mistake(field: "destinations[1].platform") { $0.destinations[1].platform = "napster" },
        Mistake(field: "destinations[1].platform") { $0.destinations[1].platform = "spotify" },
        Mistake(field: "destinations[0].url") {
            $0.destinations[0].url = "https://evil.example/?open.spotify.com"
        },
        Mistake(field: "destinations[0].url") {
            $0.destinations[0].url = "https://open.spotify.com@evil.example/"
        },
        Mistake(field: "destinations[0].url") {
            $0.destinations[0].url = "https://open.spotify.com:8443/track/1"
        },
        Mistake(field: "destinations[0].url") { $0.destinations[0].url = "spotify:track:1" },
        Mistake(field: "destinations[0].url") {
            $0.utm.content = "x"
            $0.destinations[0].url =
                "https://open.spotify.com/" + String(repeating: "a", count: 2_020)
        },
        Mistake(field: "destinations[2].confidence") { $0.destinations[2].confidence = .nan },
        Mistake(field: "destinations[2].territories[1]") {
            $0.destinations[2].territories = ["DE", "GER"]
        },
        Mistake(field: "rules[1].to") {
            $0.rules = [Rule(to: .page), Rule(to: .platform("napster"))]
        },
        Mistake(field: "rules") {
            $0.rules = Array(repeating: Rule(to: .page), count: LinkLimits.rulesMax + 1)
        },
        Mistake(field: "rules[0].when.country[0]") {
            $0.rules = [rule { $0.country = [ShortCode("GER") ?? .unknown] }]
        },
        Mistake(field: "rules[0].when.language[0]") {
            $0.rules = [rule { $0.language = [ShortCode("e1") ?? .unknown] }]
        },
        Mistake(field: "rules[0].when.referrer[0]") {
            $0.rules = [rule { $0.referrer = ["https://x.example"] }]
        },
        Mistake(field: "rules[0].when.channel[1]") {
            $0.rules = [rule { $0.channel = ["a", ""] }]
        },
        Mistake(field: "rules[0].when.channel") {
            $0.rules = [rule { $0.channel = Array(repeating: "a", count: 17) }]
        },
        Mistake(field: "rules[0].when.before") {
            $0.rules = [
                rule {
                    $0.after = Link.noon
                    $0.before = Link.noon
                }
            ]
        },
        Mistake(field: "utm.source") { $0.utm.source = "" },
        Mistake(field: "utm.term") { $0.utm.term = "a\r\nb" },
        Mistake(field: "affiliate.napster") { $0.affiliate = ["napster": ["a": "b"]] },
        Mistake(field: "affiliate.spotify.a b") { $0.affiliate = ["spotify": ["a b": "c"]] },
        Mistake(field: "affiliate.spotify.at") { $0.affiliate = ["spotify": ["at": ""]] },
        Mistake(field: "tracks[0].title") { $0.tracks = [Track(title: "")] },
        Mistake(field: "tracks") {
            $0.tracks = Array(repeating: Track(title: "a"), count: LinkLimits.tracksMax + 1)
        },
        Mistake(field: "variants") {
            $0.split = Split(variants: [SplitShare(variant: $0.code, weight: 1)])
        },
        Mistake(field: "variants") { $0.split = split(9) { _ in } },
        Mistake(field: "variants[1].weight") { $0.split = split { $0.variants[1].weight = 0 } },
        Mistake(field: "variants[0].weight") {
            $0.split = split { $0.variants[0].weight = LinkLimits.shareWeightMax + 1 }
        },
        Mistake(field: "variants[1].variant") {
            $0.split = split { $0.variants[1].variant = $0.variants[0].variant }
        },
        Mistake(field: "endsAt") {
            $0.split = split {
                $0.startsAt = Instant(ms: 2)
                $0.endsAt = Instant(ms: 2)
            }
        },
        Mistake(field: "startsAt") { $0.split = split { $0.startsAt = Instant(ms: .max) } },
    ]

    private static func split(_ variants: Int = 2, _ change: (inout Split) -> Void) -> Split {
        var split = Split(
            variants: (1...variants).compactMap { number in
                Code("v\(number)").map { SplitShare(variant: $0, weight: 1) }
            })
        change(&split)
        return split
    }

    private static func rule(_ change: (inout Rule) -> Void) -> Rule {
        var rule = Rule(to: .page)
        change(&rule)
        return rule
    }

    @Test(arguments: mistakes.indices)
    func `every mistake is named by its field`(index: Int) {
        let mistake = Self.mistakes[index]
        var link = Link.sample()
        mistake.make(&link)
        #expect {
            try validate(link, catalogue: Config.catalogue)
        } throws: {
            ($0 as? Failure)?.field == mistake.field
        }
    }

    @Test func `a good link comes back in its stored form`() throws {
        var link = Link.sample()
        link.title = "  Sleeper "
        link.isrc = "gb-arl-93-00135"
        link.upc = "00602445868162"
        link.bio = "Two\nlines"
        link.destinations[0].url = "HTTPS://OPEN.spotify.com./track/ü"
        link.destinations[0].territories = ["de"]
        var rule = Rule(to: .platform("spotify"))
        rule.country = [ShortCode("de") ?? .unknown]
        rule.referrer = ["Instagram.COM."]
        link.rules = [rule]
        let stored = try normalized(link, catalogue: Config.catalogue)
        #expect(stored.title == "Sleeper")
        #expect(stored.isrc == "GBARL9300135")
        #expect(stored.upc == "602445868162")
        #expect(stored.destinations[0].url == "https://open.spotify.com/track/%C3%BC")
        #expect(stored.destinations[0].territories == ["DE"])
        #expect(stored.rules[0].country.map(\.text) == ["DE"])
        #expect(stored.rules[0].referrer == ["instagram.com"])
        #expect(try normalized(stored, catalogue: Config.catalogue) == stored)
    }

    @Test func `an artist may vouch for another host, but not for another kind of URL`() throws {
        var link = Link.sample()
        link.destinations[0].isCustom = true
        link.destinations[0].url = "https://mira.example/sleeper"
        try validate(link, catalogue: Config.catalogue)
        link.destinations[0].url = "https://10.0.0.1/"
        #expect(throws: Failure.self) { try validate(link, catalogue: Config.catalogue) }
    }

    @Test func `a link whose route would not fit is refused whole`() {
        var link = Link.sample()
        let rules = (0..<LinkLimits.rulesMax).map { _ in
            Self.rule {
                $0.referrer = (0..<16).map { "\($0)." + String(repeating: "a.", count: 50) + "de" }
                $0.channel = (0..<16).map { "\($0)" + String(repeating: "b", count: 60) }
            }
        }
        link.rules = rules
        #expect {
            try validate(link, catalogue: Config.catalogue)
        } throws: {
            ($0 as? Failure)?.code == .tooLarge
        }
    }
}
