import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

private let halves =
    #"{"variants":[{"variant":"mira","weight":50},{"variant":"mira-b","weight":50}]}"#

/// A test that runs since the house's first moment.
private func house() async throws -> (house: House, link: Link, variant: Link) {
    let house = try await House()
    _ = try await house.make(#","slug":"mira""#)
    _ = await house.ask(.post, "/links/mira/duplicate", #"{"slug":"mira-b"}"#)
    let put = await house.ask(.put, "/links/mira/split", halves)
    try #require(put.status == 200, "\(put.json.text)")
    let account = house.account.id
    return (
        house, try await house.actions.showLink("mira", of: account),
        try await house.actions.showLink("mira-b", of: account)
    )
}

/// Visits of as many fans under a variant, the first of whom go on to a platform.
private func visits(
    _ count: Int, converting: Int, of link: Link, under variant: Int64, hoursLater: Int64,
    from first: Int
) -> [(event: Event, agent: String, referrer: String, channel: String)] {
    (0..<count).flatMap { number in
        let kinds: [Event.Kind] = number < converting ? [.visit, .clickThrough] : [.visit]
        return kinds.map { kind in
            var event = Event(
                at: Instant(ms: House.start.ms + hoursLater * 3_600_000), link: link.id,
                kind: kind, reason: .page, agent: Agent())
            event.visitor = UInt64(first + number + 1)
            event.variant = variant
            event.platform = kind == .visit ? 0 : 1
            return (event, "UA", "", "")
        }
    }
}

@Suite(.serialized) struct ExperimentTests {
    @Test func `a test's numbers stand by variant, with intervals and a verdict`() async throws {
        let (house, link, variant) = try await house()
        house.keep(
            visits(400, converting: 80, of: link, under: link.id, hoursLater: 1, from: 0)
                + visits(
                    400, converting: 140, of: link, under: variant.id, hoursLater: 1, from: 500)
                // Before the test, and in nobody's part of it.
                + visits(50, converting: 50, of: link, under: link.id, hoursLater: -2, from: 1_000)
                + visits(50, converting: 50, of: link, under: 0, hoursLater: 1, from: 2_000))
        house.wait(ms: 2 * 3_600_000)
        let found = try #require(
            await house.ask(.get, "/links/mira/stats?from=2026-03-01").json["experiment"])
        #expect(
            found.names == ["method", "startsAt", "endsAt", "isRunning", "variants", "verdict"])
        #expect(found["startsAt"] == "2026-03-04T15:30:00Z" && found["endsAt"] == .null)
        #expect(found["isRunning"] == true)
        let arms = found["variants"]?.items ?? []
        #expect(arms.map { $0["variant"] } == ["mira", "mira-b"])
        #expect(arms.map { $0["visits"] } == [400, 400])
        #expect(arms.map { $0["conversions"] } == [80, 140])
        #expect(arms[0]["conversionRate"] == 0.2)
        #expect(
            arms[0].names == [
                "variant", "visits", "conversions", "conversionRate", "low", "high",
            ])
        let verdict = found["verdict"]
        #expect(verdict?.names == ["state", "variant", "sureness", "visitsMore", "text"])
        #expect(verdict?["state"] == "better" && verdict?["variant"] == "mira-b")
        #expect(verdict?["text"]?.string?.hasPrefix("mira-b converts better, ") == true)
    }

    @Test func `other dates keep the count, other weights begin it anew`() async throws {
        let (house, link, _) = try await house()
        house.keep(visits(9, converting: 3, of: link, under: link.id, hoursLater: 1, from: 0))
        house.wait(ms: 5 * 3_600_000)
        func counted() async -> [JSON?] {
            let found = await house.ask(.get, "/links/mira/stats").json["experiment"]
            return [found?["startsAt"]] + (found?["variants"]?.items ?? []).map { $0["visits"] }
        }
        #expect(await counted() == ["2026-03-04T15:30:00Z", 9, 0])
        let longer = halves.dropLast() + #","endsAt":"2026-06-01T00:00:00Z"}"#
        #expect(await house.ask(.put, "/links/mira/split", String(longer)).status == 200)
        #expect(await counted() == ["2026-03-04T15:30:00Z", 9, 0])
        let tilted = halves.replacing(#""mira","weight":50"#, with: #""mira","weight":90"#)
        #expect(await house.ask(.put, "/links/mira/split", tilted).status == 200)
        #expect(await counted() == ["2026-03-04T20:30:00Z", 0, 0])
    }

    @Test func `a test that is over says so, one to come has counted nothing`() async throws {
        let (house, _, _) = try await house()
        let body =
            halves.dropLast()
            + #","startsAt":"2026-03-05T00:00:00Z","endsAt":"2026-03-06T00:00:00Z"}"#
        _ = await house.ask(.put, "/links/mira/split", String(body))
        let planned = await house.ask(.get, "/links/mira/stats").json["experiment"]
        #expect(planned?["isRunning"] == false)
        #expect(planned?["verdict"]?["state"] == "early")
        house.wait(ms: 72 * 3_600_000)
        let over = await house.ask(.get, "/links/mira/stats").json["experiment"]
        #expect(over?["isRunning"] == false)
        #expect(over?["verdict"]?["state"] == "ended")
        #expect(over?["verdict"]?["text"] == "over: no difference was proved")
        _ = await house.ask(.delete, "/links/mira/split")
        #expect(await house.ask(.get, "/links/mira/stats").json["experiment"] == .null)
    }
}
