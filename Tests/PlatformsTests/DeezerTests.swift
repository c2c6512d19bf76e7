import Loopback
import Smartlink
import Testing

struct DeezerTests {
    private let trackURL = "https://www.deezer.com/en/track/3135556"

    @Test func `a save answers true`() async throws {
        let stage = try Stage("deezer") { _ in .answer(200, "true") }
        #expect(await stage.save(.track(trackURL)) == .saved)
        #expect(await stage.save(.album("https://www.deezer.com/album/302127")) == .saved)
        #expect(
            stage.lines == [
                "POST /user/me/tracks?track_id=3135556&access_token=fan-token",
                "POST /user/me/albums?album_id=302127&access_token=fan-token",
            ])
    }

    @Test(arguments: [
        (4, SaveOutcome.busy(retryAfterSeconds: 5)), (700, .busy(retryAfterSeconds: nil)),
        (300, .refused(.invalidGrant)), (800, .notReleased), (200, .refused(.rejected)),
        (901, .refused(.rejected)), (4_711, .unreachable),
    ])
    func `an error inside 200 is an error`(code: Int, outcome: SaveOutcome) async throws {
        let stage = try Stage("deezer") { _ in
            .answer(200, #"{"error":{"type":"X","message":"m","code":\#(code)}}"#)
        }
        #expect(await stage.save(.track(trackURL)) == outcome)
        #expect(await stage.save(.track()) == outcome)
    }

    @Test(arguments: ["false", "", "{}", "1"])
    func `any other answer says nothing`(body: String) async throws {
        let stage = try Stage("deezer") { _ in .answer(200, body) }
        #expect(await stage.save(.track(trackURL)) == .unreachable)
    }

    @Test func `recordings and releases are looked up, these with twelve digits`() async throws {
        let stage = try Stage("deezer") { request in
            request.method == "GET" ? .answer(200, #"{"id":7,"title":"t"}"#) : .answer(200, "true")
        }
        #expect(await stage.save(.track()) == .saved)
        #expect(await stage.save(.album(upc: "00602475093060")) == .saved)
        #expect(stage.lines[0] == "GET /track/isrc:USRC17607839")
        #expect(stage.lines[2] == "GET /album/upc:602475093060")
        #expect(stage.lines[3].hasPrefix("POST /user/me/albums?album_id=7&"))
    }

    @Test func `the flow is Deezer's own: no challenge, the token by GET`() async throws {
        let stage = try Stage("deezer") { _ in
            .answer(200, #"{"access_token":"frAbc","expires":0}"#)
        }
        let page = stage.platform.authorizeURL(
            state: "s", challenge: "c", redirect: "https://m.example/b")
        #expect(
            page?.contains("app_id=app&redirect_uri=https%3A%2F%2Fm.example%2Fb&perms=") == true)
        #expect(page?.contains("challenge") == false)
        let grant = try await stage.redeem().get()
        #expect(grant.access == "frAbc")
        #expect(grant.expiresAt == nil)
        #expect(grant.refresh == nil)
        #expect(stage.lines == ["GET /token?app_id=app&secret=app-secret&code=c&output=json"])
        #expect(await stage.renew(grant) == .success(grant))
        #expect(await stage.renew(Stage.grant(seconds: -1)) == .failure(.invalidGrant))
    }

    @Test(arguments: [
        (200, "wrong code", GrantRefusal.invalidGrant),
        (200, "access_token=x&expires=3", .unreachable),
        (200, #"{"access_token":"a b"}"#, .unreachable), (500, "", .unreachable),
        (200, #"{"access_token":"a","expires":-1}"#, .unreachable),
    ])
    func `a token that is none is refused`(
        status: Int, body: String, refusal: GrantRefusal
    ) async throws {
        let stage = try Stage("deezer") { _ in .answer(status, body) }
        #expect(await stage.redeem() == .failure(refusal))
    }
}
