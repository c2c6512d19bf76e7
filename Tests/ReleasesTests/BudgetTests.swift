import Smartlink
import Testing

@testable import Releases

struct BudgetTests {
    private let noon = Instant(ms: 1_772_625_600_000)
    private func later(_ ms: Int64) -> Instant { Instant(ms: noon.ms + ms) }

    @Test func `a platform without a budget waits for nothing`() {
        var budget = Budget(perSecond: ["tidal": 0])
        for _ in 0..<1_000 {
            #expect(budget.turn("tidal", at: noon) == 0)
            #expect(budget.turn("spotify", at: noon) == 0)
        }
    }

    @Test func `turns come as far apart as the budget says`() {
        var budget = Budget(perSecond: ["tidal": 4])
        #expect((0..<4).map { _ in budget.turn("tidal", at: noon) } == [0, 250, 500, 750])
        #expect(budget.turn("tidal", at: later(900)) == 100)
        // What was not used is not saved up.
        #expect(budget.turn("tidal", at: later(60_000)) == 0)
        #expect(budget.turn("tidal", at: later(60_000)) == 250)
    }

    @Test func `a turn that is too far off is not taken from others`() {
        var budget = Budget(perSecond: ["tidal": 10])
        let turns = (0..<500).compactMap { _ in budget.turn("tidal", at: noon) }
        #expect(turns.last == Limits.budgetWaitMsMax && turns.count == 51)
        // As if the other 449 had never asked.
        #expect(budget.turn("tidal", at: later(5_000)) == 100)
    }

    @Test func `of a platform that is slower than the longest wait, the next turn is always given`()
    {
        var budget = Budget(perSecond: ["tidal": 0.1])
        #expect(budget.turn("tidal", at: noon) == 0)
        #expect(budget.turn("tidal", at: noon) == 10_000)
        #expect(budget.turn("tidal", at: noon) == nil)
        #expect(budget.turn("tidal", at: later(10_000)) == 10_000)
    }

    @Test func `a clock that was put back stops neither turns nor paused platforms`() {
        var budget = Budget(perSecond: ["tidal": 1])
        budget.pause("spotify", until: later(30_000))
        #expect(budget.turn("tidal", at: noon) == 0)
        #expect(budget.turn("tidal", at: later(-365 * 86_400_000)) == 0)
        #expect(budget.paused(at: later(-365 * 86_400_000)) == [])
    }

    @Test func `a paused platform has no turn, others have theirs`() {
        var budget = Budget(perSecond: [:])
        budget.pause("tidal", until: later(2_000))
        budget.pause("tidal", until: later(1_000))
        #expect(budget.paused(at: later(1_999)) == ["tidal"])
        #expect(budget.turn("tidal", at: later(1_999)) == nil)
        #expect(budget.turn("spotify", at: noon) == 0)
        #expect(budget.paused(at: later(2_000)) == [])
        #expect(budget.turn("tidal", at: later(2_000)) == 0)
    }
}
