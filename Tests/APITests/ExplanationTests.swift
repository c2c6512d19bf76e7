import HTTP
import JSONText
import Testing

@testable import API

@Suite(.serialized) struct ExplanationTests {
    private static let iPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        + "Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
    private static let telegram = "TelegramBot (like TwitterBot)"

    private func house() async throws -> House {
        let house = try await House()
        _ = try await house.make(
            #"""
            ,"slug":"mira","destinations":[
            {"platform":"spotify","url":"https://open.spotify.com/track/1"},
            {"platform":"apple-music","url":"https://music.apple.com/us/album/1",
            "territories":["US"]}],"rules":[{"when":{"os":"ios"},"to":"apple-music"},
            {"when":{"channel":"story"},"to":"spotify"}]
            """#)
        return house
    }

    @Test(arguments: [
        ("", "page", "page", nil, nil),
        (
            "userAgent=\(iPhone)&country=us", "redirect", "rule", "apple-music",
            "https://music.apple.com/us/album/1"
        ),
        ("userAgent=\(iPhone)&country=DE", "page", "page", nil, nil),
        ("userAgent=\(telegram)", "page", "preview", nil, nil),
        ("cookie=spotify", "redirect", "cookie", "spotify", "https://open.spotify.com/track/1"),
        (
            "cookie=segue_platform=spotify", "redirect", "cookie", "spotify",
            "https://open.spotify.com/track/1"
        ),
        ("cookie=spotify&choose", "page", "page", nil, nil),
        ("to=spotify", "redirect", "asked", "spotify", "https://open.spotify.com/track/1"),
        ("to=bandcamp", "page", "unavailable", "bandcamp", nil),
        ("channel=story", "redirect", "rule", "spotify", "https://open.spotify.com/track/1"),
    ])
    func `the decision and its reason are told`(
        query: String, decision: String, reason: String, platform: String?, location: String?
    ) async throws {
        let answer = await (try house()).ask(.get, "/links/mira/explain?" + query)
        try #require(answer.status == 200, "\(answer.json.text)")
        #expect(
            answer.json.names == ["decision", "platform", "location", "reason", "steps", "split"])
        #expect(answer.json["split"] == .null)
        #expect(answer.json["decision"]?.string == decision)
        #expect(answer.json["reason"]?.string == reason)
        #expect(answer.json["platform"]?.string == platform)
        #expect(answer.json["location"]?.string == location)
        let steps = answer.json["steps"]?.items ?? []
        #expect(steps.allSatisfy { $0.names == ["rule", "matched", "why"] })
        #expect(steps.isEmpty == false)
    }

    @Test func `a test that runs is named, and which variant this fan is shown`() async throws {
        let house = try await House()
        _ = try await house.make(
            #","slug":"mira","destinations":[{"platform":"spotify","url":"https://open.spotify.com/track/1"}]"#
        )
        let made = await house.ask(.post, "/links/mira/duplicate", #"{"slug":"mira-b"}"#)
        try #require(made.status == 201, "\(made.json.text)")
        let begun = await house.ask(
            .put, "/links/mira/split",
            #"{"variants":[{"variant":"mira","weight":3},{"variant":"mira-b","weight":1}]}"#)
        try #require(begun.status == 200, "\(begun.json.text)")
        func split(_ query: String) async -> JSON? {
            await house.ask(.get, "/links/mira/explain?" + query).json["split"]
        }
        let drawn = await split("")
        #expect(drawn?["by"] == "weight" && drawn?["variant"] == .null)
        #expect(
            drawn?["variants"]?.items == [
                ["variant": "mira", "weight": 3], ["variant": "mira-b", "weight": 1],
            ])
        #expect(drawn?["why"]?.string?.contains("mira 3, mira-b 1") == true)
        let seen = await split("cookie=segue_variant=mira-b")
        #expect(seen?["by"] == "cookie" && seen?["variant"] == "mira-b")
        #expect(await split("cookie=segue_variant=other")?["by"] == "weight")
        // Who is sent on sees no page, and neither does a crawler see a variant.
        #expect(await split("cookie=segue_platform=spotify; segue_variant=mira-b")?["by"] == "none")
        #expect(await split("userAgent=\(Self.telegram)")?["by"] == "none")
        #expect(await split("at=2020-01-01T00:00:00Z") == .null)
        // A variant that is switched off takes no part.
        _ = await house.ask(.patch, "/links/mira-b", #"{"state":"disabled"}"#)
        #expect(await split("cookie=segue_variant=mira-b")?["by"] == "weight")
        #expect(await split("")?["variants"]?.items.count == 1)
    }

    @Test func `a disabled link is gone and one before its release in pre-save`() async throws {
        let house = try await house()
        _ = await house.ask(.patch, "/links/mira", #"{"releaseAt":"2026-05-01T00:00:00Z"}"#)
        let before = await house.ask(.get, "/links/mira/explain").json
        #expect(before["decision"] == "presave")
        let later = await house.ask(.get, "/links/mira/explain?at=2026-05-01T02:00:00 02:00").json
        #expect(later["decision"] == "page")
        _ = await house.ask(.patch, "/links/mira", #"{"state":"disabled"}"#)
        #expect(await house.ask(.get, "/links/mira/explain").json["decision"] == "gone")
    }

    @Test(arguments: [
        ("country=Germany", "country"), ("agent=x", "agent"), ("at=now", "at"),
        ("userAgent=" + String(repeating: "x", count: 2_049), "userAgent"),
    ])
    func `a wrong parameter is refused by name`(query: String, field: String) async throws {
        let answer = await (try house()).ask(.get, "/links/mira/explain?" + query)
        #expect(answer.status == 422)
        #expect(answer.field == field)
    }

    @Test func `asking counts nothing`() async throws {
        let house = try await house()
        _ = await house.ask(.get, "/links/mira/explain?to=spotify")
        #expect(await house.ask(.get, "/links/mira/stats").json["totals"]?["visits"] == 0)
    }
}
