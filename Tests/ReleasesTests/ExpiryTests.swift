import Smartlink
import Testing

@testable import Releases

struct ExpiryTests {
    private static let dies = Instant(ms: ReleaseDay.release.ms + 86_400_000)
    private static let far = Instant(ms: dies.ms + 1)

    /// Fan 1 has no address, fan 2 has one; both agreed for a day beyond the release.
    private func movedDay() async throws -> (ReleaseDay, Link) {
        let day = try await ReleaseDay()
        let link = try await day.link()
        for id in 1...2 as ClosedRange<Int64> {
            try await day.queue(id, link, diesAt: Self.dies)
        }
        try await day.subscribe(20, of: 2, link)
        try await day.confirm(20)
        try await day.move(link, to: Self.far)
        return (day, link)
    }

    @Test func `a grant that dies before the moved release ends the save in a day, or reminds`()
        async throws
    {
        let (day, _) = try await movedDay()
        day.wait(ms: SaveLimits.dyingMs - 1)
        #expect(try await day.run() == 0)
        #expect(try day.number("SELECT count(*) FROM grants") == 2)
        day.wait(ms: 1)
        #expect(try await day.run() == 2)
        let expired = try await day.save(of: 1)
        #expect(expired.state == .expired && expired.reason == .expired)
        let reminder = try await day.save(of: 2)
        #expect(reminder.mode == .reminder && reminder.state == .queued)
        #expect(try day.number("SELECT count(*) FROM grants") == 0)
        day.set(Self.far)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 2).state == .reminded)
        #expect(day.tidal.calls.isEmpty)
    }

    @Test func `a date that is corrected within the day costs nobody anything`() async throws {
        let (day, link) = try await movedDay()
        day.wait(ms: 3_600_000)
        var present = link
        present.version += 1
        try await day.move(present, to: ReleaseDay.release)
        day.wait(ms: SaveLimits.dyingMs - 3_600_000)
        day.set(ReleaseDay.release)
        #expect(try await day.run() == 2)
        for fan in 1...2 as ClosedRange<Int64> {
            #expect(try await day.save(of: fan).state == .saved)
        }
    }

    @Test func `a grant that lives as long as anybody knows waits for its day`() async throws {
        let day = try await ReleaseDay()
        let link = try await day.link()
        try await day.queue(1, link)
        try await day.move(link, to: Self.far)
        day.set(Instant(ms: Self.far.ms - 1))
        #expect(try await day.run() == 0)
        day.set(Self.far)
        #expect(try await day.run() == 1)
        #expect(try await day.save(of: 1).state == .saved)
    }
}
