import Loopback
import Smartlink
import Testing

struct SpotifyCatalogueTests {
    private static let trackId = "0nJW01T7XtvILxQgC5J7Wh"
    private static let albumId = "4aawyAB9vmqN3uQ7FjRGTy"

    private static let track = """
        {"id":"\(trackId)","name":"Low Tide","type":"track","uri":"spotify:track:\(trackId)",
        "duration_ms":215508,"explicit":false,"external_ids":{"isrc":"USRC17607839"},
        "external_urls":{"spotify":"https://open.spotify.com/track/\(trackId)"},
        "artists":[{"id":"a","name":"Mira"},{"id":"b","name":"Jonas"}],"is_playable":true,"track_number":3,
        "album":{"id":"\(albumId)","name":"Sleeper","album_type":"single","release_date":"2026-11",
        "release_date_precision":"month","images":[{"url":"https://i.scdn.co/image/small","height":64,"width":64},
        {"url":"https://i.scdn.co/image/large","height":640,"width":640}]}}
        """

    private static func album(upc: String = "00602475093060", total: Int = 1) -> String {
        """
        {"id":"\(albumId)","name":"Sleeper","album_type":"compilation","total_tracks":\(total),
        "release_date":"2026-11-21","release_date_precision":"day","images":[],"artists":[{"name":"Mira"}],
        "external_ids":{"upc":"\(upc)"},"copyrights":[],
        "tracks":{"total":\(total),"items":[{"id":"\(trackId)","name":"Low Tide","duration_ms":1000,"artists":[{"name":"Mira"}]}]}}
        """
    }

    private static func tracks(_ items: String...) -> String {
        #"{"tracks":{"items":[\#(items.joined(separator: ","))],"total":\#(items.count)}}"#
    }

    @Test func `the app's token is asked for once, with id and secret`() async throws {
        let stage = try LookupStage("spotify") { _ in .answer(200, Self.tracks(Self.track)) }
        _ = await stage.find(.isrc("USRC17607839"))
        _ = await stage.find(.isrc("USRC17607839"))
        let tokens = stage.server.requests.filter { $0.target == "/token" }
        #expect(tokens.count == 1)
        #expect(tokens[0].method == "POST")
        #expect(tokens[0].fields["authorization"] == "Basic YXBwOmFwcC1zZWNyZXQ=")
        #expect(tokens[0].fields["content-type"] == "application/x-www-form-urlencoded")
        #expect(tokens[0].body.contains("grant_type=client_credentials"))
        #expect(!tokens[0].body.contains("secret"))
    }

    @Test func `a recording is searched by its code, with everything that is told of it`()
        async throws
    {
        let stage = try LookupStage("spotify") { _ in .answer(200, Self.tracks(Self.track)) }
        let candidates = try await stage.found(.isrc("USRC17607839"))
        #expect(
            stage.lines == ["GET /v1/search?q=isrc%3AUSRC17607839&type=track&market=DE&limit=10"])
        #expect(stage.requests[0].fields["authorization"] == "Bearer app-token")
        #expect(stage.requests[0].fields["accept"] == "application/json")
        #expect(stage.requests[0].body == "")
        var music = Music(kind: .track, title: "Low Tide", artist: "Mira, Jonas")
        music.album = "Sleeper"
        music.isrc = "USRC17607839"
        music.durationMs = 215_508
        music.releaseDate = "2026-11"
        music.artworkURL = "https://i.scdn.co/image/large"
        #expect(
            candidates == [
                Candidate(
                    platform: "spotify", id: Self.trackId,
                    url: "https://open.spotify.com/track/\(Self.trackId)", music: music,
                    basis: .code)
            ])
    }

    @Test func `what cannot be played there, or stands on a compilation, says so`() async throws {
        let other = Self.track
            .replacing("\"is_playable\":true", with: "\"is_playable\":false")
            .replacing("\"single\"", with: "\"compilation\"")
        let stage = try LookupStage("spotify") { _ in .answer(200, Self.tracks(other)) }
        let hit = try await stage.found(.isrc("USRC17607839")).first
        let candidate = try #require(hit)
        #expect(!candidate.isAvailable)
        #expect(candidate.isCompilation)
    }

    @Test func `where it exists is told when the platform lists its markets`() async throws {
        let other = Self.track.replacing(
            "\"is_playable\":true", with: "\"available_markets\":[\"AT\",\"us\",\"x\",3]")
        let stage = try LookupStage("spotify") { _ in .answer(200, Self.tracks(other)) }
        let hit = try await stage.found(.isrc("USRC17607839")).first
        let candidate = try #require(hit)
        #expect(candidate.territories == ["AT", "US"])
        #expect(!candidate.isAvailable)
    }

    @Test func `a hit with another code was not found by the code`() async throws {
        let stage = try LookupStage("spotify") { _ in .answer(200, Self.tracks(Self.track)) }
        #expect(try await stage.found(.isrc("GBARL9300135")).first?.basis == .words)
    }

    @Test func `a release is searched with 12, 13 and 14 digits, then asked for whole`()
        async throws
    {
        let stage = try LookupStage("spotify") { request in
            if request.target.hasPrefix("/v1/albums/") { return .answer(200, Self.album()) }
            let isFound = request.target.contains("upc%3A00602475093060&")
            return .answer(
                200,
                #"{"albums":{"items":[\#(isFound ? #"{"id":"\#(Self.albumId)","name":"Sleeper"}"# : "")]}}"#
            )
        }
        let hit = try await stage.found(.upc("602475093060")).first
        let candidate = try #require(hit)
        #expect(
            stage.lines == [
                "GET /v1/search?q=upc%3A602475093060&type=album&market=DE&limit=10",
                "GET /v1/search?q=upc%3A0602475093060&type=album&market=DE&limit=10",
                "GET /v1/search?q=upc%3A00602475093060&type=album&market=DE&limit=10",
                "GET /v1/albums/\(Self.albumId)?market=DE",
            ])
        #expect(candidate.basis == .code)
        #expect(candidate.url == "https://open.spotify.com/album/\(Self.albumId)")
        #expect(candidate.music.upc == "602475093060")
        #expect(candidate.music.releaseDate == "2026-11-21")
        #expect(candidate.music.tracks.map(\.title) == ["Low Tide"])
        #expect(candidate.music.durationMs == 1_000)
        #expect(candidate.isCompilation)
    }

    @Test func `a track list that goes on elsewhere is none`() async throws {
        let stage = try LookupStage("spotify") { _ in .answer(200, Self.album(total: 60)) }
        let hit = try await stage.found(.place("spotify", .album, Self.albumId)).first
        let candidate = try #require(hit)
        #expect(candidate.music.tracks == [])
        #expect(candidate.music.durationMs == nil)
        #expect(candidate.basis == .address)
    }

    @Test func `an address is looked at by its id`() async throws {
        let stage = try LookupStage("spotify") { request in
            request.target.hasPrefix("/v1/playlists/")
                ? .answer(
                    200,
                    """
                    {"id":"\(Self.albumId)","name":"Evening","owner":{"display_name":"Mira"},"images":null,
                    "items":{"total":1,"items":[{"item":{"name":"Low Tide","type":"track",
                    "duration_ms":5,"artists":[{"name":"Mira"}]}}]}}
                    """
                )
                : .answer(200, Self.track)
        }
        let track = try await stage.found(.place("spotify", .track, Self.trackId))
        let list = try await stage.found(.place("spotify", .playlist, Self.albumId))
        #expect(stage.lines[0] == "GET /v1/tracks/\(Self.trackId)?market=DE")
        #expect(
            stage.lines[1].hasPrefix("GET /v1/playlists/\(Self.albumId)?market=DE&fields=id%2C"))
        #expect(track.first?.basis == .address)
        #expect(list.first?.music.artist == "Mira")
        #expect(list.first?.music.tracks.first?.artist == "Mira")
        #expect(list.first?.url == "https://open.spotify.com/playlist/\(Self.albumId)")
    }

    @Test func `words are searched in quotes, their own taken out`() async throws {
        let stage = try LookupStage("spotify") { request in
            request.target.contains("type=track")
                ? .answer(200, Self.tracks(Self.track))
                : .answer(200, #"{"albums":{"items":[\#(Self.album())]}}"#)
        }
        let track = try await stage.found(.said(.track))
        let known = try await stage.found(.said(.track, isrc: "USRC17607839"))
        let album = try await stage.found(.said(.album))
        #expect(
            stage.lines[0]
                == "GET /v1/search?q=track%3A%22Low%20%20Tide%20%22%20artist%3A%22Mira%22"
                + "&type=track&market=DE&limit=10")
        #expect(stage.lines[2].contains("q=album%3A%22Low"))
        #expect(track.first?.basis == .words)
        #expect(known.first?.basis == .code)
        #expect(album.first?.music.kind == .album)
    }

    @Test func `what is not there is missed`() async throws {
        let stage = try LookupStage("spotify") { request in
            request.target.contains("/search")
                ? .answer(200, #"{"tracks":{"items":[]},"albums":{"items":[]}}"#)
                : .answer(404, #"{"error":{"status":404,"message":"Not found."}}"#)
        }
        #expect(await stage.find(.isrc("USRC17607839")) == .missed)
        #expect(await stage.find(.upc("602475093060")) == .missed)
        #expect(await stage.find(.place("spotify", .track, Self.trackId)) == .missed)
        #expect(await stage.find(.said(.track)) == .missed)
    }

    @Test func `a hit of another form is passed over, all of them are garbage`() async throws {
        let odd = [
            #"{"id":7,"name":"x"}"#, #"{"id":"../../me","name":"x","artists":[{"name":"y"}]}"#,
            "[]",
            #"{"name":null}"#, #""text""#,
        ]
        let mixed = Self.tracks(odd.joined(separator: ","), Self.track)
        let stage = try LookupStage("spotify") { _ in .answer(200, mixed) }
        #expect(try await stage.found(.isrc("USRC17607839")).map(\.id) == [Self.trackId])
        let none = try LookupStage("spotify") { _ in .answer(200, Self.tracks(odd[2], odd[3])) }
        #expect(await none.find(.isrc("USRC17607839")) == .failed(SourceFailure(.garbled)))
    }

    @Test func `an app that may not is a matter of credentials`() async throws {
        let stage = try LookupStage("spotify") { _ in .answer(403) }
        #expect(await stage.find(.isrc("USRC17607839")) == .failed(SourceFailure(.unauthorised)))
    }

    @Test func `it takes codes, words and its own addresses`() throws {
        let source = try LookupStage("spotify") { _ in .answer(200) }.source
        #expect(source.takes(.isrc("USRC17607839")) && source.takes(.upc("602475093060")))
        #expect(source.takes(.said(.track)) && source.takes(.said(.album)))
        #expect(!source.takes(.said(.playlist)))
        #expect(source.takes(.place("spotify", .playlist, Self.albumId)))
        #expect(!source.takes(.place("spotify", .artist, Self.albumId)))
        #expect(!source.takes(.place("spotify", .track, "short")))
        #expect(!source.takes(.place("tidal", .track, Self.trackId)))
    }
}
