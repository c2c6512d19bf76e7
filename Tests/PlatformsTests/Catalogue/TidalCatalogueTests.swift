import Loopback
import Smartlink
import Testing

@testable import Platforms

struct TidalCatalogueTests {
    private static let included = """
        "included":[{"id":"77610756","type":"albums","attributes":{"title":"Sleeper","barcodeId":"00602475093060",
        "releaseDate":"2026-11-21","albumType":"SINGLE","numberOfItems":1},
        "relationships":{"coverArt":{"data":[{"id":"art","type":"artworks"}],"links":{"self":"/x"}}}},
        {"id":"a","type":"artists","attributes":{"name":"Mira","popularity":0.5}},
        {"id":"art","type":"artworks","attributes":{"mediaType":"IMAGE","files":[
        {"href":"https://resources.tidal.com/images/x/320x320.jpg","meta":{"width":320,"height":320}},
        {"href":"https://resources.tidal.com/images/x/1280x1280.jpg","meta":{"width":1280,"height":1280}}]}},
        {"id":"251380837","type":"tracks","attributes":{"title":"Low Tide","version":"Live","isrc":"USRC17607839",
        "duration":"PT3M35S"},"relationships":{"artists":{"data":[{"id":"a","type":"artists"}]},
        "albums":{"data":[{"id":"77610756","type":"albums"}]}}}]
        """

    private static let track = """
        {"id":"251380837","type":"tracks","attributes":{"title":"Low Tide","version":"Live","isrc":"USRC17607839",
        "duration":"PT3M35S","explicit":false,
        "externalLinks":[{"href":"https://tidal.com/browse/track/251380837?u","meta":{"type":"TIDAL_SHARING"}}]},
        "relationships":{"albums":{"data":[{"id":"77610756","type":"albums"}]},
        "artists":{"data":[{"id":"a","type":"artists"}]}}}
        """

    private static let album = """
        {"id":"77610756","type":"albums","attributes":{"title":"Sleeper","barcodeId":"00602475093060",
        "releaseDate":"2026-11-21","duration":"PT1H2M3S","numberOfItems":1,"availability":["DJ"]},
        "relationships":{"artists":{"data":[{"id":"a","type":"artists"}]},"coverArt":{"data":[{"id":"art","type":"artworks"}]},
        "items":{"data":[{"id":"251380837","type":"tracks","meta":{"trackNumber":1}}]}}}
        """

    private static func list(_ items: String...) -> String {
        #"{"data":[\#(items.joined(separator: ","))],\#(included),"links":{"self":"/x"}}"#
    }

    private static func one(_ item: String) -> String {
        #"{"data":\#(item),\#(included),"links":{"self":"/x"}}"#
    }

    @Test func `a recording is filtered by its code, its album's date and picture with it`()
        async throws
    {
        let stage = try LookupStage("tidal") { _ in .answer(200, Self.list(Self.track)) }
        let candidates = try await stage.found(.isrc("USRC17607839"))
        #expect(
            stage.lines == [
                "GET /v2/tracks?filter%5Bisrc%5D=USRC17607839&countryCode=DE&include=albums.coverArt%2Cartists"
            ])
        #expect(stage.requests[0].fields["accept"] == "application/vnd.api+json")
        #expect(stage.requests[0].fields["authorization"] == "Bearer app-token")
        #expect(stage.server.requests[0].body.contains("grant_type=client_credentials"))
        #expect(stage.server.requests[0].fields["authorization"] == "Basic YXBwOmFwcC1zZWNyZXQ=")
        var music = Music(kind: .track, title: "Low Tide (Live)", artist: "Mira")
        music.album = "Sleeper"
        music.isrc = "USRC17607839"
        music.durationMs = 215_000
        music.releaseDate = "2026-11-21"
        music.artworkURL = "https://resources.tidal.com/images/x/1280x1280.jpg"
        #expect(
            candidates == [
                Candidate(
                    platform: "tidal", id: "251380837",
                    url: "https://tidal.com/browse/track/251380837", music: music, basis: .code)
            ])
    }

    @Test func `a release is filtered by its barcode, with its tracks`() async throws {
        let stage = try LookupStage("tidal") { _ in .answer(200, Self.list(Self.album)) }
        let hit = try await stage.found(.upc("602475093060")).first
        let candidate = try #require(hit)
        #expect(
            stage.lines == [
                "GET /v2/albums?filter%5BbarcodeId%5D=602475093060&countryCode=DE&include=coverArt%2Cartists%2Citems"
            ])
        #expect(candidate.url == "https://tidal.com/browse/album/77610756")
        #expect(candidate.basis == .code)
        #expect(candidate.music.upc == "602475093060")
        #expect(candidate.music.durationMs == 3_723_000)
        #expect(candidate.music.tracks.map(\.title) == ["Low Tide (Live)"])
        #expect(candidate.music.tracks.first?.isrc == "USRC17607839")
        // Whoever may mix with it may not stream it.
        #expect(!candidate.isAvailable)
    }

    @Test func `an address is looked at by its id`() async throws {
        let stage = try LookupStage("tidal") { request in
            if request.target.contains("/albums/") { return .answer(200, Self.one(Self.album)) }
            return request.target.contains("/tracks/")
                ? .answer(200, Self.one(Self.track))
                : .answer(
                    200,
                    Self.one(
                        """
                        {"id":"550e8400","type":"playlists",
                        "attributes":{"name":"Evening","playlistType":"EDITORIAL","numberOfItems":2},
                        "relationships":{"items":{"data":[{"id":"251380837","type":"tracks"}]}}}
                        """
                    ))
        }
        let track = try await stage.found(.place("tidal", .track, "251380837"))
        let album = try await stage.found(.place("tidal", .album, "77610756"))
        let list = try await stage.found(.place("tidal", .playlist, "550e8400"))
        #expect(
            stage.lines == [
                "GET /v2/tracks/251380837?countryCode=DE&include=albums.coverArt%2Cartists",
                "GET /v2/albums/77610756?countryCode=DE&include=coverArt%2Cartists%2Citems",
                "GET /v2/playlists/550e8400?countryCode=DE&include=coverArt%2Citems",
            ])
        #expect(track.first?.basis == .address)
        #expect(album.first?.music.title == "Sleeper")
        #expect(list.first?.music.artist == "TIDAL")
        #expect(list.first?.url == "https://tidal.com/browse/playlist/550e8400")
        // One of two came along: that is no track list.
        #expect(list.first?.music.tracks == [])
    }

    @Test func `words are one search, whose hits are related to it`() async throws {
        let stage = try LookupStage("tidal") { _ in
            .answer(
                200,
                Self.list(
                    """
                    {"id":"low tide","type":"searchResults","attributes":{"query":"low tide"},
                    "relationships":{"tracks":{"data":[{"id":"251380837","type":"tracks"},
                    {"id":"gone","type":"tracks"}]},"albums":{"data":[{"id":"77610756","type":"albums"}]}}}
                    """
                ))
        }
        let track = try await stage.found(.said(.track))
        let known = try await stage.found(.said(.track, isrc: "USRC17607839"))
        #expect(
            stage.lines[0]
                == "GET /v2/searchResults?filter%5Bquery%5D=Mira%20Low%20%20Tide%20&countryCode=DE"
                + "&include=tracks.albums.coverArt%2Ctracks.artists")
        #expect(track.map(\.id) == ["251380837"])
        #expect(track.first?.basis == .words)
        #expect(known.first?.basis == .code)
        // Its album came without artists here.
        #expect(await stage.find(.said(.album)) == .missed)
        #expect(stage.lines[2].hasSuffix("&include=albums.coverArt%2Calbums.artists"))
    }

    @Test func `what is not there is missed`() async throws {
        let stage = try LookupStage("tidal") { request in
            request.target.contains("filter")
                ? .answer(200, #"{"data":[],"links":{"self":"/x"}}"#)
                : .answer(404, #"{"errors":[{"code":"NOT_FOUND"}]}"#)
        }
        #expect(await stage.find(.isrc("USRC17607839")) == .missed)
        #expect(await stage.find(.place("tidal", .track, "1")) == .missed)
        #expect(await stage.find(.said(.track)) == .missed)
    }

    @Test func `a place elsewhere is replaced by the platform's own form`() async throws {
        let odd = Self.track.replacing(
            "https://tidal.com/browse/track/251380837?u", with: "https://tidal.com.example.org/x")
        let stage = try LookupStage("tidal") { _ in .answer(200, Self.list(odd)) }
        #expect(
            try await stage.found(.isrc("USRC17607839")).first?.url
                == "https://tidal.com/browse/track/251380837")
    }

    @Test func `a hit of another form is passed over, all of them are garbage`() async throws {
        let odd = #"{"id":1,"type":"tracks"},{"id":"2"},null,"x""#
        let stage = try LookupStage("tidal") { _ in .answer(200, Self.list(odd, Self.track)) }
        #expect(try await stage.found(.isrc("USRC17607839")).count == 1)
        let none = try LookupStage("tidal") { _ in .answer(200, Self.list(odd)) }
        #expect(await none.find(.isrc("USRC17607839")) == .failed(SourceFailure(.garbled)))
        let bare = try LookupStage("tidal") { _ in
            .answer(200, #"{"data":[{"id":"2","type":"tracks"}]}"#)
        }
        #expect(await bare.find(.isrc("USRC17607839")) == .failed(SourceFailure(.garbled)))
    }

    @Test(arguments: [
        ("PT4M12S", 252_000), ("PT1H2M", 3_720_000), ("P0DT3S", 3_000), ("PT0.5S", 500),
    ])
    func `lengths are read as ISO 8601 has them`(text: String, ms: Int64) {
        #expect(isoDurationMs(text) == ms)
    }

    @Test(arguments: [
        "", "P", "4M", "PT", "PTS", "PT4", "P4M", "P1Y", "PT1X", "PT-4S", "PT1e9S",
        "PT999999999999S",
        "PT1.2.3S", "TP4S",
    ])
    func `what is no length is none`(text: String) {
        #expect(isoDurationMs(text) == nil)
    }
}
