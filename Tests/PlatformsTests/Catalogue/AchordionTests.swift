import Loopback
import Platforms
import Smartlink
import Testing

struct AchordionTests {
    @Test func `each link it knows is a relation`() async throws {
        let stage = try LookupStage("achordion") { _ in
            .answer(
                200,
                #"""
                {"entity":"recording","isrc":"GBDUW0000059","track_name":"Low Tide",
                 "artist_name":"Mira","album_name":null,"isrcs":["GBDUW0000059"],
                 "resolved_at":"2026-07-01T00:00:00Z","links":[
                 {"url":"https://open.spotify.com/track/4cOd?si=1","label":"Spotify",
                  "host":"open.spotify.com","source":"mb"},
                 {"url":"https://open.spotify.com/track/4cOd","source":"odesli"},
                 {"url":"https://open.spotify.com/album/2noR"},{"url":7},
                 {"url":"javascript:alert(1)"}]}
                """#)
        }
        let found = try await stage.found(.recording)
        #expect(stage.lines == ["GET /api/track-links/lookup?isrc=GBDUW0000059"])
        #expect(stage.requests[0].fields["authorization"] == nil)
        var music = Music(kind: .track, title: "Low Tide", artist: "Mira")
        music.isrc = "GBDUW0000059"
        #expect(
            found == [
                Candidate(
                    platform: "spotify", id: "4cOd", url: "https://open.spotify.com/track/4cOd",
                    music: music, basis: .relation)
            ])
    }

    @Test func `what has no place known here still tells what it is`() async throws {
        let stage = try LookupStage("achordion") { _ in
            .answer(
                200,
                #"""
                {"mbid":"5b11f4ce-a62d-471e-81fc-a69a8278c7da","track_name":"Low Tide",
                 "artist_name":"Mira","links":[{"url":"https://nobody.example/1"}]}
                """#)
        }
        #expect(try await stage.found(.recording).map(\.platform) == ["musicbrainz"])
    }

    @Test func `links of nothing are no answer`() async throws {
        let stage = try LookupStage("achordion") { _ in
            .answer(200, #"{"track_name":null,"artist_name":"Mira","links":[]}"#)
        }
        #expect(await stage.find(.recording) == .failed(SourceFailure(.garbled)))
        #expect(!stage.source.takes(.release) && !stage.source.takes(.said()))
    }
}
