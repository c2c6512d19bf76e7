import HTTP
import Smartlink
import Testing

@testable import Sandbox

struct AdminTests {
    let stage = Stage()

    @Test func `a release is found from its moment on, and not before`() async throws {
        let fields = try await stage.spotify()
        let release = Instant(ms: stage.clock.now.ms + 60_000)
        let added = await stage.json(
            "/admin/catalogue",
            #"{"title":"Dawn","artist":"Mira","isrc":"QZ-SBX-26-00009","upc":"199999000020","availableAt":""#
                + release.rfc3339 + #""}"#)
        #expect(added.status == 201)
        let id = try #require(added.member("track"))
        let search = "/spotify/v1/search?q=isrc:QZSBX2600009&type=track"
        let save = "/spotify/v1/me/library?uris=spotify:track:\(id)"
        #expect(await stage.get(search, fields).text.contains("\"total\":0"))
        #expect(await stage.ask(.put, save, fields).status == 404)
        stage.clock.pass(ms: 60_000)
        #expect(await stage.get(search, fields).text.contains("\"total\":1"))
        #expect(await stage.ask(.put, save, fields).status == 200)
    }

    @Test func `a release may be on some platforms only`() async throws {
        _ = await stage.json(
            "/admin/catalogue",
            #"{"title":"Dawn","artist":"Mira","isrc":"QZSBX2600009","platforms":["spotify"]}"#)
        let deezer = await stage.get("/deezer/track/isrc:QZSBX2600009")
        #expect(deezer.text.contains("\"code\":800"))
        let fields = try await stage.spotify()
        let found = await stage.get("/spotify/v1/search?q=isrc:QZSBX2600009&type=track", fields)
        #expect(found.text.contains("\"total\":1"))
    }

    @Test(arguments: [
        "{}", #"{"title":"a","artist":"b","isrc":"short"}"#,
        #"{"title":"a","artist":"b","isrc":"QZSBX2600009","availableAt":"tomorrow"}"#,
        #"{"title":"a","artist":"b","isrc":"QZSBX2600009","platforms":["napster"]}"#,
    ])
    func `a release out of form is refused in words`(_ body: String) async {
        let answer = await stage.json("/admin/catalogue", body)
        #expect(answer.status == 400)
        #expect(answer.member("error")?.isEmpty == false)
    }

    @Test func `fans by the thousand have tokens that work`() async throws {
        let answer = await stage.json("/admin/fans", #"{"platform":"soundcloud","count":1000}"#)
        #expect(answer.status == 201)
        #expect(answer.text.components(of: "\"fan\":") == 1000)
        let access = try #require(answer.member("access"))
        let refresh = try #require(answer.member("refresh"))
        let save = await stage.ask(
            .post, "/soundcloud/likes/tracks/soundcloud:tracks:7",
            ["Authorization": "OAuth \(access)"])
        #expect(save.status == 200)
        #expect(await stage.library() == ["soundcloud f1 track 7 ×1"])
        let renewed = await stage.post("/soundcloud/oauth/token", form: Stage.renewal(refresh))
        #expect(renewed.status == 200)
    }

    @Test func `as many fans as one request makes fit ten mebibytes`() async {
        let answer = await stage.json(
            "/admin/fans",
            #"{"platform":"spotify","count":\#(SandboxLimits.fansPerRequestMax)}"#)
        #expect(answer.bytes.count < 10 * 1_048_576)
        #expect(answer.bytes.count > 1_048_576)
    }

    @Test func `fans may come with tokens that are over`() async throws {
        let answer = await stage.json(
            "/admin/fans", #"{"platform":"spotify","count":1,"expiresInSeconds":0}"#)
        let access = try #require(answer.member("access"))
        let me = await stage.get("/spotify/v1/me", ["Authorization": "Bearer \(access)"])
        #expect(me.status == 401)
    }

    @Test(arguments: [
        #"{"platform":"spotify","count":0}"#, #"{"platform":"spotify","count":100001}"#,
        #"{"platform":"napster","count":1}"#, #"{"platform":"spotify"}"#,
        #"{"platform":"spotify","count":1,"expiresInSeconds":-1}"#,
        #"{"platform":"spotify","count":1,"market":"Germany"}"#,
    ])
    func `fans out of form are refused in words`(_ body: String) async {
        let answer = await stage.json("/admin/fans", body)
        #expect(answer.status == 400)
        #expect(answer.member("error")?.isEmpty == false)
    }

    @Test func `the summary tells once from twice`() async throws {
        let fields = try await stage.spotify()
        let uri = "spotify:track:000000000000000000000"
        for digit in [1, 2, 2] {
            _ = await stage.ask(.put, "/spotify/v1/me/library?uris=\(uri)\(digit)", fields)
        }
        let summary = await stage.get("/admin/library?summary")
        #expect(
            summary.text.contains(
                #""spotify":{"fans":1,"saved":2,"followed":0,"timesSaved":{"1":1,"2":1}}"#))
        #expect(!summary.text.contains("\"library\""))
    }

    @Test func `the library can be asked for one platform and one fan`() async throws {
        let spotify = try await stage.spotify()
        let uri = "spotify:track:4cOdK2wGLETKBW3PvgPWqT"
        _ = await stage.ask(.put, "/spotify/v1/me/library?uris=\(uri)", spotify)
        #expect(await stage.get("/admin/library?platform=spotify").text.contains(#""fan":"Ana""#))
        #expect(!(await stage.get("/admin/library?platform=tidal").text.contains(#""fan":"Ana""#)))
        #expect(!(await stage.get("/admin/library?fan=Ben").text.contains(#""fan":"Ana""#)))
    }

    @Test func `requests are counted by platform and outcome`() async {
        _ = await stage.get("/spotify/v1/me")
        _ = await stage.get("/spotify/v1/me?fault=rate_limited")
        _ = await stage.get("/deezer/track/3135556")
        let text = await stage.get("/admin/requests").text
        #expect(
            text.contains(
                #""spotify":{"requests":2,"outcomes":{"401":1,"fault rate_limited":1}}"#))
        #expect(text.contains(#""deezer":{"requests":1,"outcomes":{"200":1}}"#))
    }

    @Test func `a reset forgets fans, tokens, saves and releases`() async throws {
        let fields = try await stage.spotify()
        _ = await stage.ask(
            .put, "/spotify/v1/me/library?uris=spotify:track:4cOdK2wGLETKBW3PvgPWqT", fields)
        _ = await stage.json(
            "/admin/catalogue", #"{"title":"Dawn","artist":"Mira","isrc":"QZSBX2600009"}"#)
        #expect(await stage.ask(.post, "/admin/reset").status == 204)
        #expect(await stage.library() == [])
        #expect(await stage.get("/spotify/v1/me", fields).status == 401)
        #expect(await stage.get("/deezer/track/isrc:QZSBX2600009").text.contains("800"))
        #expect(await stage.get("/deezer/track/isrc:GBARL9300135").text.contains("Never Gonna"))
    }

    @Test func `the page shows what was saved and says what it is`() async throws {
        let code = try await stage.code("/spotify/authorize", fan: "%3Cb%3EEve")
        let answer = await stage.post("/spotify/api/token", form: Stage.redemption(code))
        let fields: Fields = ["Authorization": "Bearer \(answer.member("access_token") ?? "")"]
        _ = await stage.ask(
            .put, "/spotify/v1/me/library?uris=spotify:track:4cOdK2wGLETKBW3PvgPWqT", fields)
        let page = await stage.get("/")
        #expect(page.status == 200)
        #expect(page.text.contains("Sandbox: none of this is a real streaming service"))
        #expect(page.text.contains("Never Gonna Give You Up (track)"))
        #expect(page.text.contains("&lt;b&gt;Eve"))
        #expect(page.text.contains("http-equiv=\"refresh\""))
    }

    @Test func `what is not there is refused`() async {
        #expect(await stage.get("/napster/v1/me").status == 404)
        #expect(await stage.get("/admin/secrets").status == 404)
        #expect(await stage.ask(.delete, "/").status == 405)
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int { split(separator: part).count - 1 }
}
