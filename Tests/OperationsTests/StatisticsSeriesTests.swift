import Smartlink
import Testing

@testable import Operations

struct StatisticsSeriesTests {
    // 2026-03-04T15:30:00Z, a Wednesday.
    static let moment: Int64 = 1_772_638_200

    @Test(
        arguments: [
            (Interval.hour, 1_772_636_400, 1_772_640_000), (.day, 1_772_582_400, 1_772_668_800),
            (.week, 1_772_409_600, 1_773_014_400), (.month, 1_772_323_200, 1_775_001_600),
        ] as [(Interval, Int64, Int64)])
    func `an entry starts where its interval does, weeks on Monday`(
        interval: Interval, start: Int64, next: Int64
    ) {
        let scale = SeriesScale(interval: interval, zone: .utc)
        #expect(scale.start(of: Self.moment) == start)
        #expect(scale.next(after: Self.moment) == next)
    }

    @Test func `days start at the zone's midnight`() {
        let scale = SeriesScale(interval: .day, zone: Zone(offset: -5 * 3_600))
        #expect(scale.start(of: 1_772_582_400) == 1_772_582_400 - 19 * 3_600)
    }

    @Test func `a day of 23 hours and one of 25 are whole entries`() throws {
        let berlin = try #require(Zone(rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
        let scale = SeriesScale(interval: .day, zone: berlin)
        let spring = scale.start(of: 1_743_296_400)
        #expect(scale.next(after: spring) - spring == 23 * 3_600)
        let autumn = scale.start(of: 1_761_440_400)
        #expect(scale.next(after: autumn) - autumn == 25 * 3_600)
    }

    @Test func `before 1970 hours are floored too`() {
        #expect(SeriesScale(interval: .hour, zone: .utc).start(of: -1) == -3_600)
    }
}
