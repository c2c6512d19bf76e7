import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct LinkChangeTests {
    @Test func `an absent member stays, null clears, an object merges, an array replaces`()
        async throws
    {
        let house = try await House()
        let link = try await house.make(
            #"""
            ,"slug":"mira","album":"Night","bio":"B","utm":{"source":"a","medium":"b"},
            "affiliate":{"spotify":{"x":"1","y":"2"},"apple-music":{"at":"3"}},
            "destinations":[{"platform":"spotify","url":"https://open.spotify.com/track/1"},
            {"platform":"apple-music","url":"https://music.apple.com/1"}]
            """#)
        let changed = await house.ask(
            .patch, "/links/mira",
            #"""
            {"album":null,"headline":"H","utm":{"medium":null,"term":"t"},
            "affiliate":{"spotify":{"x":null,"z":"9"},"apple-music":null},
            "destinations":[{"platform":"bandcamp","url":"https://mira.bandcamp.com/album/n"}]}
            """#)
        try #require(changed.status == 200, "\(changed.json.text)")
        #expect(changed.json["album"] == .null)
        #expect(changed.json["headline"] == "H")
        #expect(changed.json["bio"] == "B")
        #expect(changed.json["utm"]?["source"] == "a")
        #expect(changed.json["utm"]?["medium"] == .null)
        #expect(changed.json["utm"]?["term"] == "t")
        #expect(changed.json["affiliate"] == ["spotify": ["y": "2", "z": "9"]])
        #expect(changed.json["destinations"]?.items.count == 1)
        #expect(changed.json["version"] == 2)
        #expect(changed.json["createdAt"] == link["createdAt"])
        #expect(changed.fields["ETag"] == #""v2""#)
    }

    @Test(arguments: [
        "destinations", "rules", "tracks", "utm", "affiliate", "mode", "releaseMode",
        "emailCapture", "isrc", "upc", "durationMs", "releaseAt", "headline", "bio", "cta",
        "artwork",
    ])
    func `null brings a field back to what a new link has`(name: String) async throws {
        let house = try await House()
        let plain = try await house.make()
        _ = try await house.make(
            #"""
            ,"slug":"mira","isrc":"GBARL9300135","upc":"4006381333931","durationMs":1,
            "headline":"H","bio":"B","cta":"C","releaseAt":"2020-01-01T00:00:00Z",
            "releaseMode":"local","mode":"direct",
            "emailCapture":true,"utm":{"source":"a"},"affiliate":{"spotify":{"x":"1"}},
            "tracks":[{"title":"One"}],"rules":[{"when":{"os":"ios"},"to":"page"}],
            "destinations":[{"platform":"spotify","url":"https://open.spotify.com/track/1"}]
            """#)
        let changed = await house.ask(.patch, "/links/mira", #"{"\#(name)":null}"#)
        #expect(changed.status == 200, "\(changed.json.text)")
        #expect(changed.json[name] == plain[name])
    }

    @Test func `what was read can be sent back whole and changes nothing`() async throws {
        let house = try await House()
        let link = try await house.make(#","slug":"mira","releaseAt":"2026-05-01T00:00:00Z""#)
        let sent = await house.ask(.patch, "/links/mira", link.text)
        #expect(sent.status == 200, "\(sent.json.text)")
        #expect(sent.json == link)
    }

    @Test(arguments: [
        (#"{"code":"x"}"#, "code"), (#"{"version":9}"#, "version"), (#"{"slug":"x"}"#, "slug"),
        (#"{"sourceUrl":"x"}"#, "sourceUrl"), (#"{"url":"https://x.example"}"#, "url"),
        (#"{"createdAt":"2020-01-01T00:00:00Z"}"#, "createdAt"), (#"{"title":null}"#, "title"),
        (#"{"kind":null}"#, "kind"), (#"{"artwork":{"url":"x"}}"#, "artwork"),
        (#"{"family":"x"}"#, "family"), (#"{"split":[1]}"#, "split"),
    ])
    func `what the server sets cannot be changed`(body: String, field: String) async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let answer = await house.ask(.patch, "/links/mira", body)
        #expect(answer.status == 422)
        #expect(answer.field == field)
        #expect(await house.ask(.get, "/links/mira").json["version"] == 1)
    }

    @Test func `a link is disabled and enabled by its state`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira","releaseAt":"2026-05-01T00:00:00Z""#)
        let off = await house.ask(.patch, "/links/mira", #"{"state":"disabled"}"#)
        #expect(off.json["state"] == "disabled")
        let on = await house.ask(.patch, "/links/mira", #"{"state":"released"}"#)
        #expect(on.json["state"] == "presave")
        let refused = await house.ask(
            .patch, "/links/mira", #"{"state":"presave","releaseAt":null}"#)
        #expect(refused.field == "state")
    }

    @Test func `a change with a stale entity tag is refused`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let body = #"{"title":"New"}"#
        let current = [("If-Match", #""v1""#)]
        #expect(await house.ask(.patch, "/links/mira", body, fields: current).status == 200)
        let stale = await house.ask(.patch, "/links/mira", #"{"title":"X"}"#, fields: current)
        #expect(stale.status == 412)
        #expect(stale.code == "precondition_failed")
        #expect(await house.ask(.delete, "/links/mira", fields: current).status == 412)
        #expect(
            await house.ask(.patch, "/links/mira", #"{"title":"X"}"#, fields: [("If-Match", "*")])
                .status == 200)
        #expect(
            await house.ask(.delete, "/links/mira", fields: [("If-Match", #""v3""#)]).status == 204)
        #expect(await house.ask(.get, "/links/mira").status == 404)
    }

    @Test func `changes without a precondition that meet are both kept`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        await withTaskGroup { group in
            for field in ["headline", "bio", "cta", "album"] {
                group.addTask {
                    _ = await house.ask(.patch, "/links/mira", #"{"\#(field)":"x"}"#)
                }
            }
        }
        let link = await house.ask(.get, "/links/mira").json
        for field in ["headline", "bio", "cta", "album"] { #expect(link[field] == "x") }
        #expect(link["version"] == 5)
    }

    @Test func `a reader who knows the tag is told nothing is new`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let read = await house.ask(.get, "/links/mira")
        let tag = try #require(read.fields["ETag"])
        let again = await house.ask(.get, "/links/mira", fields: [("If-None-Match", tag)])
        #expect(again.status == 304)
        #expect(again.fields["ETag"] == tag)
        #expect(again.json == .null)
    }

    @Test func `at its release the link changes state and tag by itself`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira","releaseAt":"2026-03-04T15:30:01Z""#)
        let before = await house.ask(.get, "/links/mira")
        house.wait(ms: 1_000)
        let after = await house.ask(.get, "/links/mira")
        #expect(before.json["state"] == "presave")
        #expect(after.json["state"] == "released")
        #expect(before.fields["ETag"] != after.fields["ETag"])
        let change = await house.ask(
            .patch, "/links/mira", #"{"cta":"Go"}"#,
            fields: [("If-Match", try #require(before.fields["ETag"]))])
        #expect(change.status == 200)
    }

    @Test func `somebody else's link is as absent as none`() async throws {
        let house = try await House()
        _ = try await house.make(#","slug":"mira""#)
        let other = try await house.actions.createAccount(name: "B", plan: .pro, credits: 1)
        let key = other.secret.text
        for (method, path) in [
            (HTTP.Method.get, "/links/mira"), (.patch, "/links/mira"), (.delete, "/links/mira"),
            (.put, "/links/mira/artwork"), (.get, "/links/mira/stats"),
            (.get, "/links/mira/explain"),
            (.get, "/links/none"), (.get, "/links/%20"),
        ] {
            let body: String? = method == .patch ? "{}" : nil
            let answer = await house.ask(method, path, body, key: key)
            #expect(answer.status == 404, "\(method) \(path)")
            #expect(answer.code == "not_found")
        }
        #expect(await house.ask(.get, "/links", key: key).json["items"] == [])
    }
}
