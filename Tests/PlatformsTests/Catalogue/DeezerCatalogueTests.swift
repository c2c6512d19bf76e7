import Loopback
import Platforms
import Smartlink
import Testing

struct DeezerCatalogueTests {
    /// As recorded, shortened.
    private static let track = #"""
        {"id":3135556,"readable":true,"title":"Harder, Better, Faster, Stronger","title_version":"",
         "isrc":"GBDUW0000059","link":"https://www.deezer.com/track/3135556","duration":226,
         "release_date":"2001-03-12","available_countries":["DE","FR","at"],
         "contributors":[{"id":27,"name":"Daft Punk","role":"Main"}],
         "artist":{"id":27,"name":"Daft Punk"},
         "album":{"id":302127,"title":"Discovery","cover_xl":
          "https://cdn-images.dzcdn.net/images/cover/5718/1000x1000-000000-80-0-0.jpg"},
         "type":"track"}
        """#
    private static let album = #"""
        {"id":302127,"title":"Discovery","upc":"724384960650","duration":3662,
         "release_date":"2001-03-07","record_type":"album","available":true,
         "cover_xl":"https://cdn-images.dzcdn.net/images/cover/5718/1000x1000-000000-80-0-0.jpg",
         "artist":{"id":27,"name":"Daft Punk"},"tracks":{"data":[
          {"id":3135553,"title":"One More Time","duration":320,"artist":{"name":"Daft Punk"}},
          {"id":"x","title":7},{"id":3135554,"title":"Aerodynamic","duration":212}]}}
        """#

    @Test func `a recording is asked for by its ISRC`() async throws {
        let stage = try LookupStage("deezer") { _ in .answer(200, Self.track) }
        let found = try await stage.found(.recording)
        #expect(stage.lines == ["GET /track/isrc:GBDUW0000059"])
        #expect(stage.requests[0].fields["authorization"] == nil)
        #expect(stage.requests[0].fields["accept"] == "application/json")
        var music = Music(
            kind: .track, title: "Harder, Better, Faster, Stronger", artist: "Daft Punk")
        music.album = "Discovery"
        music.isrc = "GBDUW0000059"
        music.durationMs = 226_000
        music.releaseDate = "2001-03-12"
        music.artworkURL =
            "https://cdn-images.dzcdn.net/images/cover/5718/1000x1000-000000-80-0-0.jpg"
        var candidate = Candidate(
            platform: "deezer", id: "3135556", url: "https://www.deezer.com/track/3135556",
            music: music, basis: .code)
        candidate.territories = ["AT", "DE", "FR"]
        #expect(found == [candidate])
        #expect(try await stage.found(.recording, market: "US").map(\.isAvailable) == [false])
    }

    @Test(arguments: [
        ("724384960650", "724384960650"), ("4006381333931", "4006381333931"),
        ("73513537", "000073513537"),
    ])
    func `a release is asked for by twelve digits or more`(
        upc: String, asked: String
    ) async throws {
        let stage = try LookupStage("deezer") { _ in .answer(200, Self.album) }
        let found = try await stage.found(.upc(upc))
        #expect(stage.lines == ["GET /album/upc:\(asked)"])
        #expect(found.map(\.url) == ["https://www.deezer.com/album/302127"])
        // An answer that carries another code was not found by this one.
        #expect(found.map(\.basis) == [upc == "724384960650" ? .code : .words])
        #expect(found[0].music.upc == "724384960650")
        #expect(found[0].music.durationMs == 3_662_000)
        #expect(found[0].music.tracks.map(\.title) == ["One More Time", "Aerodynamic"])
        #expect(found[0].music.tracks[0].durationMs == 320_000)
    }

    @Test func `what has an address is asked for by its number`() async throws {
        let stage = try LookupStage("deezer") { request in
            request.target.hasPrefix("/playlist")
                ? .answer(200, #"{"id":9,"title":"Mix","creator":{"name":"Ana"},"tracks":null}"#)
                : .answer(200, request.target.hasPrefix("/track") ? Self.track : Self.album)
        }
        #expect(try await stage.found(.place("deezer", .track, "3135556"))[0].basis == .address)
        #expect(try await stage.found(.place("deezer", .album, "302127"))[0].basis == .address)
        let list = try await stage.found(.place("deezer", .playlist, "9"))
        #expect(list.map(\.url) == ["https://www.deezer.com/playlist/9"])
        #expect(list[0].music == Music(kind: .playlist, title: "Mix", artist: "Ana"))
        #expect(stage.lines == ["GET /track/3135556", "GET /album/302127", "GET /playlist/9"])
    }

    @Test func `words are searched for exactly, then roughly`() async throws {
        let stage = try LookupStage("deezer") { request in
            request.target.contains("artist%3A")
                ? .answer(200, #"{"data":[],"total":0}"#)
                : .answer(200, #"{"data":[{"id":"no"},\#(Self.track)],"total":2}"#)
        }
        let found = try await stage.found(.said(isrc: "GBDUW0000059"))
        #expect(found.map(\.basis) == [.code])
        #expect(try await stage.found(.said()).map(\.basis) == [.words])
        #expect(
            stage.lines.prefix(2) == [
                "GET /search?q=artist%3A%22Mira%22%20track%3A%22Low%20%20Tide%20%22",
                "GET /search?q=Mira%20Low%20%20Tide%20",
            ])
    }

    @Test func `releases have a search of their own`() async throws {
        let stage = try LookupStage("deezer") { _ in .answer(200, #"{"data":[\#(Self.album)]}"#) }
        #expect(try await stage.found(.said(.album)).map(\.music.kind) == [.album])
        #expect(
            stage.lines == [
                "GET /search/album?q=artist%3A%22Mira%22%20album%3A%22Low%20%20Tide%20%22"
            ])
    }

    @Test(
        arguments: [200, 404],
        [
            (800, SourceAnswer.missed),
            (4, .failed(SourceFailure(.rateLimited, retryAfterSeconds: 5))),
            (700, .failed(SourceFailure(.unreachable))),
            (4_711, .failed(SourceFailure(.unreachable))),
            (200, .failed(SourceFailure(.unauthorised))),
            (600, .failed(SourceFailure(.garbled))),
        ])
    func `an error inside any status is an error`(
        status: Int, expected: (code: Int, answer: SourceAnswer)
    ) async throws {
        let stage = try LookupStage("deezer") { _ in
            .answer(
                status, #"{"error":{"type":"X","message":"m","code":\#(expected.code)}}"#)
        }
        #expect(await stage.find(.recording) == expected.answer)
    }

    @Test func `it takes what it can be asked`() throws {
        let source = try LookupStage("deezer") { _ in .answer(200) }.source
        #expect(source.takes(.recording) && source.takes(.release) && source.takes(.said()))
        #expect(source.takes(.place("deezer", .track, "7")))
        #expect(!source.takes(.place("deezer", .track, "../7")))
        #expect(!source.takes(.place("deezer", .artist, "27")))
        #expect(!source.takes(.place("deezer", .short, "abc")))
        #expect(!source.takes(.place("tidal", .track, "7")))
        #expect(!source.takes(.said(.playlist)))
    }

    @Test func `credits of several are one text`() async throws {
        let stage = try LookupStage("deezer") { _ in
            .answer(
                200,
                #"""
                {"id":1,"title":"Duet","artist":{"name":"Mira"},"contributors":[
                 {"name":"Mira","role":"Main"},{"name":"Jonas","role":"Main"},
                 {"name":"Guest","role":"Featured"}]}
                """#)
        }
        #expect(try await stage.found(.recording)[0].music.artist == "Mira, Jonas")
    }
}
