import Operations
import Smartlink
import Store
import Testing

@testable import Releases

/// A release at local midnight, run by a clock that is moved by hand.
struct LocalReleaseTests {
    private func fires(
        on date: String, _ zones: [(name: String, at: String)]
    ) async throws {
        let day = try await ReleaseDay()
        let release = try #require(Instant(rfc3339: "\(date)T12:00:00Z"))
        let link = try await day.link(releaseAt: release, mode: .local)
        for (number, zone) in zones.enumerated() {
            try await day.queue(Int64(number + 1), link)
            var fan = Fan(id: Int64(number + 1), locale: "en", createdAt: day.now)
            fan.zone = zone.name
            try await day.store.keep(fan)
        }
        try await day.actions.reschedule(link)
        for (number, zone) in zones.enumerated() {
            let moment = try #require(Instant(rfc3339: zone.at))
            day.set(Instant(ms: moment.ms - 1))
            #expect(try await day.run() == 0, "\(zone.name) before its midnight")
            day.set(moment)
            #expect(try await day.run() == 1, "\(zone.name) at its midnight")
            #expect(try await day.save(of: Int64(number + 1)).state == .saved)
        }
        #expect(day.tidal.calls.count == zones.count)
    }

    @Test func `each fan's save fires at their own midnight, over 26 hours`() async throws {
        try await fires(
            on: "2026-12-04",
            [
                ("Pacific/Kiritimati", "2026-12-03T10:00:00Z"),
                ("Europe/Berlin", "2026-12-03T23:00:00Z"),
                ("America/New_York", "2026-12-04T05:00:00Z"),
                ("Pacific/Honolulu", "2026-12-04T10:00:00Z"),
            ])
    }

    @Test func `where clocks skip or have changed that night, the day's first moment counts`()
        async throws
    {
        // Summer time begins in New York two hours into the day, and in Havana at its very start.
        try await fires(
            on: "2027-03-14",
            [
                ("Europe/Berlin", "2027-03-13T23:00:00Z"),
                ("America/New_York", "2027-03-14T05:00:00Z"),
            ])
        try await fires(on: "2027-03-14", [("America/Havana", "2027-03-14T05:00:00Z")])
        try await fires(on: "2027-03-28", [("Europe/Berlin", "2027-03-27T23:00:00Z")])
        try await fires(on: "2027-03-29", [("Europe/Berlin", "2027-03-28T22:00:00Z")])
    }
}
