import Smartlink
import Testing

@testable import Store

struct StatisticsPlanTests {
    private func marks(day: Int64, month: Int64) -> Marks {
        var marks = Marks()
        marks.day = day
        marks.month = month
        return marks
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `spans cover every hour once, whole days and months behind the marks only`(seed: UInt64) {
        var random = Seeded(state: seed)
        for _ in 0..<300 {
            let day = Int64.random(in: 20_000...20_400, using: &random)
            let month = CivilDay(days: day).firstOfMonth.days
            let first = Int64.random(in: 480_000...489_600, using: &random)
            let end = first + Int64.random(in: 0...7_200, using: &random)
            let plan = StatisticsPlan(first..<end, marks(day: day, month: month))
            for coarsest in Grain.allCases {
                var reached = first
                for span in plan.spans(coarsest: coarsest) {
                    #expect(span.hours.lowerBound == reached && !span.hours.isEmpty)
                    reached = span.hours.upperBound
                    #expect(span.grain.rawValue <= coarsest.rawValue)
                    if span.grain == .hour { continue }
                    #expect(span.hours.lowerBound % 24 == 0 && reached % 24 == 0)
                    #expect(reached <= (span.grain == .day ? day : month) * 24)
                    if span.grain == .day { continue }
                    for edge in [span.hours.lowerBound, reached] {
                        let start = CivilDay(days: edge / 24)
                        #expect(start == start.firstOfMonth)
                    }
                }
                #expect(reached == end)
            }
        }
    }

    @Test func `a year is read as its months`() {
        // All of 2025, all of it settled.
        let year: Range<Int64> = 482_136..<490_896
        let spans = StatisticsPlan(year, marks(day: 20_460, month: 20_454))
            .spans(coarsest: .month)
        #expect(spans == [StatisticsPlan.Span(grain: .month, hours: year)])
    }
}
