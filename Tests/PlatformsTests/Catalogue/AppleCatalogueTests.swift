import Loopback
import Smartlink
import Testing

struct AppleCatalogueTests {
    private static let song = """
        {"id":"1560735548","type":"songs","href":"/v1/catalog/de/songs/1560735548","attributes":{
        "name":"Low Tide","artistName":"Mira","albumName":"Sleeper","durationInMillis":215508,"isrc":"USRC17607839",
        "releaseDate":"2026-11-21","url":"https://music.apple.com/de/album/low-tide/1560735414?i=1560735548",
        "artwork":{"width":3000,"height":3000,"url":"https://is1-ssl.mzstatic.com/image/thumb/x/cover.jpg/{w}x{h}bb.jpg"},
        "playParams":{"id":"1560735548","kind":"song"},"contentRating":"explicit","trackNumber":3},
        "relationships":{"albums":{"href":"/a","data":[{"id":"1560735414","type":"albums","href":"/a"}]}}}
        """

    private static let album = """
        {"id":"1560735414","type":"albums","attributes":{"name":"Sleeper","artistName":"Mira","upc":"00602475093060",
        "releaseDate":"2026","isCompilation":true,"url":"https://music.apple.com/de/album/sleeper/1560735414",
        "artwork":{"width":600,"url":"https://is1-ssl.mzstatic.com/image/thumb/x/cover.jpg/{w}x{h}bb.jpg"}},
        "relationships":{"tracks":{"data":[{"id":"1560735548","type":"songs","attributes":{"name":"Low Tide",
        "artistName":"Mira","durationInMillis":215508,"isrc":"USRC17607839"}}]}}}
        """

    private static func page(_ items: String...) -> String {
        #"{"data":[\#(items.joined(separator: ","))]}"#
    }

    @Test func `a recording is filtered by its code in the market's storefront`() async throws {
        let stage = try LookupStage("apple-music") { _ in .answer(200, Self.page(Self.song)) }
        let candidates = try await stage.found(.isrc("USRC17607839"))
        #expect(stage.lines == ["GET /v1/catalog/de/songs?filter%5Bisrc%5D=USRC17607839"])
        let token = try #require(stage.requests[0].fields["authorization"])
        // ES256 and the key's id; three parts.
        #expect(token.hasPrefix("Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6IktFWTAwMDAwMDEifQ."))
        #expect(token.split(separator: ".").count == 3)
        #expect(stage.requests[0].fields["music-user-token"] == nil)
        var music = Music(kind: .track, title: "Low Tide", artist: "Mira")
        music.album = "Sleeper"
        music.isrc = "USRC17607839"
        music.durationMs = 215_508
        music.releaseDate = "2026-11-21"
        music.artworkURL = "https://is1-ssl.mzstatic.com/image/thumb/x/cover.jpg/1200x1200bb.jpg"
        #expect(
            candidates == [
                Candidate(
                    platform: "apple-music", id: "1560735548",
                    url: "https://music.apple.com/de/album/low-tide/1560735414?i=1560735548",
                    music: music, basis: .code)
            ])
    }

    @Test func `a release is filtered by its number as given, with 13 and with 14 digits`()
        async throws
    {
        let stage = try LookupStage("apple-music") { request in
            .answer(
                200,
                request.target.hasSuffix("=00602475093060") ? Self.page(Self.album) : Self.page())
        }
        let hit = try await stage.found(.upc("602475093060")).first
        let candidate = try #require(hit)
        #expect(
            stage.lines == [
                "GET /v1/catalog/de/albums?filter%5Bupc%5D=602475093060",
                "GET /v1/catalog/de/albums?filter%5Bupc%5D=0602475093060",
                "GET /v1/catalog/de/albums?filter%5Bupc%5D=00602475093060",
            ])
        #expect(candidate.music.upc == "602475093060")
        #expect(candidate.music.tracks.first?.isrc == "USRC17607839")
        #expect(candidate.isCompilation)
        // Nothing to play it by.
        #expect(!candidate.isAvailable)
        #expect(candidate.music.artworkURL?.hasSuffix("/600x600bb.jpg") == true)
    }

    @Test func `an id is looked up in the storefront it is from`() async throws {
        let stage = try LookupStage("apple-music") { request in
            if request.target.contains("/albums/") { return .answer(200, Self.page(Self.album)) }
            return request.target.contains("/songs/")
                ? .answer(200, Self.page(Self.song))
                : .answer(
                    200,
                    #"{"data":[{"id":"pl.abc","attributes":{"name":"Evening","curatorName":"Mira","url":"https://music.apple.com/de/playlist/evening/pl.abc"}}]}"#
                )
        }
        let track = try await stage.found(
            .place("apple-music", .track, "1560735548", country: "US"))
        let album = try await stage.found(.place("apple-music", .album, "1560735414"))
        let list = try await stage.found(.place("apple-music", .playlist, "pl.abc", country: "GB"))
        #expect(
            stage.lines == [
                "GET /v1/catalog/us/songs/1560735548", "GET /v1/catalog/de/albums/1560735414",
                "GET /v1/catalog/gb/playlists/pl.abc",
            ])
        #expect(track.first?.basis == .address)
        #expect(album.first?.music.kind == .album)
        #expect(list.first?.music.artist == "Mira")
        #expect(list.first?.isAvailable == true)
    }

    @Test func `words are searched by type`() async throws {
        let stage = try LookupStage("apple-music") { request in
            request.target.contains("types=songs")
                ? .answer(200, #"{"results":{"songs":\#(Self.page(Self.song))},"meta":{}}"#)
                : .answer(200, #"{"results":{}}"#)
        }
        let track = try await stage.found(.said(.track, isrc: "USRC17607839"))
        #expect(await stage.find(.said(.album)) == .missed)
        #expect(
            stage.lines[0]
                == "GET /v1/catalog/de/search?types=songs&term=Mira%20Low%20%20Tide%20&limit=10"
        )
        #expect(stage.lines[1].contains("types=albums"))
        #expect(track.first?.basis == .code)
    }

    @Test func `what is not there is missed`() async throws {
        let stage = try LookupStage("apple-music") { request in
            request.target.contains("filter")
                ? .answer(200, #"{"data":[],"meta":{"filters":{"isrc":{}}}}"#)
                : .answer(404, #"{"errors":[{"status":"404"}]}"#)
        }
        #expect(await stage.find(.isrc("USRC17607839")) == .missed)
        #expect(await stage.find(.upc("602475093060")) == .missed)
        #expect(await stage.find(.place("apple-music", .track, "1")) == .missed)
    }

    @Test(arguments: [
        "https://music.apple.com.example.org/de/album/x/1", "http://music.apple.com/de/album/x/1",
        "https://user@music.apple.com/de/album/x/1", "javascript:alert(1)", "",
    ])
    func `a place that is not the platform's is no place`(place: String) async throws {
        let odd = Self.song.replacing(
            "https://music.apple.com/de/album/low-tide/1560735414?i=1560735548", with: place)
        let stage = try LookupStage("apple-music") { _ in .answer(200, Self.page(odd)) }
        #expect(await stage.find(.isrc("USRC17607839")) == .failed(SourceFailure(.garbled)))
    }

    @Test func `tracking in a place is left out`() async throws {
        let odd = Self.song.replacing(
            "?i=1560735548", with: "?at=1000lZ&uo=4&i=1560735548&app=music#x")
        let stage = try LookupStage("apple-music") { _ in .answer(200, Self.page(odd)) }
        #expect(
            try await stage.found(.isrc("USRC17607839")).first?.url
                == "https://music.apple.com/de/album/low-tide/1560735414?i=1560735548")
    }

    @Test func `a hit of another form is passed over, all of them are garbage`() async throws {
        let odd = #"{"id":3},{"id":"1","attributes":{"name":["x"]}},7"#
        let stage = try LookupStage("apple-music") { _ in .answer(200, Self.page(odd, Self.song)) }
        #expect(try await stage.found(.isrc("USRC17607839")).count == 1)
        let none = try LookupStage("apple-music") { _ in .answer(200, Self.page(odd)) }
        #expect(await none.find(.isrc("USRC17607839")) == .failed(SourceFailure(.garbled)))
    }

    @Test func `it takes codes, words and its own addresses`() throws {
        let source = try LookupStage("apple-music") { _ in .answer(200) }.source
        #expect(source.takes(.isrc("USRC17607839")) && source.takes(.upc("602475093060")))
        #expect(source.takes(.place("apple-music", .playlist, "pl.abc")))
        #expect(!source.takes(.place("apple-music", .track, "../me")))
        #expect(!source.takes(.place("spotify", .track, "1")))
        #expect(!source.takes(.said(.playlist)))
    }
}
