import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

/// A link `mira` and a variant of it, `mira-b`.
private func family() async throws -> House {
    let house = try await House()
    _ = try await house.make(#","slug":"mira","headline":"Own","bio":"Long","cta":"Go""#)
    let made = await house.ask(
        .post, "/links/mira/duplicate", #"{"slug":"mira-b","headline":"Other","bio":null}"#)
    try #require(made.status == 201, "\(made.json.text)")
    return house
}

private let halves =
    #"{"variants":[{"variant":"mira","weight":50},{"variant":"mira-b","weight":50}]}"#

@Suite(.serialized) struct SplitTests {
    @Test func `a duplicate is the same but for its code, its dates and what was changed`()
        async throws
    {
        let house = try await House()
        let original = try await house.make(
            #","slug":"mira","bio":"Long","cta":"Go","isrc":"GBARL9300135","emailCapture":true"#)
        house.wait(ms: 5_000)
        let made = await house.ask(.post, "/links/mira/duplicate", #"{"headline":"B"}"#)
        #expect(made.status == 201)
        #expect(made.fields["ETag"] == "\"v1\"")
        let code = try #require(made.json["code"]?.string)
        #expect(made.fields["Location"] == "/api/v1/links/\(code)")
        for name in original.names {
            let own = ["code", "url", "createdAt", "updatedAt", "family", "headline"]
            #expect(own.contains(name) || made.json[name] == original[name], "\(name)")
        }
        #expect(made.json["family"] == "mira" && made.json["headline"] == "B")
        #expect(made.json["createdAt"] == "2026-03-04T15:30:05Z")
        #expect(await house.ask(.get, "/account").json["credits"] == 98)
        let grandchild = await house.ask(.post, "/links/\(code)/duplicate")
        #expect(grandchild.status == 201)
        #expect(grandchild.json["family"] == "mira")
    }

    @Test func `a repeated duplicate is the first one, charged once`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let once = [("Idempotency-Key", "k1")]
        let first = await house.ask(.post, "/links/mira/duplicate", "{}", fields: once)
        let again = await house.ask(.post, "/links/mira/duplicate", "{}", fields: once)
        #expect(again.json == first.json && again.fields["Idempotency-Replayed"] == "true")
        #expect(await house.ask(.get, "/account").json["credits"] == 98)
    }

    @Test(arguments: [
        (#"{"code":"x"}"#, "code"), (#"{"family":"x"}"#, "family"), (#"{"split":null}"#, "split"),
        (#"{"sourceUrl":"x"}"#, "sourceUrl"), (#"{"resolve":false}"#, "resolve"),
        (#"{"nonsense":1}"#, "nonsense"), (#"{"headline":7}"#, "headline"),
        (#"{"title":null}"#, "title"), (#"{"slug":"-"}"#, "slug"),
    ])
    func `what a duplicate cannot take is refused by name`(body: String, field: String)
        async throws
    {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(.post, "/links/mira/duplicate", body)
        #expect(answer.status == 422)
        #expect(answer.field == field)
        #expect(await house.ask(.get, "/account").json["credits"] == 99)
    }

    @Test func `variants need the plan pro, credit and a link`() async throws {
        let house = try await House(plan: .starter, credits: 2)
        let link = try await house.make()
        let path = "/links/\(link["code"]?.string ?? "")"
        for (method, target) in [(HTTP.Method.post, "/duplicate"), (.put, "/split")] {
            let refused = await house.ask(method, path + target, halves)
            #expect(refused.status == 403)
            #expect(refused.code == "plan_required")
        }
        _ = try await house.actions.setPlan(.pro, of: house.account.id)
        #expect(await house.ask(.post, "\(path)/duplicate").status == 201)
        #expect(await house.ask(.post, "\(path)/duplicate").code == "credits_exhausted")
        #expect(await house.ask(.post, "/links/none/duplicate").status == 404)
        #expect(await house.ask(.put, "/links/none/split", halves).status == 404)
        #expect(await house.ask(.delete, "\(path)/split").status == 404)
    }

    @Test func `a split stands on the link as it was put, and is read back whole`() async throws {
        let house = try await family()
        let body = #"""
            {"variants":[{"variant":"mira-b","weight":30},{"variant":"mira","weight":70}],
            "startsAt":"2026-04-01T00:00:00Z","endsAt":"2026-05-01T00:00:00Z"}
            """#
        let put = await house.ask(.put, "/links/mira/split", body)
        #expect(put.status == 200, "\(put.json.text)")
        #expect(put.fields["ETag"] == "\"v2\"")
        #expect(
            put.json["split"] == [
                "variants": [
                    ["variant": "mira-b", "weight": 30], ["variant": "mira", "weight": 70],
                ], "startsAt": "2026-04-01T00:00:00Z", "endsAt": "2026-05-01T00:00:00Z",
            ])
        #expect(await house.ask(.get, "/links/mira").json == put.json)
        #expect(await house.ask(.patch, "/links/mira", put.json.text).json == put.json)
    }

    @Test(arguments: [
        (#"{}"#, "variants"), (#"{"variants":[{"variant":"mira","weight":1}]}"#, "variants"),
        (#"{"variants":[{"variant":"mira"}]}"#, "variants[0].weight"),
        (#"{"variants":[{"weight":1}]}"#, "variants[0].variant"),
        (#"{"variants":[{"variant":"none","weight":1}]}"#, "variants[0].variant"),
        (#"{"variants":[{"variant":"other","weight":1}]}"#, "variants[0].variant"),
        (#"{"variants":[{"variant":"mira","weight":1,"x":1}]}"#, "variants[0].x"),
        (
            #"{"variants":[{"variant":"mira","weight":1},{"variant":"mira","weight":1}]}"#,
            "variants[1].variant"
        ),
        (
            #"{"variants":[{"variant":"mira","weight":0},{"variant":"mira-b","weight":1}]}"#,
            "variants[0].weight"
        ),
        (
            #"{"variants":[{"variant":"mira","weight":1},{"variant":"mira-b","weight":1001}]}"#,
            "variants[1].weight"
        ),
        (#"{"endsAt":"2026-03-04T15:30:00Z","variants":[]}"#, "endsAt"),
        (#"{"weights":[]}"#, "weights"),
    ])
    func `a split that does not hold together is refused by field`(body: String, field: String)
        async throws
    {
        let house = try await family()
        _ = try await house.make(#","slug":"other""#)
        let answer = await house.ask(.put, "/links/mira/split", body)
        #expect(answer.status == 422)
        #expect(answer.field == field)
        #expect(await house.ask(.get, "/links/mira").json["split"] == .null)
    }

    @Test func `somebody else's link is no variant`() async throws {
        let house = try await family()
        let other = try await house.actions.createAccount(name: "Ada", plan: .pro, credits: 9)
        let secret = other.secret.text
        let answer = await house.ask(.put, "/links/mira/split", halves, key: secret)
        #expect(answer.status == 404)
        #expect(await house.ask(.post, "/links/mira/duplicate", key: secret).status == 404)
    }

    @Test func `a stale entity tag ends nothing and splits nothing`() async throws {
        let house = try await family()
        let stale = [("If-Match", "\"v9\"")]
        let put = await house.ask(.put, "/links/mira/split", halves, fields: stale)
        #expect(put.status == 412)
        #expect(await house.ask(.put, "/links/mira/split", halves).status == 200)
        #expect(await house.ask(.delete, "/links/mira/split", fields: stale).status == 412)
    }

    @Test func `a test that ends keeps what the artist says`() async throws {
        let house = try await family()
        _ = await house.ask(.put, "/links/mira/split", halves)
        let refused = await house.ask(.delete, "/links/mira/split?keep=nobody")
        #expect(refused.field == "keep")
        let ended = await house.ask(.delete, "/links/mira/split?keep=mira-b")
        #expect(ended.status == 200)
        #expect(ended.json["split"] == .null)
        #expect(ended.json["headline"] == "Other" && ended.json["bio"] == .null)
        #expect(ended.json["cta"] == "Go" && ended.json["code"] == "mira")
        _ = await house.ask(.put, "/links/mira/split", halves)
        let plain = await house.ask(.delete, "/links/mira/split")
        #expect(plain.json["headline"] == "Other" && plain.json["split"] == .null)
    }
}
