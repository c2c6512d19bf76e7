import Smartlink
import Testing

@testable import Platforms

struct SourceBudgetTests {
    /// What may go out within a window at the very most.
    private func most(_ source: String, seconds: Double) -> Double {
        let budget = SourceBudget.documented(source)
        return budget.burst + budget.perSecond * seconds
    }

    @Test func `no window sees more than what is documented`() {
        #expect(most("itunes", seconds: 60) <= 20)
        #expect(most("tidal", seconds: 10) <= 4)
        // A look-up may be two requests.
        #expect(most("deezer", seconds: 5) * 2 <= 50)
        #expect(most("youtube", seconds: 86_400) <= 100)
        // Two requests with 1.1 seconds between them, and as much before the next.
        #expect(most("musicbrainz", seconds: 2.2) < 2)
        #expect(most("achordion", seconds: 0) <= 1)
    }

    @Test func `every source has a budget that moves`() {
        for id in MusicSources.ids + ["another"] {
            let budget = SourceBudget.documented(id)
            #expect(budget.burst >= 1 && budget.perSecond > 0, "\(id)")
        }
        let none = SourceBudget(burst: 0, perSecond: 0)
        #expect(none.burst == 1 && none.perSecond > 0)
    }

    @Test func `looking at an address takes nothing from a budget of searches`() {
        let address = Clue.address(
            MusicAddress(platform: "youtube", kind: .track, id: "x", url: "https://youtu.be/x"))
        #expect(SourceBudget.documented("youtube").cost(of: address) == 0)
        #expect(SourceBudget.documented("youtube").cost(of: .isrc("USRC17607839")) == 1)
        #expect(SourceBudget.documented("spotify").cost(of: address) == 1)
    }
}
