import HTTP
import JSONText
import Testing

@testable import API

@Suite(.serialized) struct LinkCreationTests {
    @Test func `a link is made with every field and read back the same`() async throws {
        let house = try await House()
        let sent = """
            {"slug":"mira-sleeper","kind":"album","title":"Sleeper “2”","artist":"Mira 漢",
            "album":"Night","isrc":"GBARL9300135","upc":"4006381333931","durationMs":213000,
            "releaseAt":"2026-05-01T00:00:00Z","releaseMode":"local","headline":"Out now",
            "bio":"Line\\nline","cta":"Hear it","destinations":[{"platform":"spotify",
            "url":"https://open.spotify.com/album/1","source":"resolver","confidence":0.75,
            "status":"pending","territories":["DE","AT"]},
            {"platform":"bandcamp","url":"https://mira.example/shop","custom":true}],
            "mode":"direct","rules":[{"when":{"country":["DE"],"os":["ios","android"],
            "language":["de"],"referrer":["instagram.com"],"channel":["story"],"inApp":true,
            "after":"2026-01-01T00:00:00Z","before":"2027-01-01T00:00:00Z"},"to":"spotify"},
            {"when":{},"to":"page"}],"emailCapture":true,"utm":{"source":"segue","campaign":"spring"},
            "affiliate":{"apple-music":{"at":"1000l4"}},
            "tracks":[{"title":"One","artist":"Mira","album":"Night","durationMs":1000,
            "isrc":"GBARL9300135","destinations":[]}]}
            """
        let made = await house.ask(.post, "/links", sent)
        try #require(made.status == 201, "\(made.json.text)")
        #expect(made.fields["Location"] == "/api/v1/links/mira-sleeper")
        #expect(made.fields["ETag"] == #""v1-presave""#)
        #expect(made.fields["Content-Type"] == "application/json")
        let given = try JSON(reading: Array(sent.utf8))
        for name in given.names where !["slug", "utm", "destinations"].contains(name) {
            #expect(made.json[name] == given[name], "\(name)")
        }
        #expect(made.json["code"] == "mira-sleeper")
        #expect(made.json["url"] == "https://segue.example/link/mira-sleeper")
        #expect(made.json["state"] == "presave")
        #expect(
            made.json["utm"] == [
                "source": "segue", "medium": nil, "campaign": "spring", "term": nil,
                "content": nil,
            ])
        #expect(made.json["destinations"]?.items.first == given["destinations"]?.items.first)
        #expect(made.json["destinations"]?.items.last?["custom"] == true)
        #expect(made.json["createdAt"] == "2026-03-04T15:30:00Z")
        let read = await house.ask(.get, "/links/mira-sleeper")
        #expect(read.status == 200)
        #expect(read.json == made.json)
    }

    @Test func `the names stand in the documented order`() async throws {
        let link = try await House().make()
        #expect(
            link.names.joined(separator: ",")
                == "code,url,kind,title,artist,album,isrc,upc,durationMs,releaseAt,releaseMode,"
                + "state,headline,bio,cta,artwork,destinations,mode,rules,emailCapture,utm,"
                + "affiliate,tracks,family,split,createdAt,updatedAt,version")
    }

    @Test func `without a slug the code is random`() async throws {
        let house = try await House()
        let codes = Set([
            try await house.make()["code"]?.string, try await house.make()["code"]?.string,
        ])
        #expect(codes.count == 2)
        #expect(codes.allSatisfy { $0?.count == 7 })
    }

    @Test func `a source URL becomes its platform's destination`() async throws {
        let link = try await House().make(
            #", "sourceUrl":"https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT""#)
        let destination = try #require(link["destinations"]?.items.first)
        #expect(destination["platform"] == "spotify")
        #expect(destination["source"] == "manual")
    }

    @Test func `one value stands for a list of one in a condition`() async throws {
        let link = try await House().make(
            #", "rules":[{"when":{"os":"ios","country":"de"},"to":"page"}]"#)
        #expect(link["rules"]?.items.first?["when"] == ["country": ["DE"], "os": ["ios"]])
    }

    @Test(arguments: [
        (#"{"artist":"A"}"#, "invalid_field", "title"),
        (#"{"title":"","artist":"A"}"#, "invalid_field", "title"),
        (#"{"title":null,"artist":"A"}"#, "invalid_field", "title"),
        (#"{"title":"T"}"#, "invalid_field", "artist"),
        (#"{"title":7,"artist":"A"}"#, "invalid_field", "title"),
        (#"{"title":"T","artist":"A","titel":1}"#, "unknown_field", "titel"),
        (#"{"title":"T","artist":"A","kind":"ep"}"#, "invalid_field", "kind"),
        (#"{"title":"T","artist":"A","code":"x"}"#, "invalid_field", "code"),
        (#"{"title":"T","artist":"A","isrc":"GB"}"#, "invalid_field", "isrc"),
        (#"{"title":"T","artist":"A","upc":"4006381333932"}"#, "invalid_field", "upc"),
        (#"{"title":"T","artist":"A","durationMs":1.5}"#, "invalid_field", "durationMs"),
        (#"{"title":"T","artist":"A","durationMs":-1}"#, "invalid_field", "durationMs"),
        (#"{"title":"T","artist":"A","releaseAt":"soon"}"#, "invalid_field", "releaseAt"),
        (#"{"title":"T","artist":"A","artwork":{}}"#, "invalid_field", "artwork"),
        (#"{"title":"T","artist":"A","state":"presave"}"#, "invalid_field", "state"),
        (#"{"title":"T","artist":"A","slug":"a b"}"#, "invalid_field", "slug"),
        (#"{"title":"T","artist":"A","slug":7}"#, "invalid_field", "slug"),
        (
            #"{"title":"T","artist":"A","sourceUrl":"https://x.example/1"}"#, "invalid_field",
            "sourceUrl"
        ),
        (
            #"{"title":"T","artist":"A","destinations":[{"platform":"spotify"}]}"#,
            "invalid_field", "destinations[0].url"
        ),
        (
            #"""
            {"title":"T","artist":"A","destinations":[
            {"platform":"spotify","url":"https://open.spotify.com/1"},
            {"platform":"apple-music","url":"https://evil.example/"}]}
            """#,
            "invalid_field", "destinations[1].url"
        ),
        (
            #"""
            {"title":"T","artist":"A","destinations":[
            {"platform":"zune","url":"https://zune.example/"}]}
            """#,
            "invalid_field", "destinations[0].platform"
        ),
        (
            #"""
            {"title":"T","artist":"A","destinations":[
            {"platform":"spotify","url":"x","colour":1}]}
            """#,
            "unknown_field", "destinations[0].colour"
        ),
        (
            #"{"title":"T","artist":"A","rules":[{"when":{"os":["beos"]},"to":"page"}]}"#,
            "invalid_field", "rules[0].when.os[0]"
        ),
        (
            #"{"title":"T","artist":"A","rules":[{"when":{"planet":"mars"},"to":"page"}]}"#,
            "unknown_field", "rules[0].when.planet"
        ),
        (#"{"title":"T","artist":"A","rules":[{"when":{}}]}"#, "invalid_field", "rules[0].to"),
        (#"{"title":"T","artist":"A","utm":{"sauce":"x"}}"#, "unknown_field", "utm.sauce"),
        (
            #"{"title":"T","artist":"A","affiliate":{"spotify":{"a":1}}}"#, "invalid_field",
            "affiliate.spotify.a"
        ),
        (#"{"title":"T","artist":"A","tracks":[{}]}"#, "invalid_field", "tracks[0].title"),
        (#"{"title":"T","artist":"A","tracks":{}}"#, "invalid_field", "tracks"),
    ])
    func `a wrong field is refused by its name and nothing is charged`(
        body: String, code: String, field: String
    ) async throws {
        let house = try await House()
        let answer = await house.ask(.post, "/links", body)
        #expect(answer.status == 422)
        #expect(answer.code == code)
        #expect(answer.field == field)
        #expect(answer.fields["Content-Type"] == "application/problem+json")
        #expect(answer.json["status"] == 422)
        #expect(await house.ask(.get, "/account").json["credits"] == 100)
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"title":"T","title":"U"}"#, "title=T"])
    func `a body that is no JSON object is refused with 400`(body: String) async throws {
        let answer = try await House().ask(.post, "/links", body)
        #expect(answer.status == 400)
        #expect(answer.code == "invalid_field")
        #expect(answer.field == nil)
    }

    @Test func `another media type is refused`() async throws {
        let house = try await House()
        let answer = await house.ask(
            .post, "/links", "title=T",
            fields: [("Content-Type", "application/x-www-form-urlencoded")])
        #expect(answer.status == 415)
        #expect(answer.code == "unsupported_media_type")
        let fine = await house.ask(
            .post, "/links", #"{"title":"T","artist":"A"}"#,
            fields: [("Content-Type", "Application/JSON; charset=utf-8")])
        #expect(fine.status == 201)
    }

    @Test func `a body beyond its limit is refused`() async throws {
        let body = #"{"title":""# + String(repeating: "x", count: ArtistAPI.bodyBytesMax) + #""}"#
        let answer = try await House().ask(.post, "/links", body)
        #expect(answer.status == 413)
        #expect(answer.code == "too_large")
    }
}
