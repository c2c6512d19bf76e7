import Loopback
import Smartlink
import Testing

struct SoundCloudTests {
    private let page = "https://soundcloud.com/mira/low-tide"

    @Test(arguments: [
        (
            "https://api.soundcloud.com/tracks/soundcloud:tracks:123",
            "POST /likes/tracks/soundcloud:tracks:123"
        ),
        (
            "https://api.soundcloud.com/tracks/soundcloud%3Atracks%3A123?x",
            "POST /likes/tracks/soundcloud:tracks:123"
        ),
        ("/tracks/123", "POST /likes/tracks/soundcloud:tracks:123"),
        ("/playlists/soundcloud:playlists:9", "POST /likes/playlists/soundcloud:playlists:9"),
    ])
    func `a page is resolved once, then liked`(location: String, line: String) async throws {
        let stage = try Stage("soundcloud") { request in
            request.method == "GET"
                ? .answer(302, fields: [("Location", location)])
                : .answer(200, #"{"status":"200 - OK"}"#)
        }
        #expect(await stage.save(.track(page)) == .saved)
        #expect(await stage.save(.track(page)) == .saved)
        #expect(
            stage.lines == [
                "GET /resolve?url=https%3A%2F%2Fsoundcloud.com%2Fmira%2Flow-tide", line, line,
            ])
        #expect(
            stage.server.requests.allSatisfy { $0.fields["authorization"] == "OAuth fan-token" })
    }

    @Test(arguments: ["https://evil.example/users/soundcloud:users:1", "/tracks/..", "x", ""])
    func `a resolution to anything else is not believed`(location: String) async throws {
        let stage = try Stage("soundcloud") { _ in .answer(302, fields: [("Location", location)]) }
        #expect(await stage.save(.track(page)) == .unreachable)
        #expect(stage.lines.count == 1)
    }

    @Test func `without a page the hits' ISRC decides`() async throws {
        let stage = try Stage("soundcloud") { request in
            request.method == "POST"
                ? .answer(200, #"{"status":"200 - OK"}"#)
                : .answer(
                    200,
                    #"[{"urn":"soundcloud:tracks:1","isrc":null},"#
                        + #"{"urn":"soundcloud:tracks:2","isrc":"usrc17607839"}]"#
                )
        }
        #expect(await stage.save(.track()) == .saved)
        #expect(stage.lines.last == "POST /likes/tracks/soundcloud:tracks:2")
        #expect(await stage.save(.track(isrc: "USRC17607840")) == .notReleased)
        #expect(await stage.save(.album()) == .notReleased)
    }

    @Test(arguments: [
        (404, SaveOutcome.notReleased), (401, .unauthorised), (403, .refused(.rejected)),
        (429, .busy(retryAfterSeconds: nil)), (500, .unreachable),
    ])
    func `each refusal has its outcome`(status: Int, outcome: SaveOutcome) async throws {
        let stage = try Stage("soundcloud") { _ in .answer(status, "{}") }
        #expect(await stage.save(.track(page)) == outcome)
    }

    @Test func `a refresh token that is good once goes out once`() async throws {
        // The connection is kept after the first answer, then dies under the second request.
        let stage = try Stage("soundcloud") { request in
            request.body.contains("refresh_token=second")
                ? .cut("")
                : .answer(200, #"{"access_token":"a2","refresh_token":"second","expires_in":3600}"#)
        }
        let renewed = try await stage.renew(Stage.grant(seconds: 0)).get()
        #expect(renewed.refresh == "second")
        var ended = renewed
        ended.expiresAt = Stage.now
        #expect(await stage.renew(ended) == .failure(.unreachable))
        #expect(stage.lines == ["POST /token", "POST /token"])
    }
}
