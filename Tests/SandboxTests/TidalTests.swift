import HTTP
import Testing

@testable import Sandbox

struct TidalTests {
    let stage = Stage()
    private let items = "/tidal/v2/userCollectionTracks/me/relationships/items"

    private func body(_ ids: String..., type: String = "tracks") -> String {
        let rows = ids.map { "{\"id\":\"\($0)\",\"type\":\"\(type)\"}" }
        return "{\"data\":[\(rows.joined(separator: ","))]}"
    }

    @Test func `from consent to the collection`() async throws {
        let fields = try await stage.tidal()
        let found = await stage.get(
            "/tidal/v2/tracks?filter[isrc]=GBARL9300135&countryCode=DE&include=albums", fields)
        let id = try #require(found.member("id"))
        #expect(found.fields["content-type"] == "application/vnd.api+json")
        #expect(found.text.contains("\"duration\":\"PT3M33S\""))
        #expect(found.member("releaseDate") == "1987-11-12")
        let save = await stage.ask(.post, items, fields, body: body(id))
        #expect(save.status == 200)
        #expect(save.text.contains("\"meta\":{\"skipped\":[]}"))
        #expect(await stage.library() == ["tidal Ana track \(id) ×1"])
    }

    @Test func `what is partly there is skipped, what is all there is a conflict`() async throws {
        let fields = try await stage.tidal()
        _ = await stage.ask(.post, items, fields, body: body("1"))
        let partly = await stage.ask(.post, items, fields, body: body("1", "2"))
        #expect(partly.status == 200)
        #expect(
            partly.text.contains(
                #""skipped":[{"id":"1","type":"tracks","reason":"ALREADY_PRESENT"}]"#))
        let all = await stage.ask(.post, items, fields, body: body("1", "2"))
        #expect(all.status == 409)
        #expect(all.member("code") == "DUPLICATE_ITEMS_IN_COLLECTION")
    }

    @Test func `a key repeats its answer for an hour and saves once`() async throws {
        var fields = try await stage.tidal()
        fields["Idempotency-Key"] = "save-1"
        let first = await stage.ask(.post, items, fields, body: body("1"))
        let second = await stage.ask(.post, items, fields, body: body("1"))
        #expect(second.status == 200)
        #expect(second.bytes == first.bytes)
        #expect(await stage.library() == ["tidal Ana track 1 ×1"])
        let other = await stage.ask(.post, items, fields, body: body("2"))
        #expect(other.status == 422)
        let fresh = try await stage.tidal()
        stage.clock.pass(ms: SandboxLimits.idempotencyMs + 1)
        var later = try await stage.tidal()
        later["Idempotency-Key"] = "save-1"
        #expect(await stage.ask(.post, items, later, body: body("1")).status == 409)
        #expect(fresh["Authorization"] != later["Authorization"])
    }

    @Test func `a key is one fan's own`() async throws {
        var ana = try await stage.tidal()
        ana["Idempotency-Key"] = "save"
        _ = await stage.ask(.post, items, ana, body: body("1"))
        let tokens = try await stage.tokens(
            authorize: "/tidal/authorize", token: "/tidal/v1/oauth2/token", fan: "Ben",
            scope: "collection.write")
        var ben = ana
        ben["Authorization"] = "Bearer \(tokens.access)"
        #expect(await stage.ask(.post, items, ben, body: body("2")).status == 200)
    }

    @Test func `what is not out is skipped as not found`() async throws {
        let fields = try await stage.tidal()
        let target = items + "?fault=not_released"
        let answer = await stage.ask(.post, target, fields, body: body("1"))
        #expect(answer.status == 200)
        #expect(answer.text.contains("\"reason\":\"NOT_FOUND\""))
        #expect(await stage.library() == [])
    }

    @Test func `bodies out of form are refused`() async throws {
        let fields = try await stage.tidal()
        let many = (1...51).map { "{\"id\":\"\($0)\",\"type\":\"tracks\"}" }.joined(separator: ",")
        for text in [
            "", "{}", "{\"data\":[]}", body("1", type: "albums"), "{\"data\":[{\"id\":1}]}",
            "{\"data\":[\(many)]}",
        ] {
            #expect(await stage.ask(.post, items, fields, body: text).status == 400, "\(text)")
        }
        var plain = fields
        plain["Content-Type"] = "application/json"
        #expect(await stage.ask(.post, items, plain, body: body("1")).status == 415)
        var long = fields
        long["Idempotency-Key"] = String(repeating: "k", count: 129)
        #expect(await stage.ask(.post, items, long, body: body("1")).status == 400)
    }

    @Test func `albums and artists have collections of their own`() async throws {
        let fields = try await stage.tidal()
        for (name, type) in [("Albums", "albums"), ("Artists", "artists")] {
            let target = "/tidal/v2/userCollection\(name)/me/relationships/items"
            let answer = await stage.ask(.post, target, fields, body: body("7", type: type))
            #expect(answer.status == 200)
        }
        #expect(await stage.library() == ["tidal Ana album 7 ×1", "tidal Ana artist 7 ×1"])
    }

    @Test func `without the scope nothing is added, without a token nothing is told`() async throws
    {
        let fields = try await stage.tidal(scope: "user.read")
        #expect(await stage.ask(.post, items, fields, body: body("1")).status == 403)
        let none = await stage.ask(
            .post, items, ["Content-Type": "application/vnd.api+json"], body: body("1"))
        #expect(none.status == 401)
        #expect(none.member("code") == "UNAUTHORIZED")
    }

    @Test(arguments: [
        "filter[name]=x&countryCode=DE", "filter[isrc]=x&countryCode=Germany", "countryCode=DE",
    ])
    func `a search out of form is refused`(_ query: String) async throws {
        let fields = try await stage.tidal()
        #expect(await stage.get("/tidal/v2/tracks?\(query)", fields).status == 400)
    }

    @Test func `albums are found by barcode`() async throws {
        let fields = try await stage.tidal()
        let found = await stage.get(
            "/tidal/v2/albums?filter[barcodeId]=724384960650&countryCode=DE", fields)
        #expect(found.member("barcodeId") == "00724384960650")
    }
}
