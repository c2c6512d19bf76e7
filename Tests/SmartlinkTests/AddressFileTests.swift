import Smartlink
import Testing

struct AddressFileTests {
    private func catalogue(_ members: String) throws -> Catalogue {
        let file = try Config.decode(
            PlatformsFile.self,
            """
            {"platforms":[{"id":"a","name":"Aria","color":"000000","hosts":["a.example","b.example"],
            "searchURL":"https://a.example/find?q={q}&x=1",\(members)}],"orders":{}}
            """)
        return try Catalogue(file: file, numbers: ["a": 1])
    }

    @Test func `a platform in the file is all it takes to read its URLs`() throws {
        let catalogue = try catalogue(
            """
            "schemes":["aria"],"parts":{"id":"digits 1-9","user":"word 1-20"},"reserved":["me"],
            "storefronts":{"b.example":"SE"},
            "places":[
              {"kind":"track","at":["/({lang})/({country})/t/{id}","aria+x:/{id}","/play?t={id}"],
               "url":"https://{host}/{country}/t/{id}"},
              {"kind":"artist","at":["//{user}.b.example/"],"id":"@{user}","url":"https://b.example/{user}"}]
            """)
        func read(_ text: String) throws -> String {
            let address = try catalogue.address(of: text, field: "url")
            return "\(address.kind) \(address.id) \(address.country ?? "-") \(address.url)"
        }
        #expect(try read("https://www.a.example/t/7") == "track 7 - https://a.example/t/7")
        #expect(try read("https://a.example/de/t/7") == "track 7 - https://a.example/t/7")
        #expect(
            try read("https://a.example/deu/at/t/7?z=1#q") == "track 7 AT https://a.example/at/t/7")
        #expect(try read("https://a.example/play?x=1&t=7") == "track 7 - https://a.example/t/7")
        #expect(try read("https://b.example/t/7") == "track 7 SE https://b.example/se/t/7")
        #expect(try read("aria:t:7") == "track 7 - https://a.example/t/7")
        #expect(try read("https://mira.b.example") == "artist @mira SE https://b.example/mira")
        for text in [
            "https://me.b.example", "https://a.example/t/7/8", "https://a.example/t/7x", "aria:x:7",
        ] {
            #expect(throws: Failure.self) { try read(text) }
        }
    }

    @Test func `a platform whose URLs nobody described is told apart`() throws {
        let catalogue = try catalogue(#""reserved":[]"#)
        #expect {
            _ = try catalogue.address(of: "https://a.example/t/1", field: "url")
        } throws: {
            ($0 as? Failure)?.message.contains("Aria") == true
        }
    }

    private static let id = #""parts":{"id":"digits 1-9"},"#

    @Test(
        arguments: [
            (#""parts":{"id":"digits"}"#, "parts.id"), (#""parts":{"id":"letters 3"}"#, "parts.id"),
            (#""parts":{"id":"digits 3-2"}"#, "parts.id"),
            (#""parts":{"id":"digits 0"}"#, "parts.id"),
            (#""parts":{"id":"a/b*digits 3"}"#, "parts.id"),
            (#""parts":{"country":"digits 2"}"#, "parts.country"),
            (#""schemes":["HTTP"]"#, "schemes[0]"), (#""schemes":["aria","https"]"#, "schemes[1]"),
            (#""storefronts":{"c.example":"SE"}"#, "storefronts.c.example"),
            (#""storefronts":{"a.example":"Sweden"}"#, "storefronts.a.example"),
            (
                id + #""places":[{"kind":"song","at":["/{id}"],"url":"https://a.example/{id}"}]"#,
                "places[0].kind"
            ),
            (
                id + #""places":[{"kind":"track","at":[],"url":"https://a.example/{id}"}]"#,
                "places[0].at"
            ),
            (
                id + #""places":[{"kind":"track","at":["{id}"],"url":"https://a.example/{id}"}]"#,
                "places[0].at[0]"
            ),
            (
                id
                    + #""places":[{"kind":"track","at":["/{id}","/{id"],"url":"https://a.example/{id}"}]"#,
                "places[0].at[1]"
            ),
            (
                id + #""places":[{"kind":"track","at":["/{x}"],"url":"https://a.example/{id}"}]"#,
                "places[0].at[0]"
            ),
            (
                id + #""places":[{"kind":"track","at":["/{any}"],"url":"https://a.example/1"}]"#,
                "places[0].id"
            ),
            (
                id
                    + #""places":[{"kind":"track","at":["/({id})"],"url":"https://a.example/{id}"}]"#,
                "places[0].id"
            ),
            (
                id + #""places":[{"kind":"track","at":["/{id}"],"url":"http://a.example/{id}"}]"#,
                "places[0].url"
            ),
            (
                id + #""places":[{"kind":"track","at":["/{id}"],"url":"https://c.example/{id}"}]"#,
                "places[0].url"
            ),
            (
                id + #""places":[{"kind":"track","at":["/{id}"],"url":"https://a.example/{any}"}]"#,
                "places[0].url"
            ),
        ])
    func `a mistake is named by its place`(members: String, field: String) {
        #expect {
            _ = try catalogue(members)
        } throws: {
            ($0 as? Failure)?.field == "platforms[0].\(field)"
        }
    }

    @Test func `a key nobody knows is refused`() {
        #expect(throws: DecodingError.self) {
            try catalogue(
                #""places":[{"kind":"track","at":["/"],"url":"https://a.example/","to":"x"}]"#)
        }
    }

    @Test func `the search page is filled in once for all`() throws {
        let catalogue = try catalogue(#""reserved":[]"#)
        #expect(
            catalogue.searchURL(on: "a", artist: "Mira & Jo", title: "夜?")
                == "https://a.example/find?q=Mira%20%26%20Jo%20%E5%A4%9C%3F&x=1")
        #expect(catalogue.searchURL(on: "b", artist: "Mira", title: "Sleeper") == nil)
        var link = Link.sample()
        link.destinations = []
        let deezer = Config.number("deezer")
        let decision = Decision(kind: .search, reason: .search, platform: deezer)
        #expect(
            Config.catalogue.searchURL(on: "deezer", artist: link.artist, title: link.title)
                == location(decision, link))
    }

    @Test func `every platform's own search page is no music`() throws {
        for platform in Config.catalogue.platforms {
            let page = try #require(
                Config.catalogue.searchURL(on: platform.id, artist: "Mira", title: "Sleeper"))
            #expect(throws: Failure.self) { try Config.catalogue.address(of: page, field: "url") }
        }
    }
}
