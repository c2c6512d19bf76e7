import HTTP
import Testing

@testable import Sandbox

struct DeezerTests {
    let stage = Stage()

    private func token(_ perms: String) async throws -> String {
        let client = "app_id=\(SandboxSettings.clientID)"
        let answer = await stage.post(
            "/deezer/oauth/auth.php",
            form: "\(client)&redirect_uri=\(Stage.redirect)&perms=\(perms)&state=s"
                + "&decision=allow&fan=Ana")
        let location = try #require(answer.fields["location"])
        let code = location.split(separator: "code=").last?.prefix { $0 != "&" } ?? ""
        let tokens = await stage.get(
            "/deezer/oauth/access_token.php?\(client)&secret=\(SandboxSettings.clientSecret)"
                + "&code=\(code)&output=json")
        return try #require(tokens.member("access_token"), "\(tokens.text)")
    }

    @Test func `from consent to the library`() async throws {
        let token = try await token("basic_access,manage_library,offline_access")
        let found = await stage.get("/deezer/track/isrc:GBDUW0000059")
        #expect(found.text.hasPrefix("{\"id\":3135556,"))
        let save = await stage.ask(
            .post, "/deezer/user/me/tracks?track_id=3135556&access_token=\(token)")
        #expect(save.status == 200)
        #expect(save.text == "true")
        let album = await stage.ask(
            .post, "/deezer/user/me/albums?album_id=302127&access_token=\(token)")
        #expect(album.text == "true")
        #expect(
            await stage.library() == ["deezer Ana track 3135556 ×1", "deezer Ana album 302127 ×1"])
    }

    @Test func `errors come inside a 200`() async throws {
        let token = try await token("manage_library")
        let poor = try await self.token("basic_access")
        let cases = [
            ("track_id=1", 200), ("track_id=1&access_token=dead", 300),
            ("track_id=1&access_token=\(poor)", 200), ("access_token=\(token)", 501),
            ("track_id=x&access_token=\(token)", 500),
            ("track_id=1&access_token=\(token)&fault=not_released", 800),
            ("track_id=1&access_token=\(token)&fault=rate_limited", 4),
        ]
        for (query, code) in cases {
            let answer = await stage.ask(.post, "/deezer/user/me/tracks?\(query)")
            #expect(answer.status == 200)
            #expect(answer.text.hasPrefix("{\"error\":{"))
            #expect(answer.text.hasSuffix("\"code\":\(code)}}"), "\(query): \(answer.text)")
        }
        #expect(await stage.library() == [])
    }

    @Test func `a UPC with too many zeros misses`() async {
        #expect(await stage.get("/deezer/album/upc:724384960650").text.hasPrefix("{\"id\":302127,"))
        let padded = await stage.get("/deezer/album/upc:00724384960650")
        #expect(padded.text.contains("\"code\":800"))
    }

    @Test func `without offline_access the token ends`() async throws {
        let token = try await token("manage_library")
        stage.clock.pass(ms: SandboxLimits.accessMs)
        let answer = await stage.get("/deezer/user/me?access_token=\(token)")
        #expect(answer.text.contains("\"code\":300"))
    }
}
