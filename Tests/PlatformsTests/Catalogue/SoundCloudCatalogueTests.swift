import Loopback
import Platforms
import Smartlink
import Testing

struct SoundCloudCatalogueTests {
    /// After the specification's own example.
    private static func track(access: String = "playable", sharing: String = "public") -> String {
        #"""
        {"kind":"track","urn":"soundcloud:tracks:1234","title":"Low Tide","duration":40000,
         "artwork_url":"https://i1.sndcdn.com/artworks-a-large.jpg","isrc":"gb-duw-00-00059",
         "permalink_url":"https://soundcloud.com/mira/low-tide?utm_source=x","sharing":"\#(sharing)",
         "release_day":22,"release_month":8,"release_year":2019,"access":"\#(access)",
         "available_country_codes":null,"user":{"username":"Mira Label"},
         "metadata_artist":"Mira"}
        """#
    }

    @Test func `a search shows the app's token and is compared by ISRC`() async throws {
        let stage = try LookupStage("soundcloud") { _ in
            .answer(200, #"{"collection":[\#(Self.track())],"next_href":null}"#)
        }
        let found = try await stage.found(.said(isrc: "GBDUW0000059"))
        let token = try #require(stage.server.requests.first)
        #expect(token.method == "POST")
        #expect(token.fields["authorization"] == "Basic YXBwOmFwcC1zZWNyZXQ=")
        #expect(token.body == "grant_type=client_credentials&client_id=app")
        #expect(
            stage.lines == [
                "GET /tracks?q=Mira%20Low%20%22Tide%22&limit=50"
                    + "&access=playable%2Cpreview%2Cblocked&linked_partitioning=true"
            ])
        #expect(stage.requests[0].fields["authorization"] == "OAuth app-token")
        var music = Music(kind: .track, title: "Low Tide", artist: "Mira")
        music.isrc = "GBDUW0000059"
        music.durationMs = 40_000
        music.releaseDate = "2019-08-22"
        music.artworkURL = "https://i1.sndcdn.com/artworks-a-t500x500.jpg"
        let candidate = Candidate(
            platform: "soundcloud", id: "mira/low-tide",
            url: "https://soundcloud.com/mira/low-tide", music: music, basis: .code)
        #expect(found == [candidate])
        #expect(try await stage.found(.said()).map(\.basis) == [.words])
        // One token serves both.
        #expect(stage.server.requests.count == 3)
    }

    @Test func `the older bare list is read as well`() async throws {
        let stage = try LookupStage("soundcloud") { _ in
            .answer(200, "[5,\(Self.track()),null]")
        }
        #expect(try await stage.found(.said()).count == 1)
    }

    @Test func `blocked is there and cannot be played, private is not there`() async throws {
        let stage = try LookupStage("soundcloud") { request in
            .answer(
                200,
                request.target.contains("Hidden")
                    ? "[\(Self.track(sharing: "private"))]"
                    : "[\(Self.track(access: "blocked"))]")
        }
        #expect(try await stage.found(.said()).map(\.isAvailable) == [false])
        let hidden = Music(kind: .track, title: "Hidden", artist: "Mira")
        #expect(await stage.find(.words(hidden)) == .missed)
    }

    @Test func `releases are playlists with an EAN or a release's type`() async throws {
        let stage = try LookupStage("soundcloud") { _ in
            .answer(
                200,
                #"""
                [{"kind":"playlist","title":"Mira - Low Tide","playlist_type":"ep","ean":
                  "0724384960650","permalink_url":"https://soundcloud.com/mira/sets/low-tide",
                  "user":{"username":"Mira"},"duration":11000,"tracks":[]},
                 {"kind":"playlist","title":"Low Tide and more","playlist_type":"","ean":null,
                  "permalink_url":"https://soundcloud.com/ana/sets/more",
                  "user":{"username":"Ana"}}]
                """#)
        }
        let found = try await stage.found(.said(.album, upc: "724384960650"))
        #expect(found.map(\.music.kind) == [.album, .playlist])
        #expect(found.map(\.basis) == [.code, .words])
        #expect(found[0].music.title == "Low Tide")
        #expect(found[0].id == "mira/sets/low-tide")
        #expect(stage.lines[0].hasPrefix("GET /playlists?q=Mira%20Low%20%22Tide%22&limit=50&"))
        #expect(stage.lines[0].hasSuffix("&show_tracks=false"))
    }

    @Test func `an address is resolved, short ones too`() async throws {
        let stage = try LookupStage("soundcloud") { request in
            request.target.hasPrefix("/resolve")
                ? .answer(302, "{}", fields: [("Location", "/tracks/soundcloud:tracks:1234")])
                : .answer(200, Self.track())
        }
        let clue = Clue.place("soundcloud", .short, "AbC")
        #expect(stage.source.takes(clue))
        let found = try await stage.found(clue)
        #expect(found.map(\.basis) == [.address])
        #expect(found.map(\.id) == ["mira/low-tide"])
        #expect(
            stage.lines == [
                "GET /resolve?url=https%3A%2F%2Fsoundcloud.example%2FAbC",
                "GET /tracks/soundcloud:tracks:1234",
            ])
        #expect(stage.requests[1].fields["authorization"] == "OAuth app-token")
    }

    @Test func `a redirect to another host is not followed`() async throws {
        let stage = try LookupStage("soundcloud") { _ in
            .answer(302, "", fields: [("Location", "http://localhost:1/tracks/1")])
        }
        let clue = Clue.place("soundcloud", .track, "mira/low-tide")
        #expect(await stage.find(clue) == .failed(SourceFailure(.unreachable)))
        #expect(stage.lines.count == 1)
    }

    @Test func `a person's page is no music`() async throws {
        let stage = try LookupStage("soundcloud") { _ in
            .answer(200, #"{"kind":"user","username":"Mira"}"#)
        }
        #expect(await stage.find(.place("soundcloud", .short, "x")) == .missed)
    }

    @Test(arguments: [
        "http://evil.example/mira/low-tide", "https://soundcloud.com.evil.example/mira/low-tide",
        "https://soundcloud.com/mira", "",
    ])
    func `a page that is not SoundCloud's is no find`(page: String) async throws {
        let body =
            #"[{"kind":"track","title":"t","user":{"username":"u"},"permalink_url":"\#(page)"}]"#
        let stage = try LookupStage("soundcloud") { _ in .answer(200, body) }
        #expect(await stage.find(.said()) == .missed)
    }

    @Test func `codes cannot be asked for`() throws {
        let source = try LookupStage("soundcloud") { _ in .answer(200) }.source
        #expect(!source.takes(.recording) && !source.takes(.release))
        #expect(!source.takes(.place("soundcloud", .artist, "mira")))
    }
}
