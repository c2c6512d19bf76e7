import Loopback
import Platforms
import Smartlink
import Testing

struct SpotifyTests {
    private let trackURL = "https://open.spotify.com/intl-de/track/0nJW01T7XtvILxQgC5J7Wh?si=x"

    @Test func `the id in the link's destination is saved, without a search`() async throws {
        let stage = try Stage("spotify") { _ in .answer(200) }
        #expect(await stage.save(.track(trackURL)) == .saved)
        #expect(stage.lines == ["PUT /v1/me/library?uris=spotify%3Atrack%3A0nJW01T7XtvILxQgC5J7Wh"])
        #expect(stage.server.requests[0].fields["authorization"] == "Bearer fan-token")
        #expect(stage.server.requests[0].body == "")
    }

    @Test func `without one the recording is looked up once`() async throws {
        let stage = try Stage("spotify") { request in
            request.method == "PUT"
                ? .answer(200)
                : .answer(200, #"{"tracks":{"items":[{"id":"0nJW01T7XtvILxQgC5J7Wh"}]}}"#)
        }
        #expect(await stage.save(.track()) == .saved)
        #expect(
            await stage.save(.track("https://example.org/track/0nJW01T7XtvILxQgC5J7Wh")) == .saved)
        #expect(
            stage.lines.map { $0.prefix(24) } == [
                "GET /v1/search?q=isrc%3A", "PUT /v1/me/library?uris=", "PUT /v1/me/library?uris=",
            ])
    }

    @Test func `an album's number is tried with 12, 13 and 14 digits`() async throws {
        let stage = try Stage("spotify") { request in
            if request.method == "PUT" { return .answer(200) }
            let isFound = request.target.contains("upc%3A00602475093060&")
            return .answer(
                200,
                #"{"albums":{"items":[\#(isFound ? #"{"id":"4aawyAB9vmqN3uQ7FjRGTy"}"# : "")]}}"#)
        }
        #expect(await stage.save(.album()) == .saved)
        #expect(stage.lines.count == 4)
        #expect(
            stage.lines.last == "PUT /v1/me/library?uris=spotify%3Aalbum%3A4aawyAB9vmqN3uQ7FjRGTy")
    }

    @Test func `what nobody finds is not released yet`() async throws {
        let stage = try Stage("spotify") { _ in .answer(200, #"{"tracks":{"items":[]}}"#) }
        #expect(await stage.save(.track()) == .notReleased)
        #expect(await stage.save(.track(isrc: nil)) == .notReleased)
    }

    @Test func `an app with Extended Quota saves over the older endpoints`() async throws {
        let stage = try Stage("spotify", { $0.legacyLibrary = true }, { _ in .answer(200) })
        #expect(await stage.save(.track(trackURL)) == .saved)
        let album = "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy"
        #expect(await stage.save(.album(album)) == .saved)
        #expect(
            stage.lines == ["PUT /v1/me/tracks", "PUT /v1/me/albums?ids=4aawyAB9vmqN3uQ7FjRGTy"])
        #expect(stage.server.requests[0].body == #"{"ids":["0nJW01T7XtvILxQgC5J7Wh"]}"#)
        #expect(stage.server.requests[0].fields["content-type"] == "application/json")
    }

    @Test(arguments: [
        (401, SaveOutcome.unauthorised), (403, .refused(.notRegistered)), (404, .notReleased),
        (400, .refused(.rejected)), (500, .unreachable), (502, .unreachable), (302, .unreachable),
        (408, .unreachable), (429, .busy(retryAfterSeconds: 7)), (503, .busy(retryAfterSeconds: 7)),
    ])
    func `each refusal has its outcome`(status: Int, outcome: SaveOutcome) async throws {
        let stage = try Stage("spotify") { _ in
            .answer(status, #"{"error":{"status":1}}"#, fields: [("Retry-After", "7")])
        }
        #expect(await stage.save(.track(trackURL)) == outcome)
        #expect(await stage.save(.track()) == outcome)
    }

    @Test(arguments: [("99999999999", 86_400), ("-4", 0), ("0", 0)])
    func `a pause is believed within a day`(text: String, seconds: Int) async throws {
        let stage = try Stage("spotify") { _ in .answer(429, fields: [("Retry-After", text)]) }
        #expect(await stage.save(.track(trackURL)) == .busy(retryAfterSeconds: seconds))
    }

    @Test func `a pause that is no number is a pause without length`() async throws {
        let stage = try Stage("spotify") { _ in
            .answer(429, fields: [("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")])
        }
        #expect(await stage.save(.track(trackURL)) == .busy(retryAfterSeconds: nil))
    }

    @Test func `a platform that is gone or speaks nonsense is unreachable`() async throws {
        let stage = try Stage("spotify") { _ in .cut("hello\r\n\r\n") }
        #expect(await stage.save(.track(trackURL)) == .unreachable)
        let other = try Stage("spotify") { _ in .answer(200, "<html>") }
        #expect(await other.save(.track()) == .unreachable)
    }

    @Test(arguments: [
        "https://open.spotify.com/track/short",
        "https://open.spotify.com/artist/0nJW01T7XtvILxQgC5J7Wh",
        "https://spotify.com.example.org/track/0nJW01T7XtvILxQgC5J7Wh",
        "spotify:track:0nJW01T7XtvILxQgC5J7Wh",
        "https://open.spotify.com/track/0nJW01T7XtvILxQgC5J7W%2F",
    ])
    func `a URL that names nothing of Spotify's is passed over`(url: String) async throws {
        let stage = try Stage("spotify") { _ in .answer(200, #"{"tracks":{"items":[]}}"#) }
        #expect(await stage.save(.track(url)) == .notReleased)
    }

    @Test func `the authorisation dies half a year after the fan agreed`() throws {
        let stage = try Stage("spotify") { _ in .answer(200) }
        let dies = stage.platform.dies(TokenGrant(access: "a", authorisedAt: Stage.now))
        #expect(dies == Instant(ms: Stage.now.ms + 181 * 86_400_000))
    }
}
