import Loopback
import Platforms
import Smartlink
import Testing

struct OAuthFlowTests {
    private let good = #"{"access_token":"a2","token_type":"Bearer","expires_in":3600}"#

    @Test func `RFC 7636's own example comes out`() {
        #expect(
            pkceChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func `the fan is sent with everything the flow needs`() throws {
        let stage = try Stage("spotify") { _ in .answer(200) }
        let page = stage.platform.authorizeURL(
            state: "s/t", challenge: "ch", redirect: "https://m.example/back?x=1")
        #expect(
            page == stage.server.url
                + "/authorize?response_type=code&client_id=app"
                + "&redirect_uri=https%3A%2F%2Fm.example%2Fback%3Fx%3D1&state=s%2Ft"
                + "&code_challenge_method=S256&code_challenge=ch&scope=user-library-modify")
    }

    @Test func `a code is redeemed with its verifier and the app's proof`() async throws {
        let body = #"{"access_token":"a","refresh_token":"r","expires_in":3600}"#
        let stage = try Stage("spotify") { _ in .answer(200, body) }
        let grant = try await stage.redeem().get()
        var expected = TokenGrant(access: "a", refresh: "r", authorisedAt: Stage.now)
        expected.expiresAt = Instant(ms: Stage.now.ms + 3_600_000)
        #expect(grant == expected)
        let request = stage.server.requests[0]
        #expect(request.fields["authorization"] == "Basic YXBwOmFwcC1zZWNyZXQ=")
        #expect(request.fields["content-type"] == "application/x-www-form-urlencoded")
        #expect(
            request.body == "grant_type=authorization_code&code=c"
                + "&redirect_uri=https%3A%2F%2Fm.example%2Fback&code_verifier=v&client_id=app")
        let other = try Stage("soundcloud") { _ in .answer(200, body) }
        _ = await other.redeem()
        #expect(other.server.requests[0].fields["authorization"] == nil)
        #expect(other.server.requests[0].body.hasSuffix("&client_secret=app-secret&client_id=app"))
    }

    @Test(
        arguments: [
            (200, #"{"account_id":"aB3dE5fG7h","id":"mira"}"#, "aB3dE5fG7h"),
            (200, #"{"id":"mira.k"}"#, "mira.k"), (200, #"{"id":"a b"}"#, nil), (200, "[]", nil),
            (200, #"{"display_name":"Mira"}"#, nil), (403, #"{"id":"mira"}"#, nil), (500, "", nil),
        ] as [(Int, String, String?)])
    func `Spotify is asked whose account it is, and a grant is one without an answer`(
        status: Int, body: String, account: String?
    ) async throws {
        let stage = try Stage("spotify") { request in
            request.method == "POST"
                ? .answer(200, #"{"access_token":"a","refresh_token":"r"}"#) : .answer(status, body)
        }
        let grant = try await stage.redeem().get()
        #expect(grant.account == account && grant.access == "a" && grant.refresh == "r")
        #expect(stage.lines == ["POST /token", "GET /v1/me"])
        #expect(stage.server.requests[1].fields["authorization"] == "Bearer a")
    }

    @Test(
        arguments: [
            (#"12345"#, "12345"), (#""12345""#, "12345"), ("null", nil), ("[]", nil),
            (#""a b""#, nil),
            ("1.5", nil),
        ] as [(String, String?)])
    func `Tidal says whose account it is with the token, and it stays known`(
        member: String, account: String?
    ) async throws {
        let stage = try Stage("tidal") { request in
            if request.body.contains("refresh_token=") {
                return .answer(200, #"{"access_token":"a2","expires_in":3600}"#)
            }
            let first = #""access_token":"a","refresh_token":"r","expires_in":60"#
            return .answer(200, #"{\#(first),"user_id":\#(member)}"#)
        }
        let grant = try await stage.redeem().get()
        #expect(grant.account == account && stage.lines == ["POST /token"])
        let renewed = try await stage.renew(grant).get()
        #expect(renewed.access == "a2" && renewed.account == account)
    }

    @Test func `a grant is renewed when fewer than two minutes are left`() async throws {
        let stage = try Stage("tidal") { [good] _ in .answer(200, good) }
        let fresh = Stage.grant(seconds: 120)
        #expect(await stage.renew(fresh) == .success(fresh))
        #expect(stage.lines.isEmpty)
        var expected = Stage.grant(seconds: 3_600)
        expected.access = "a2"
        #expect(await stage.renew(Stage.grant(seconds: 119)) == .success(expected))
        #expect(
            stage.server.requests[0].body.hasPrefix("grant_type=refresh_token&refresh_token=old&"))
    }

    @Test func `a new refresh token takes the old one's place`() async throws {
        let stage = try Stage("spotify") { _ in
            .answer(200, #"{"access_token":"a2","refresh_token":"new","expires_in":3600}"#)
        }
        #expect(try await stage.renew(Stage.grant(seconds: 0)).get().refresh == "new")
        #expect(await stage.renew(Stage.grant(seconds: 0, refresh: nil)) == .failure(.invalidGrant))
    }

    @Test(arguments: [
        (
            400, #"{"error":"invalid_grant","error_description":"revoked"}"#,
            GrantRefusal.invalidGrant
        ),
        (400, #"{"error":"invalid_client"}"#, .misconfigured), (401, "", .misconfigured),
        (401, #"{"error":"invalid_client"}"#, .misconfigured),
        (400, "<html>", .unreachable), (429, "{}", .unreachable), (500, "", .unreachable),
        (503, #"{"error":"invalid_grant"}"#, .unreachable),
        (302, "", .unreachable), (204, "", .unreachable),
    ])
    func `each refusal has its reason`(
        status: Int, body: String, refusal: GrantRefusal
    ) async throws {
        let stage = try Stage("spotify") { _ in .answer(status, body) }
        #expect(await stage.redeem() == .failure(refusal))
        #expect(await stage.renew(Stage.grant(seconds: 0)) == .failure(refusal))
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"access_token":5}"#, #"{"access_token":""}"#,
        #"{"access_token":"a\r\nX: y"}"#, #"{"access_token":"a","refresh_token":"b c"}"#,
        #"{"access_token":"a","expires_in":0}"#, #"{"access_token":"a","expires_in":-3600}"#,
        #"{"access_token":"a","expires_in":99999999999999}"#,
        #"{"access_token":"a","expires_in":"soon"}"#,
        #"{"refresh_token":"a"}"#, #"{"access_token":"\#(String(repeating: "a", count: 9_000))"}"#,
        String(repeating: "[", count: 20_000),
    ])
    func `an endpoint that lies is not believed`(body: String) async throws {
        let stage = try Stage("spotify") { _ in .answer(200, body) }
        #expect(await stage.redeem() == .failure(.unreachable))
    }

    @Test func `an endpoint that sends 100 MB, redirects or hangs up ends soon`() async throws {
        let flood = try Stage("spotify") { _ in .flood(megabytes: 100) }
        #expect(await flood.redeem() == .failure(.unreachable))
        let elsewhere = try Stage("spotify") { request in
            request.target == "/token"
                ? .answer(307, fields: [("Location", "/other")])
                : .answer(200, #"{"access_token":"a"}"#)
        }
        #expect(await elsewhere.redeem() == .failure(.unreachable))
        #expect(elsewhere.lines == ["POST /token"])
        let silent = try Stage("spotify") { _ in .cut("") }
        #expect(await silent.redeem() == .failure(.unreachable))
    }

    @Test(.timeLimit(.minutes(5))) func `an endpoint that stalls is left as soon as the task is`()
        async throws
    {
        let stage = try Stage("spotify") { _ in .stall }
        let task = Task { await stage.redeem() }
        while stage.server.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value == .failure(.unreachable))
    }
}
