import Loopback
import Platforms
import Smartlink
import Testing

struct MusicBrainzTests {
    private static let recordingID = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
    private static let releaseID = "8f75113a-9b2c-4a1e-8f6d-1b2c3d4e5f60"
    private static let relations = #"""
        [{"type":"free streaming","target-type":"url","ended":false,
          "url":{"id":"u1","resource":"https://open.spotify.com/track/4cOd?si=1"}},
         {"type":"free streaming","url":{"resource":"https://open.spotify.com/album/2noR"}},
         {"type":"streaming","ended":true,"url":{"resource":"https://www.deezer.com/track/1"}},
         {"type":"purchase for download","url":{"resource":"https://www.deezer.com/track/2"}},
         {"type":"lyrics","url":{"resource":"https://www.deezer.com/track/3"}},
         {"type":"streaming","url":{"resource":"https://nobody.example/track/4"}},
         {"type":"streaming","url":{"resource":"https://www.deezer.com/playlist/5"}},
         {"type":"streaming","url":{"resource":"https://www.deezer.com/artist/6"}},
         {"type":"streaming","url":null},7]
        """#
    private static let recording = #"""
        {"id":"\#(recordingID)","title":"Low Tide","length":301920,"isrcs":["GBDUW0000059"],
         "first-release-date":"1991-09","relations":\#(relations),
         "artist-credit":[{"name":"Mira","joinphrase":" feat. "},{"name":"Jonas","joinphrase":""}],
         "releases":[{"id":"r2","title":"Best Of","date":"2001"},
          {"id":"r1","title":"Shore","date":"1991-09-24"},{"id":"r3","title":"?","date":null}]}
        """#
    private static let release = #"""
        {"id":"\#(releaseID)","title":"Shore","barcode":"0724384960650","date":"1991-09-24",
         "artist-credit":[{"name":"Mira","joinphrase":""}],"relations":\#(relations),
         "media":[{"format":"CD","tracks":[{"title":"Low Tide","length":301920,
           "recording":{"isrcs":["GBDUW0000059"]}},{"title":null}]},{"tracks":null},
          {"tracks":[{"title":"High Tide","length":null}]}]}
        """#

    @Test func `a recording's relations are its places`() async throws {
        let stage = try LookupStage("musicbrainz") { _ in
            .answer(200, #"{"isrc":"GBDUW0000059","recordings":[\#(Self.recording)]}"#)
        }
        let found = try await stage.found(.recording)
        #expect(
            stage.lines == [
                "GET /ws/2/isrc/GBDUW0000059?inc=artist-credits+releases+url-rels&fmt=json"
            ])
        #expect(stage.requests[0].fields["user-agent"] == "Segue/1 ( ops@example.com )")
        var music = Music(kind: .track, title: "Low Tide", artist: "Mira feat. Jonas")
        music.album = "Shore"
        music.isrc = "GBDUW0000059"
        music.durationMs = 301_920
        music.releaseDate = "1991-09"
        #expect(
            found == [
                Candidate(
                    platform: "spotify", id: "4cOd", url: "https://open.spotify.com/track/4cOd",
                    music: music, basis: .relation),
                Candidate(
                    platform: "deezer", id: "2", url: "https://www.deezer.com/track/2",
                    music: music, basis: .relation),
                Candidate(
                    platform: "musicbrainz", id: Self.recordingID,
                    url: "https://musicbrainz.org/recording/\(Self.recordingID)", music: music,
                    basis: .code),
            ])
    }

    @Test func `a release is searched for by its barcode, then looked up`() async throws {
        let stage = try LookupStage("musicbrainz") { request in
            request.target.contains("query=")
                ? .answer(
                    200,
                    #"""
                    {"count":3,"releases":[{"id":"x","title":"Other","barcode":"4006381333931"},
                     {"id":"d","title":"Draft","barcode":"724384960650","status":"Bootleg"},
                     {"id":"\#(Self.releaseID)","title":"Shore","barcode":"0724384960650",
                      "status":"Official"}]}
                    """#)
                : .answer(200, Self.release)
        }
        let found = try await stage.found(.release)
        #expect(
            stage.lines == [
                "GET /ws/2/release?query=barcode%3A724384960650&fmt=json",
                "GET /ws/2/release/\(Self.releaseID)"
                    + "?inc=artist-credits+recordings+isrcs+url-rels&fmt=json",
            ])
        // A release may stand on a platform as a playlist; a recording does not.
        #expect(
            found.map(\.url) == [
                "https://open.spotify.com/album/2noR", "https://www.deezer.com/playlist/5",
                "https://musicbrainz.org/release/\(Self.releaseID)",
            ])
        #expect(found.map(\.basis) == [.relation, .relation, .code])
        let music = found[0].music
        #expect(music.upc == "724384960650" && music.kind == .album && music.title == "Shore")
        #expect(music.tracks.map(\.title) == ["Low Tide", "High Tide"])
        #expect(music.tracks[0].isrc == "GBDUW0000059")
    }

    @Test func `a release with another barcode is no hit`() async throws {
        let stage = try LookupStage("musicbrainz") { _ in
            .answer(
                200, #"{"releases":[{"id":"x","title":"Other","barcode":"4006381333931"}]}"#)
        }
        #expect(await stage.find(.release) == .missed)
        #expect(stage.lines.count == 1)
    }

    @Test func `a URL leads to what it is a place of`() async throws {
        let stage = try LookupStage("musicbrainz") { request in
            request.target.hasPrefix("/ws/2/url")
                ? .answer(
                    200,
                    #"""
                    {"id":"u1","resource":"https://spotify.example/4cOd","relations":[
                     {"type":"streaming","target-type":"release","release":{"id":"r","title":"t"}},
                     {"type":"streaming","target-type":"recording","recording":
                      {"id":"\#(Self.recordingID)","title":"Low Tide"}}]}
                    """#)
                : .answer(200, Self.recording)
        }
        let found = try await stage.found(.place("spotify", .track, "4cOd"))
        #expect(
            stage.lines == [
                "GET /ws/2/url?resource=https%3A%2F%2Fspotify.example%2F4cOd"
                    + "&inc=recording-rels+release-rels&fmt=json",
                "GET /ws/2/recording/\(Self.recordingID)"
                    + "?inc=artist-credits+releases+isrcs+url-rels&fmt=json",
            ])
        #expect(found.map(\.platform) == ["spotify", "deezer", "musicbrainz"])
        #expect(found.map(\.basis) == [.relation, .relation, .relation])
        #expect(found[0].music.isrc == "GBDUW0000059")
    }

    @Test func `503 means too many requests, even without a time`() async throws {
        let stage = try LookupStage("musicbrainz") { _ in .answer(503, #"{"error":"slow"}"#) }
        let failure = SourceFailure(.rateLimited, retryAfterSeconds: 1)
        #expect(await stage.find(.recording) == .failed(failure))
    }

    @Test(arguments: [
        ("", "Segue/1"), ("a) (b\\c\r\nX: y", "Segue/1 ( a bcX: y )"), ("ö", "Segue/1"),
    ])
    func `a contact stays a comment`(contact: String, userAgent: String) async throws {
        let stage = try LookupStage("musicbrainz", contact: contact) { _ in .answer(404) }
        #expect(await stage.find(.recording) == .missed)
        #expect(stage.requests.map { $0.fields["user-agent"] } == [userAgent])
    }

    @Test func `it takes what it can be asked`() throws {
        let source = try LookupStage("musicbrainz") { _ in .answer(200) }.source
        #expect(source.takes(.recording) && source.takes(.release) && !source.takes(.said()))
        #expect(source.takes(.place("tidal", .album, "1")))
        #expect(!source.takes(.place("tidal", .short, "1")))
    }
}
