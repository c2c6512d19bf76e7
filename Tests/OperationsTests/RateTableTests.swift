import Smartlink
import Testing

@testable import Operations

struct RateTableTests {
    let rate = Rate(burst: 3, perMinute: 60)

    @Test func `a burst passes, then one a second`() {
        var table = RateTable<Int>(rate, subjectsMax: 10)
        let now = Instant(ms: 1_000_000)
        for _ in 0..<3 { #expect(table.take(1, at: now) == nil) }
        #expect(table.take(1, at: now) == 1)
        #expect(table.take(1, at: Instant(ms: now.ms + 999)) == 1)
        #expect(table.take(1, at: Instant(ms: now.ms + 1_000)) == nil)
        #expect(table.take(1, at: Instant(ms: now.ms + 1_000)) == 1)
    }

    @Test func `subjects do not share a bucket`() {
        var table = RateTable<Int>(Rate(burst: 1, perMinute: 1), subjectsMax: 10)
        #expect(table.take(1, at: Instant(ms: 0)) == nil)
        #expect(table.take(2, at: Instant(ms: 0)) == nil)
        #expect(table.take(1, at: Instant(ms: 0)) == 60)
    }

    @Test func `asking how long to wait takes nothing`() {
        var table = RateTable<Int>(Rate(burst: 1, perMinute: 1), subjectsMax: 10)
        for _ in 0..<5 { #expect(table.wait(1, at: Instant(ms: 0)) == nil) }
        #expect(table.take(1, at: Instant(ms: 0)) == nil)
    }

    @Test func `an idle bucket fills no further than its burst`() {
        var table = RateTable<Int>(rate, subjectsMax: 10)
        _ = table.take(1, at: Instant(ms: 0))
        let later = Instant(ms: 3_600_000)
        for _ in 0..<3 { #expect(table.take(1, at: later) == nil) }
        #expect(table.take(1, at: later) != nil)
    }

    @Test func `a clock set back locks nobody out for longer than an empty bucket`() {
        var table = RateTable<Int>(rate, subjectsMax: 10)
        for _ in 0..<3 { _ = table.take(1, at: Instant(ms: 1_000_000_000)) }
        #expect(table.take(1, at: Instant(ms: 0)) == 1)
        #expect(table.take(1, at: Instant(ms: 0)).map { $0 <= 3 } ?? true)
    }

    @Test func `the table never grows beyond its bound and keeps the worst offender`() {
        var table = RateTable<Int>(rate, subjectsMax: 4)
        for _ in 0..<3 { _ = table.take(0, at: Instant(ms: 0)) }
        for subject in 1...100 { _ = table.take(subject, at: Instant(ms: 0)) }
        #expect(table.count == 4)
        #expect(table.take(0, at: Instant(ms: 0)) == 1)
    }
}
