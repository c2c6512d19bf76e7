import Loopback
import Smartlink
import Testing

struct ITunesCatalogueTests {
    private static let art =
        "https://is1-ssl.mzstatic.com/image/thumb/Music/v4/df/4e/00602475093060.rgb.jpg/100x100bb.jpg"

    private static let collection = """
        {"wrapperType":"collection","collectionType":"Album","collectionId":1560735414,"artistName":"Mira",
        "collectionName":"Sleeper","collectionViewUrl":"https://music.apple.com/de/album/sleeper/1560735414?uo=4",
        "artworkUrl100":"\(art)","trackCount":1,"releaseDate":"2026-11-21T08:00:00Z","country":"DEU"}
        """

    private static let track = """
        {"wrapperType":"track","kind":"song","artistName":"Mira","collectionId":1560735414,"trackId":1560735548,
        "collectionName":"Sleeper","trackName":"Low Tide","trackTimeMillis":215508,"isStreamable":true,
        "trackViewUrl":"https://music.apple.com/de/album/low-tide/1560735414?i=1560735548&uo=4",
        "artworkUrl100":"\(art)","releaseDate":"2026-11-21T08:00:00Z"}
        """

    private static func results(_ items: String...) -> String {
        #"\#n\#n{"resultCount":\#(items.count),"results":[\#(items.joined(separator: ","))]}"#
    }

    @Test func `a release is looked up by its number, with its songs`() async throws {
        let stage = try LookupStage("itunes") { _ in
            .answer(200, Self.results(Self.collection, Self.track))
        }
        let candidates = try await stage.found(.upc("602475093060"))
        #expect(stage.lines == ["GET /lookup?upc=602475093060&entity=song&country=de"])
        #expect(stage.requests[0].fields["authorization"] == nil)
        #expect(candidates.count == 1)
        let candidate = try #require(candidates.first)
        #expect(candidate.platform == "apple-music")
        #expect(candidate.id == "1560735414")
        #expect(candidate.url == "https://music.apple.com/de/album/sleeper/1560735414")
        #expect(candidate.basis == .code)
        #expect(candidate.music.upc == "602475093060")
        #expect(candidate.music.releaseDate == "2026-11-21")
        #expect(candidate.music.tracks.map(\.title) == ["Low Tide"])
        #expect(candidate.music.durationMs == 215_508)
        #expect(
            candidate.music.artworkURL
                == "https://is1-ssl.mzstatic.com/image/thumb/Music/v4/df/4e/00602475093060.rgb.jpg/1200x1200bb.jpg"
        )
    }

    @Test func `a variant whose picture names another number was not found by the code`()
        async throws
    {
        let other = Self.collection.replacing("00602475093060", with: "00602445868162")
        let stage = try LookupStage("itunes") { _ in .answer(200, Self.results(other)) }
        let hit = try await stage.found(.upc("602475093060")).first
        let candidate = try #require(hit)
        #expect(candidate.basis == .words)
        #expect(candidate.music.upc == "602445868162")
        // One song of it is named, none came.
        #expect(candidate.music.tracks == [])
    }

    @Test func `a picture that names no number proves nothing`() async throws {
        let other = Self.collection.replacing("00602475093060", with: "20UMGIM123456789")
        let stage = try LookupStage("itunes") { _ in .answer(200, Self.results(other)) }
        let hit = try await stage.found(.upc("602475093060")).first
        let candidate = try #require(hit)
        #expect(candidate.basis == .code)
        #expect(candidate.music.upc == nil)
    }

    @Test func `an address is looked up by id where it is from`() async throws {
        let stage = try LookupStage("itunes") { _ in
            .answer(200, Self.results(Self.collection, Self.track))
        }
        let track = try await stage.found(
            .place("apple-music", .track, "1560735548", country: "US"))
        let album = try await stage.found(.place("apple-music", .album, "1560735414"))
        #expect(
            stage.lines == [
                "GET /lookup?id=1560735548&entity=song&country=us",
                "GET /lookup?id=1560735414&entity=song&country=de",
            ])
        #expect(track.map(\.id) == ["1560735548"])
        #expect(
            track.first?.url == "https://music.apple.com/de/album/low-tide/1560735414?i=1560735548")
        #expect(track.first?.basis == .address)
        #expect(album.map(\.id) == ["1560735414"])
    }

    @Test func `words are searched by entity`() async throws {
        let stage = try LookupStage("itunes") { request in
            .answer(
                200,
                Self.results(request.target.contains("=song") ? Self.track : Self.collection))
        }
        let track = try await stage.found(.said(.track))
        let album = try await stage.found(.said(.album))
        #expect(
            stage.lines[0]
                == "GET /search?term=Mira%20Low%20%20Tide%20&media=music&entity=song&limit=10&country=de"
        )
        #expect(stage.lines[1].contains("&entity=album&"))
        #expect(track.first?.basis == .words && track.first?.music.kind == .track)
        #expect(album.first?.basis == .words && album.first?.music.kind == .album)
    }

    @Test func `what is only for sale cannot be streamed`() async throws {
        let other = Self.track.replacing("\"isStreamable\":true", with: "\"isStreamable\":false")
        let stage = try LookupStage("itunes") { _ in .answer(200, Self.results(other)) }
        #expect(try await stage.found(.said(.track)).first?.isAvailable == false)
    }

    @Test func `it is never asked by ISRC`() async throws {
        let stage = try LookupStage("itunes") { _ in .answer(200, Self.results(Self.track)) }
        #expect(!stage.source.takes(.isrc("USRC17607839")))
        #expect(await stage.find(.isrc("USRC17607839")) == .missed)
        #expect(stage.requests.isEmpty)
        #expect(!stage.source.takes(.place("apple-music", .playlist, "1")))
        #expect(!stage.source.takes(.place("apple-music", .album, "pl.1")))
        #expect(stage.source.takes(.upc("602475093060")))
    }

    @Test func `403 is too many requests, and a minute's rest`() async throws {
        let stage = try LookupStage("itunes") { _ in .answer(403, "<html>") }
        #expect(
            await stage.find(.upc("602475093060"))
                == .failed(SourceFailure(.rateLimited, retryAfterSeconds: 60)))
    }

    @Test func `nothing is a miss, nonsense is not`() async throws {
        let stage = try LookupStage("itunes") { _ in .answer(200, Self.results()) }
        #expect(await stage.find(.upc("602475093060")) == .missed)
        let none = try LookupStage("itunes") { _ in .answer(200, Self.results("7", "[]")) }
        #expect(await none.find(.upc("602475093060")) == .failed(SourceFailure(.garbled)))
    }
}
