import HTTP
import Testing

@testable import Sandbox

struct TokenTests {
    let stage = Stage()

    @Test func `a code is good for one token`() async throws {
        let code = try await stage.code("/spotify/authorize")
        let first = await stage.post("/spotify/api/token", form: Stage.redemption(code))
        #expect(first.status == 200)
        #expect(first.member("token_type") == "Bearer")
        #expect(first.member("scope") == "user-library-modify")
        let second = await stage.post("/spotify/api/token", form: Stage.redemption(code))
        #expect(second.status == 400)
        #expect(second.member("error") == "invalid_grant")
    }

    @Test func `Tidal names the account that a fan's token is for, not for an app's`() async throws
    {
        let code = try await stage.code("/tidal/authorize", scope: "collection.write")
        let fans = await stage.post("/tidal/v1/oauth2/token", form: Stage.redemption(code))
        #expect(fans.status == 200 && fans.text.contains(#""user_id":"#))
        let app = await stage.post(
            "/tidal/v1/oauth2/token",
            form: Stage.redemption("", ["grant_type": "client_credentials", "code": nil]))
        #expect(app.status == 200 && !app.text.contains("user_id"))
    }

    @Test(
        arguments: [
            (["redirect_uri": "https://music.example/other"], "invalid_grant"),
            (["code_verifier": String(repeating: "w", count: 43)], "invalid_grant"),
            (["code_verifier": nil], "invalid_grant"), (["code": "unknown"], "invalid_grant"),
            (["client_secret": "wrong"], "invalid_client"),
            (["client_id": "stranger"], "invalid_client"),
            (["grant_type": "password"], "unsupported_grant_type"),
            (["grant_type": nil], "invalid_request"),
        ] as [([String: String?], String)])
    func `what does not fit the code is refused`(_ change: [String: String?], _ error: String)
        async throws
    {
        let code = try await stage.code("/spotify/authorize")
        let answer = await stage.post("/spotify/api/token", form: Stage.redemption(code, change))
        #expect(answer.status == 400)
        #expect(answer.member("error") == error)
    }

    @Test func `a code dies after ten minutes`() async throws {
        let code = try await stage.code("/spotify/authorize")
        stage.clock.pass(ms: SandboxLimits.codeMsMax + 1)
        let answer = await stage.post("/spotify/api/token", form: Stage.redemption(code))
        #expect(answer.member("error") == "invalid_grant")
    }

    @Test func `a code of one platform is nothing to another`() async throws {
        let code = try await stage.code("/spotify/authorize")
        let answer = await stage.post("/tidal/v1/oauth2/token", form: Stage.redemption(code))
        #expect(answer.member("error") == "invalid_grant")
    }

    @Test func `Basic proves the client as well, and a wrong one does not`() async throws {
        let code = try await stage.code("/spotify/authorize")
        let form = Stage.redemption(code, ["client_id": nil, "client_secret": nil])
        let wrong = await stage.post(
            "/spotify/api/token", form: form, ["Authorization": "Basic c2VndWU6bm8="])
        #expect(wrong.member("error") == "invalid_client")
        let right = await stage.post(
            "/spotify/api/token", form: form,
            ["Authorization": "Basic c2VndWUtc2FuZGJveDpzZWd1ZS1zYW5kYm94LXNlY3JldA=="])
        #expect(right.status == 200)
    }

    @Test func `a body that is no form is refused`() async {
        let answer = await stage.json("/spotify/api/token", "{}")
        #expect(answer.member("error") == "invalid_request")
    }

    @Test func `Spotify keeps the refresh token, and it dies after six months`() async throws {
        let tokens = try await stage.tokens(
            authorize: "/spotify/authorize", token: "/spotify/api/token",
            scope: "user-library-modify")
        let refresh = try #require(tokens.refresh)
        for _ in 0..<2 {
            stage.clock.pass(ms: SandboxLimits.spotifyRefreshMs / 2 - 1)
            let answer = await stage.post("/spotify/api/token", form: Stage.renewal(refresh))
            #expect(answer.status == 200)
            #expect(answer.member("refresh_token") == nil)
        }
        stage.clock.pass(ms: 2)
        let answer = await stage.post("/spotify/api/token", form: Stage.renewal(refresh))
        #expect(answer.member("error") == "invalid_grant")
    }

    @Test func `a SoundCloud refresh token works once`() async throws {
        let first = try await stage.soundcloud().refresh
        let renewed = await stage.post("/soundcloud/oauth/token", form: Stage.renewal(first))
        let second = try #require(renewed.member("refresh_token"))
        #expect(second != first)
        let replayed = await stage.post("/soundcloud/oauth/token", form: Stage.renewal(first))
        #expect(replayed.member("error") == "invalid_grant")
        let again = await stage.post("/soundcloud/oauth/token", form: Stage.renewal(second))
        #expect(again.status == 200)
    }

    @Test func `Google gives a refresh token only to who asked for it`() async throws {
        let path = "/youtube-music/o/oauth2/v2/auth"
        let scope = "https://www.googleapis.com/auth/youtube"
        let lasting = try await stage.code(path, scope: scope)
        let online = try await stage.code(path, scope: scope, ["access_type": nil])
        let yes = await stage.post("/youtube-music/token", form: Stage.redemption(lasting))
        #expect(yes.member("refresh_token") != nil)
        let no = await stage.post("/youtube-music/token", form: Stage.redemption(online))
        #expect(no.status == 200)
        #expect(no.member("refresh_token") == nil)
    }

    @Test func `Amazon repeats its refresh token, to clients with a secret`() async throws {
        let tokens = try await stage.tokens(
            authorize: "/amazon-music/ap/oa", token: "/amazon-music/auth/o2/token",
            scope: "music::library")
        let refresh = try #require(tokens.refresh)
        let renewed = await stage.post(
            "/amazon-music/auth/o2/token", form: Stage.renewal(refresh))
        #expect(renewed.member("refresh_token") == refresh)
        let code = try await stage.code("/amazon-music/ap/oa", scope: "music::library")
        let open = await stage.post(
            "/amazon-music/auth/o2/token", form: Stage.redemption(code, ["client_secret": nil]))
        #expect(open.status == 200)
        #expect(open.member("refresh_token") == nil)
    }

    @Test func `Deezer's token endpoint has its own manners`() async throws {
        let wish = "app_id=\(SandboxSettings.clientID)&redirect_uri=\(Stage.redirect)&state=s"
        func code(_ perms: String) async -> String {
            let answer = await stage.post(
                "/deezer/oauth/auth.php", form: "\(wish)&perms=\(perms)&decision=allow")
            let location = answer.fields["location"] ?? ""
            return String(location.split(separator: "code=").last?.prefix { $0 != "&" } ?? "")
        }
        let door =
            "/deezer/oauth/access_token.php?app_id=\(SandboxSettings.clientID)&secret=\(SandboxSettings.clientSecret)"
        let wrong = await stage.get("\(door)&code=none&output=json")
        #expect(wrong.status == 200)
        #expect(wrong.text == "wrong code")
        let plain = await stage.get("\(door)&code=\(await code("basic_access"))")
        #expect(plain.text.hasPrefix("access_token="))
        #expect(plain.text.hasSuffix("&expires=3600"))
        let lasting = await stage.get(
            "\(door)&code=\(await code("manage_library,offline_access"))&output=json")
        #expect(lasting.text.hasSuffix("\"expires\":0}"))
    }

    @Test func `the app's own token reads the catalogue and saves nothing`() async throws {
        let answer = await stage.post(
            "/spotify/api/token",
            form: "grant_type=client_credentials&client_id=\(SandboxSettings.clientID)"
                + "&client_secret=\(SandboxSettings.clientSecret)")
        let token = try #require(answer.member("access_token"))
        let fields: Fields = ["Authorization": "Bearer \(token)"]
        let found = await stage.get("/spotify/v1/search?q=isrc:GBARL9300135&type=track", fields)
        #expect(found.member("id") != nil)
        let save = await stage.ask(
            .put, "/spotify/v1/me/library?uris=spotify:track:4cOdK2wGLETKBW3PvgPWqT", fields)
        #expect(save.status == 404)
    }

    @Test func `an access token ends after its hour`() async throws {
        let fields = try await stage.spotify()
        #expect(await stage.get("/spotify/v1/me", fields).status == 200)
        stage.clock.pass(ms: SandboxLimits.accessMs)
        let late = await stage.get("/spotify/v1/me", fields)
        #expect(late.status == 401)
        #expect(late.text == #"{"error":{"status":401,"message":"The access token expired"}}"#)
    }
}
