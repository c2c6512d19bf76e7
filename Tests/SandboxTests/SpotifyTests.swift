import HTTP
import Testing

@testable import Sandbox

struct SpotifyTests {
    let stage = Stage()
    private let song = "spotify:track:4cOdK2wGLETKBW3PvgPWqT"

    @Test func `from consent to the library`() async throws {
        let fields = try await stage.spotify()
        let found = await stage.get(
            "/spotify/v1/search?q=isrc:GBARL9300135&type=track&market=DE", fields)
        #expect(found.text.contains("\"uri\":\"\(song)\""))
        #expect(found.text.contains("\"isrc\":\"GBARL9300135\""))
        let save = await stage.ask(.put, "/spotify/v1/me/library?uris=\(song)", fields)
        #expect(save.status == 200)
        #expect(save.bytes.isEmpty)
        #expect(await stage.library() == ["spotify Ana track 4cOdK2wGLETKBW3PvgPWqT ×1"])
        let contains = await stage.get("/spotify/v1/me/library/contains?uris=\(song)", fields)
        #expect(contains.text == "[true]")
    }

    @Test func `saving again is silent, and counted`() async throws {
        let fields = try await stage.spotify()
        for _ in 0..<3 {
            _ = await stage.ask(.put, "/spotify/v1/me/library?uris=\(song)", fields)
        }
        #expect(await stage.library() == ["spotify Ana track 4cOdK2wGLETKBW3PvgPWqT ×3"])
    }

    @Test func `the older endpoints take ids, and artists are followed`() async throws {
        let fields = try await stage.spotify()
        let id = "4cOdK2wGLETKBW3PvgPWqT"
        let tracks = await stage.ask(
            .put, "/spotify/v1/me/tracks", fields, body: "{\"ids\":[\"\(id)\"]}")
        #expect(tracks.status == 200)
        #expect(await stage.ask(.put, "/spotify/v1/me/albums?ids=\(id)", fields).status == 200)
        let follow = await stage.ask(
            .put, "/spotify/v1/me/following?type=artist&ids=\(id)", fields)
        #expect(follow.status == 204)
        #expect(
            await stage.library() == [
                "spotify Ana track \(id) ×1", "spotify Ana album \(id) ×1",
                "spotify Ana artist \(id) ×1",
            ])
    }

    @Test(arguments: [
        "", "?uris=", "?uris=spotify:track:short", "?uris=4cOdK2wGLETKBW3PvgPWqT",
        "?uris=spotify:show4:4cOdK2wGLETKBW3PvgPWqT",
        "?uris="
            + Array(repeating: "spotify:track:4cOdK2wGLETKBW3PvgPWqT", count: 41)
            .joined(separator: ","),
    ])
    func `uris out of form are refused`(_ query: String) async throws {
        let fields = try await stage.spotify()
        let answer = await stage.ask(
            .put, "/spotify/v1/me/library\(query)", fields, body: "{\"uris\":[\"\(song)\"]}")
        #expect(answer.status == 400)
        #expect(answer.text.hasPrefix("{\"error\":{\"status\":400,"))
        #expect(await stage.library() == [])
    }

    @Test func `forty at once are taken`() async throws {
        let fields = try await stage.spotify()
        let uris = (10..<50).map { "spotify:track:00000000000000000000\($0)" }
        let target = "/spotify/v1/me/library?uris=\(uris.joined(separator: ","))"
        #expect(await stage.ask(.put, target, fields).status == 200)
        #expect(await stage.library().count == 40)
    }

    @Test func `without the scope nothing is saved`() async throws {
        let fields = try await stage.spotify(scope: "user-read-private")
        let answer = await stage.ask(.put, "/spotify/v1/me/library?uris=\(song)", fields)
        #expect(answer.status == 403)
        #expect(answer.member("message") == "Insufficient client scope")
    }

    @Test func `without a token nothing is told`() async {
        let answer = await stage.get("/spotify/v1/me")
        #expect(answer.status == 401)
        #expect(answer.member("message") == "No token provided")
        let other = await stage.get("/spotify/v1/me", ["Authorization": "Bearer nobody"])
        #expect(other.status == 401)
    }

    @Test(arguments: [
        "type=track", "q=isrc:GBARL9300135", "q=a&type=show", "q=a&type=track&limit=11",
        "q=a&type=track&limit=many",
    ])
    func `a search out of form is refused`(_ query: String) async throws {
        let fields = try await stage.spotify()
        #expect(await stage.get("/spotify/v1/search?\(query)", fields).status == 400)
    }

    @Test func `albums are found by UPC and tell it only one by one`() async throws {
        let fields = try await stage.spotify()
        let found = await stage.get("/spotify/v1/search?q=upc:724384960650&type=album", fields)
        let id = try #require(found.member("uri")?.split(separator: ":").last)
        #expect(!found.text.contains("external_ids"))
        let albums = found.text.split(separator: "spotify:album:")
        let album = try #require(albums.last?.prefix { $0 != "\"" })
        let whole = await stage.get("/spotify/v1/albums/\(album)", fields)
        #expect(whole.member("upc") == "724384960650", "\(id)")
    }
}
