import Bytes
import HTTP
import Smartlink
import Testing

@testable import Sandbox

struct AppleTests {
    let stage = Stage()

    /// A developer token as a client mints it; the stand-in counts the signature's bytes.
    private func developerToken(
        algorithm: String = "ES256", key: String = SandboxSettings.keyID, lifeSeconds: Int64 = 3600,
        origin: String? = nil, signatureBytes: Int = 64
    ) -> String {
        let issued = stage.clock.now.ms / 1000
        let origins = origin.map { ",\"origin\":[\"\($0)\"]" } ?? ""
        let head = "{\"alg\":\"\(algorithm)\",\"kid\":\"\(key)\"}"
        let claims =
            "{\"iss\":\"\(SandboxSettings.teamID)\",\"iat\":\(issued),\"exp\":\(issued + lifeSeconds)\(origins)}"
        return [Array(head.utf8), Array(claims.utf8), [UInt8](repeating: 1, count: signatureBytes)]
            .map(base64URL).joined(separator: ".")
    }

    /// What the page gets from the script, and the server's own token.
    private func fields() async throws -> Fields {
        let script = await stage.get("/apple-music/musickit.js?fan=Ana")
        let parts = script.text.split(separator: "\"", maxSplits: 2)
        let token = try #require(parts.count == 3 ? parts[1] : nil)
        return [
            "Authorization": "Bearer \(developerToken())", "Music-User-Token": String(token),
        ]
    }

    @Test(arguments: ["?ids[artists]=1", "?ids[songs]=1559523359&ids[artists]=1"])
    func `nobody can be followed`(query: String) async throws {
        let fields = try await fields()
        let answer = await stage.ask(.post, "/apple-music/v1/me/library\(query)", fields)
        #expect(answer.status == 400)
        #expect(await stage.library() == [])
    }

    @Test func `from MusicKit to the library`() async throws {
        let fields = try await fields()
        let front = await stage.get("/apple-music/v1/me/storefront", fields)
        #expect(front.member("id") == "us")
        let found = await stage.get(
            "/apple-music/v1/catalog/us/songs?filter[isrc]=GBARL9300135,USUG11904206", fields)
        #expect(found.text.contains("\"GBARL9300135\":[{\"id\":\"1559523359\""))
        let save = await stage.ask(
            .post, "/apple-music/v1/me/library?ids[songs]=1559523359&ids[albums]=1559523357", fields
        )
        #expect(save.status == 202)
        #expect(save.bytes.isEmpty)
        #expect(
            await stage.library() == [
                "apple-music Ana track 1559523359 ×1", "apple-music Ana album 1559523357 ×1",
            ])
    }

    @Test func `the script is a stand-in that says so`() async {
        let script = await stage.get("/apple-music/musickit.js")
        #expect(script.fields["content-type"] == "text/javascript; charset=utf-8")
        #expect(script.text.contains("Sandbox: not the real Apple Music."))
        #expect(script.text.contains("window.MusicKit"))
    }

    @Test func `a developer token out of form is answered 401 and nothing else`() async throws {
        let good = try await fields()
        let bad = [
            developerToken(algorithm: "HS256"), developerToken(key: "short"),
            developerToken(lifeSeconds: 15_777_001), developerToken(lifeSeconds: 0),
            developerToken(signatureBytes: 70), developerToken(origin: "https://music.example"),
            "a.b.c", "",
        ]
        for token in bad {
            var fields = good
            fields["Authorization"] = "Bearer \(token)"
            let answer = await stage.get("/apple-music/v1/test", fields)
            #expect(answer.status == 401, "\(token)")
            #expect(answer.bytes.isEmpty)
        }
        #expect(await stage.get("/apple-music/v1/test", good).status == 200)
    }

    @Test func `a token for an origin is good from there`() async throws {
        let fields: Fields = [
            "Authorization": "Bearer \(developerToken(origin: "https://music.example"))",
            "Origin": "https://music.example",
        ]
        #expect(await stage.get("/apple-music/v1/test", fields).status == 200)
    }

    @Test func `a developer token known from before still ends`() async throws {
        let good = try await fields()
        #expect(await stage.get("/apple-music/v1/test", good).status == 200)
        stage.clock.pass(ms: 3_600_000)
        #expect(await stage.get("/apple-music/v1/test", good).status == 401)
    }

    @Test func `a dead Music-User-Token is answered 403`() async throws {
        var fields = try await fields()
        fields["Music-User-Token"] = "dead"
        let answer = await stage.ask(.post, "/apple-music/v1/me/library?ids[songs]=1", fields)
        #expect(answer.status == 403)
        #expect(answer.member("code") == "40300")
        #expect(answer.member("title") == "Invalid authentication")
    }

    @Test func `what cannot be added is passed over without a word`() async throws {
        let fields = try await fields()
        let answer = await stage.ask(
            .post, "/apple-music/v1/me/library?ids[songs]=1559523359,nonsense", fields)
        #expect(answer.status == 202)
        #expect(await stage.library() == ["apple-music Ana track 1559523359 ×1"])
    }

    @Test func `a call without ids, or with too many, is refused`() async throws {
        let fields = try await fields()
        #expect(await stage.ask(.post, "/apple-music/v1/me/library", fields).status == 400)
        let ids = (0...100).map(String.init).joined(separator: ",")
        let many = await stage.ask(.post, "/apple-music/v1/me/library?ids[songs]=\(ids)", fields)
        #expect(many.status == 400)
        let codes = Array(repeating: "GBARL9300135", count: 26).joined(separator: ",")
        let search = await stage.get(
            "/apple-music/v1/catalog/us/songs?filter[isrc]=\(codes)", fields)
        #expect(search.status == 400)
    }

    @Test func `albums are found by UPC with or without leading zeros`() async throws {
        let fields = try await fields()
        for upc in ["724384960650", "00724384960650"] {
            let found = await stage.get(
                "/apple-music/v1/catalog/gb/albums?filter[upc]=\(upc)", fields)
            #expect(found.member("upc") == "00724384960650")
        }
    }
}
