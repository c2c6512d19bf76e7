import Loopback
import Platforms
import Smartlink
import Testing

struct AmazonMusicCatalogueTests {
    /// After the documentation's own example.
    private static let track = #"""
        {"id":"B076YT2CBT","audioQualities":["SD","HD"],"globalAsin":"B076YT2CBT",
         "title":"Happy (From \"Despicable Me 2\")","duration":232,"isrc":"USQ4E1300686",
         "album":{"id":"B076YSK8CS","title":"G I R L","releaseDate":"2014-03-03T00:00:00.000Z"},
         "artists":[{"id":"B000QJPDAE","name":"Pharrell Williams"}]}
        """#
    private static let album = #"""
        {"id":"B0064UPU4G","title":"Discovery","duration":3670,
         "releaseDate":"2001-03-12T00:00:00.000Z","artists":[{"name":"Daft Punk"}],
         "images":[{"url":"https://m.media-amazon.com/images/I/a.jpg"}],
         "availableMarkets":[{"id":"US","name":"United States"},{"id":7}]}
        """#

    private static func hits(_ name: String, _ nodes: String) -> String {
        #"{"data":{"\#(name)":{"pageInfo":{"hasNextPage":false},"edgeCount":1,"edges":[{"node":\#(nodes)},{"node":{"id":"x"}}]}}}"#
    }

    @Test func `a recording is searched for by its ISRC`() async throws {
        let stage = try LookupStage("amazon-music") { _ in
            .answer(200, Self.hits("searchTracks", Self.track))
        }
        let found = try await stage.found(.isrc("USQ4E1300686"))
        let token = try #require(stage.server.requests.first)
        #expect(
            token.body == "grant_type=client_credentials&scope=music%3A%3Acatalog"
                + "&client_secret=app-secret&client_id=app")
        let request = try #require(stage.requests.first)
        #expect(stage.lines == ["POST /v1/search/tracks"])
        #expect(
            request.body
                == #"{"limit":50,"searchFilters":[{"field":"isrc","query":"USQ4E1300686"}]}"#)
        #expect(request.fields["content-type"] == "application/json")
        #expect(request.fields["authorization"] == "Bearer app-token")
        #expect(request.fields["x-api-key"] == "api-key")
        var music = Music(
            kind: .track, title: "Happy (From \"Despicable Me 2\")", artist: "Pharrell Williams")
        music.album = "G I R L"
        music.isrc = "USQ4E1300686"
        music.durationMs = 232_000
        music.releaseDate = "2014-03-03"
        let candidate = Candidate(
            platform: "amazon-music", id: "B076YT2CBT",
            url: "https://music.amazon.com/albums/B076YSK8CS?trackAsin=B076YT2CBT", music: music,
            basis: .code)
        #expect(found == [candidate])
        // What a search found without carrying the code is a find by words.
        #expect(try await stage.found(.recording).map(\.basis) == [.words])
    }

    @Test func `words go into the fields of title and artist`() async throws {
        let stage = try LookupStage("amazon-music") { request in
            request.target.hasSuffix("tracks")
                ? .answer(200, Self.hits("searchTracks", Self.track))
                : .answer(200, Self.hits("searchAlbums", Self.album))
        }
        #expect(try await stage.found(.said()).map(\.basis) == [.words])
        #expect(try await stage.found(.said(.album)).map(\.music.title) == ["Discovery"])
        #expect(
            stage.requests.map(\.body) == [
                #"{"limit":50,"searchFilters":[{"field":"name","query":"Low \"Tide\""},"#
                    + #"{"field":"artistName","query":"Mira"}]}"#,
                #"{"limit":50,"searchFilters":[{"query":"Mira Low \"Tide\""}]}"#,
            ])
    }

    @Test func `addresses are looked up by ASIN`() async throws {
        let stage = try LookupStage("amazon-music") { request in
            request.target.hasPrefix("/v1/tracks")
                ? .answer(200, #"{"data":{"tracks":[null,\#(Self.track)]}}"#)
                : .answer(200, #"{"data":{"album":\#(Self.album)}}"#)
        }
        let track = try await stage.found(.place("amazon-music", .track, "B076YT2CBT"))
        let album = try await stage.found(.place("amazon-music", .album, "B0064UPU4G"))
        #expect(stage.lines == ["GET /v1/tracks?ids=B076YT2CBT", "GET /v1/albums/B0064UPU4G"])
        #expect((track + album).map(\.basis) == [.address, .address])
        #expect(album[0].territories == ["US"])
        #expect(album[0].isAvailable == false)
        #expect(album[0].url == "https://music.amazon.com/albums/B0064UPU4G")
        #expect(album[0].music.artworkURL == "https://m.media-amazon.com/images/I/a.jpg")
    }

    @Test func `a profile that is not enabled is told`() async throws {
        let stage = try LookupStage("amazon-music") { _ in .answer(403, "{}") }
        #expect(await stage.find(.recording) == .failed(SourceFailure(.unauthorised)))
    }

    @Test func `it takes what it can be asked`() throws {
        let source = try LookupStage("amazon-music") { _ in .answer(200) }.source
        #expect(source.takes(.recording) && !source.takes(.release))
        #expect(!source.takes(.place("amazon-music", .track, "b076yt2cbt")))
        #expect(!source.takes(.place("amazon-music", .playlist, "B076YT2CBT")))
    }
}
