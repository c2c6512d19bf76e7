import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct StatisticsTests {
    @Test func `the answer has the documented shape`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(
            .get, "/links/mira/stats?from=2026-03-02T00:00:00Z&to=2026-03-05T00:00:00Z")
        try #require(answer.status == 200, "\(answer.json.text)")
        #expect(
            answer.json.names == ["totals", "series", "by", "botsBy", "funnel", "experiment"])
        #expect(answer.json["experiment"] == .null)
        let counts = [
            "visits", "uniques", "clickThroughs", "presaves", "signups", "conversions",
            "conversionRate", "bots",
        ]
        #expect(answer.json["totals"]?.names == counts)
        let series = answer.json["series"]?.items ?? []
        #expect(series.first?.names == ["start"] + counts)
        #expect(
            series.map { $0["start"] } == [
                "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z",
            ])
        #expect(
            answer.json["by"]?.names == [
                "platform", "country", "os", "referrer", "channel", "variant", "reason",
            ])
    }

    @Test func `what fans did is counted where and when they did it`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let link = try await house.actions.showLink("mira", of: house.account.id)
        func event(_ kind: Event.Kind, hoursAgo: Int64, visitor: UInt64, platform: UInt8 = 0)
            -> Event
        {
            var event = Event(
                at: Instant(ms: House.start.ms - hoursAgo * 3_600_000), link: link.id, kind: kind,
                reason: kind == .redirect ? .device : .page,
                agent: Agent(kind: visitor == 9 ? .crawler : .human, os: .ios))
            event.visitor = visitor
            event.platform = platform
            event.country = ShortCode("DE") ?? .unknown
            return event
        }
        house.keep([
            (event(.visit, hoursAgo: 20, visitor: 1), "UA", "instagram.com", "story"),
            (event(.clickThrough, hoursAgo: 20, visitor: 1, platform: 1), "UA", "", ""),
            (event(.redirect, hoursAgo: 1, visitor: 2, platform: 2), "UA", "", ""),
            (event(.visit, hoursAgo: 1, visitor: 9), "Bot", "", ""),
        ])
        let answer = await house.ask(.get, "/links/mira/stats?from=2026-03-03&tz=-04:00").json
        let totals = answer["totals"]
        #expect(totals?["visits"] == 2)
        #expect(totals?["uniques"] == 2)
        #expect(totals?["clickThroughs"] == 2)
        #expect(totals?["conversions"] == 2)
        #expect(totals?["conversionRate"] == 1)
        #expect(totals?["bots"] == 1)
        #expect(
            answer["series"]?.items.map { [$0["start"], $0["visits"]] } == [
                ["2026-03-03T04:00:00Z", 1], ["2026-03-04T04:00:00Z", 1],
            ])
        let platforms = (answer["by"]?["platform"]?.items ?? []).compactMap { $0["key"]?.string }
        #expect(platforms.contains("spotify"))
        #expect(
            answer["by"]?["country"]
                == [["key": "DE", "visits": 2, "clickThroughs": 2, "conversions": 2]])
        #expect(answer["funnel"]?["visits"] == 2)
        #expect(
            answer["funnel"]?.names == [
                "visits", "clickThroughs", "started", "authorised", "queued", "failed", "signups",
                "conversions",
            ])
    }

    @Test(arguments: [
        ("from=2026-03-01&to=2026-03-03", 3), ("from=2026-03-04T12:00:00Z&interval=hour", 4),
        ("from=2026-01-01&to=2026-03-31&interval=month", 3),
        ("from=2026-03-01&to=2026-03-02&interval=week", 2), ("", 1),
        ("from=2026-03-01T00:00:00+02:00&to=2026-03-01T23:00:00+02:00&tz=%2B02:00", 1),
    ])
    func `a series has one entry for each interval`(query: String, entries: Int) async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let decoded = query.split(separator: "%2B", omittingEmptySubsequences: false)
            .joined(separator: "+")
        let answer = await house.ask(.get, "/links/mira/stats?" + decoded)
        #expect(answer.status == 200, "\(answer.json.text)")
        #expect(answer.json["series"]?.items.count == entries)
    }

    @Test(arguments: [
        ("from=yesterday", "from"), ("to=2026-02-30", "to"), ("interval=year", "interval"),
        ("tz=Mars/Olympus", "tz"), ("tz=../../etc/passwd", "tz"),
        ("from=2026-03-05&to=2026-03-01", "from"),
        ("from=1990-01-01&interval=hour", "interval"), ("since=2026", "since"),
    ])
    func `a wrong parameter is refused by name`(query: String, field: String) async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(.get, "/links/mira/stats?" + query)
        #expect(answer.status == 422)
        #expect(answer.field == field)
    }
}
