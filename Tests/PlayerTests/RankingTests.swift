import Smartlink
import Testing

@testable import Player

func option(
    _ platform: String, _ confidence: Double, _ grade: PlayVerdict.Grade = .sure,
    source: String? = nil, target: String? = nil
) -> PlayOption {
    PlayOption(
        source: source ?? platform, platform: platform,
        target: target ?? "https://\(platform).example/\(confidence)",
        music: Music(kind: .track, title: "Sleeper", artist: "Mira"),
        verdict: PlayVerdict(confidence: confidence, grade: grade, reason: "because"))
}

func away(_ option: PlayOption) -> PlayOption {
    var option = option
    option.isAvailable = false
    return option
}

struct RankingTests {
    /// What there is, what the listener likes, and the platforms in the order they come out in.
    private static let table: [(options: [PlayOption], order: [String], ranked: [String])] = [
        ([option("deezer", 0.9), option("local", 0.8)], ["local"], ["local", "deezer"]),
        (
            [option("deezer", 0.9), option("local", 0.8)], ["deezer", "local"], ["deezer", "local"]
        ),
        // Without a wish, the surer one.
        ([option("deezer", 0.9), option("tidal", 0.95)], ["local"], ["tidal", "deezer"]),
        // No wish makes a guess better than what is sure.
        (
            [option("local", 0.99, .likely), option("tidal", 0.8)], ["local", "tidal"],
            ["tidal", "local"]
        ),
        // Among guesses, tenths count before the wish, hundredths do not.
        (
            [option("local", 0.5, .likely), option("tidal", 0.7, .likely)], ["local"],
            ["tidal", "local"]
        ),
        (
            [option("local", 0.69, .likely), option("tidal", 0.71, .likely)], ["local"],
            ["local", "tidal"]
        ),
        // Availability counts after the wish, and before hundredths.
        (
            [option("spotify", 1), away(option("tidal", 1))], ["tidal", "spotify"],
            ["tidal", "spotify"]
        ),
        ([away(option("tidal", 1)), option("spotify", 0.9)], [], ["spotify", "tidal"]),
        // Something else is last, whatever is liked.
        (
            [option("local", 0.2, .other), option("tidal", 0.6, .likely)], ["local"],
            ["tidal", "local"]
        ),
        // Equal in all: as they came.
        ([option("b", 1), option("a", 1)], [], ["b", "a"]),
    ]

    @Test(arguments: table)
    func `options come in their order`(
        options: [PlayOption], order: [String], ranked: [String]
    ) {
        #expect(Ranking.ranked(options, order: order).map(\.platform) == ranked)
    }

    @Test func `what cannot be played here is opened only if nothing else is there`() {
        let both = Ranking.ranked(
            [away(option("tidal", 1)), option("spotify", 0.9)], order: ["tidal"])
        #expect(Ranking.best(of: both) == 1)
        #expect(Ranking.best(of: [away(option("tidal", 1))]) == 0)
        #expect(Ranking.best(of: [option("tidal", 0.1, .other)]) == nil)
        #expect(Ranking.best(of: []) == nil)
    }

    @Test func `what two sources tell of stands once, as the surer one tells it`() {
        let ranked = Ranking.ranked(
            [
                option("deezer", 0.7, .likely, source: "achordion", target: "https://d/1"),
                option("deezer", 1, source: "link", target: "https://d/1"),
                option("deezer", 0.9, target: "https://d/1"),
            ], order: [])
        #expect(ranked.map(\.source) == ["link"])
    }
}
