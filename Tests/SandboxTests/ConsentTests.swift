import HTTP
import Testing

@testable import Sandbox

struct ConsentTests {
    let stage = Stage()

    @Test func `the page says that it is not the real one, and holds what was asked`() async {
        let answer = await stage.get("/spotify/authorize?" + Stage.wish())
        #expect(answer.status == 200)
        #expect(answer.text.contains("Sandbox: not the real Spotify"))
        #expect(answer.text.contains("<code>user-library-modify</code>"))
        #expect(answer.text.contains("name=\"state\" value=\"s+1\""))
    }

    @Test func `what comes with the request cannot become markup`() async {
        let wish = Stage.wish(["state": "\"><script>1</script>"])
        let answer = await stage.get("/spotify/authorize?" + wish)
        #expect(answer.status == 200)
        #expect(!answer.text.contains("<script>"))
    }

    @Test func `allowing leads back with code and state`() async {
        let answer = await stage.post(
            "/spotify/authorize", form: Stage.wish() + "&decision=allow&fan=Ana")
        let location = answer.fields["location"] ?? ""
        #expect(answer.status == 302)
        #expect(location.hasPrefix(Stage.redirect + "?code="))
        #expect(location.hasSuffix("&state=s%2b1"))
    }

    @Test func `denying leads back with access_denied`() async {
        let answer = await stage.post(
            "/spotify/authorize", form: Stage.wish() + "&decision=deny")
        #expect(answer.fields["location"] == Stage.redirect + "?error=access_denied&state=s%2b1")
    }

    @Test func `Deezer calls a denial error_reason`() async {
        let form =
            "app_id=\(SandboxSettings.clientID)&redirect_uri=\(Stage.redirect)&perms=basic_access&state=s"
        let answer = await stage.post("/deezer/oauth/auth.php", form: form + "&decision=deny")
        #expect(answer.fields["location"] == Stage.redirect + "?error_reason=user_denied&state=s")
    }

    @Test(arguments: [
        ("client_id", "stranger"), ("redirect_uri", "http://localhost:8080/back"),
        ("redirect_uri", "http://music.example/back"), ("redirect_uri", "javascript:alert(1)"),
        ("redirect_uri", "https://music.example/back#here"), ("redirect_uri", nil),
    ])
    func `a wrong client or redirect URI is told to the person, not sent on`(
        _ change: (String, String?)
    ) async {
        let answer = await stage.get("/spotify/authorize?" + Stage.wish([change.0: change.1]))
        #expect(answer.status == 400)
        #expect(answer.fields["location"] == nil)
    }

    @Test(arguments: [
        ("response_type", "token", "unsupported_response_type"),
        ("scope", "everything", "invalid_scope"), ("state", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
    ])
    func `any other mistake goes back to the application`(
        _ change: (name: String, value: String, error: String)
    ) async {
        let answer = await stage.get(
            "/spotify/authorize?" + Stage.wish([change.name: change.value]))
        #expect(answer.status == 302)
        #expect(answer.fields["location"]?.contains("?error=\(change.error)&") == true)
    }

    @Test(arguments: [("/tidal/authorize", "collection.write"), ("/soundcloud/authorize", "")])
    func `where PKCE is required, nobody gets by without`(_ path: String, _ scope: String) async {
        let wish = Stage.wish(
            ["code_challenge": nil, "code_challenge_method": nil], scope: scope)
        let answer = await stage.get("\(path)?\(wish)")
        #expect(answer.fields["location"]?.contains("error=invalid_request") == true)
    }
}
