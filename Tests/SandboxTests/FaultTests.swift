import Bytes
import EventLoop
import HTTP
import Testing

@testable import Sandbox

struct FaultTests {
    let stage = Stage()
    private let save = "/spotify/v1/me/library?uris=spotify:track:4cOdK2wGLETKBW3PvgPWqT"

    @Test(arguments: [
        ("rate_limited", 429, "API rate limit exceeded"), ("quota_exceeded", 429, "QUOTA_EXCEEDED"),
        ("unauthorized", 401, "The access token expired"),
        ("not_registered", 403, "the user may not be registered"),
        ("server_error", 500, "Server error"), ("unavailable", 503, "Server error"),
        ("not_released", 404, "Resource not found"), ("redirect", 302, ""),
        ("garbage", 200, "<html>"),
    ])
    func `a call that names a fault meets it`(_ fault: String, _ status: Int, _ text: String)
        async throws
    {
        let fields = try await stage.spotify()
        let answer = await stage.ask(.put, "\(save)&fault=\(fault)", fields)
        #expect(answer.status == status)
        #expect(answer.text.contains(text))
        #expect(await stage.library() == [])
    }

    @Test func `limits say when to come back`() async throws {
        let fields = try await stage.spotify()
        let limited = await stage.ask(.put, "\(save)&fault=rate_limited&seconds=17", fields)
        #expect(limited.fields["retry-after"] == "17")
        let absurd = await stage.ask(.put, "\(save)&fault=rate_limited&seconds=nan", fields)
        #expect(absurd.status == 429)
    }

    @Test func `invalid_grant meets the token endpoint, and only it`() async throws {
        let refresh = try await stage.soundcloud().refresh
        let body = #"{"platform":"soundcloud","fault":"invalid_grant","times":1}"#
        #expect(await stage.json("/admin/faults", body).status == 201)
        #expect(await stage.get("/soundcloud/me").status == 401)
        let refused = await stage.post("/soundcloud/oauth/token", form: Stage.renewal(refresh))
        #expect(refused.status == 400)
        #expect(refused.member("error") == "invalid_grant")
        let after = await stage.post("/soundcloud/oauth/token", form: Stage.renewal(refresh))
        #expect(after.status == 200)
    }

    @Test func `slow answers come after a pause and do their work`() async throws {
        let fields = try await stage.spotify()
        let answer = await stage.ask(.put, "\(save)&fault=slow&seconds=2.5", fields)
        #expect(answer.status == 200)
        #expect(stage.pauses.withLock { $0 } == [2.5])
        #expect(await stage.library().count == 1)
    }

    @Test func `a time-out keeps its caller waiting, within bounds, and does nothing`() async throws
    {
        let fields = try await stage.spotify()
        let answer = await stage.ask(.put, "\(save)&fault=timeout&seconds=1e9", fields)
        #expect(answer.status == 504)
        #expect(stage.pauses.withLock { $0 } == [SandboxLimits.pauseSecondsMax])
        #expect(await stage.library() == [])
    }

    @Test func `huge is a hundred mebibytes`() async throws {
        let answer = await stage.post("/spotify/api/token?fault=huge", form: "")
        #expect(answer.status == 200)
        #expect(answer.bytes.count == SandboxLimits.hugeBodyBytes)
    }

    @Test func `a fault lasts as many times as asked, on its platform and path`() async throws {
        let fields = try await stage.spotify()
        let body =
            #"{"platform":"spotify","fault":"server_error","times":2,"path":"/spotify/v1/me/library"}"#
        #expect(await stage.json("/admin/faults", body).status == 201)
        #expect(await stage.get("/spotify/v1/me", fields).status == 200)
        #expect(await stage.get("/deezer/track/3135556").status == 200)
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(await stage.ask(.put, save, fields).status) }
        #expect(statuses == [500, 500, 200])
    }

    @Test func `what is broken can be mended, and nothing is forgotten`() async {
        _ = await stage.json("/admin/faults", #"{"fault":"server_error"}"#)
        #expect(await stage.get("/spotify/v1/me").status == 500)
        #expect(await stage.ask(.delete, "/admin/faults").status == 204)
        #expect(await stage.get("/spotify/v1/me").status == 401)
    }

    @Test func `pages for people are spared unless they are named`() async {
        _ = await stage.json("/admin/faults", #"{"fault":"server_error"}"#)
        #expect(await stage.get("/spotify/authorize?" + Stage.wish()).status == 200)
        #expect(await stage.get("/apple-music/musickit.js").status == 200)
        #expect(await stage.get("/spotify/v1/me").status == 500)
        _ = await stage.json(
            "/admin/faults", #"{"fault":"unavailable","path":"/spotify/authorize"}"#)
        _ = await stage.ask(.post, "/admin/reset")
        _ = await stage.json(
            "/admin/faults", #"{"fault":"unavailable","path":"/spotify/authorize"}"#)
        #expect(await stage.get("/spotify/authorize?" + Stage.wish()).status == 503)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"fault":"fire"}"#, #"{"fault":"slow","platform":"napster"}"#,
        #"{"fault":"slow","times":0}"#, #"{"fault":"slow","times":"many"}"#,
    ])
    func `faults nobody knows are refused in words`(_ body: String) async {
        let answer = await stage.json("/admin/faults", body)
        #expect(answer.status == 400)
        #expect(answer.member("error")?.isEmpty == false)
        #expect(await stage.get("/admin/faults").text == #"{"faults":[]}"#)
    }

    @Test func `a call that names a fault nobody knows is told so`() async {
        let answer = await stage.get("/spotify/v1/me?fault=fire")
        #expect(answer.status == 400)
        #expect(answer.text.contains("rate_limited"))
    }

    @Test func `there is an end to answers held back`() async {
        var house = House(
            SandboxSurroundings(
                seed: 1, now: { stage.clock.now }, digest: { $0 }, pause: { _ in }))
        let request = Request(
            method: .get, path: "/deezer/track/3135556", query: [("fault", "timeout")],
            arrival: Arrival(
                peer: PeerAddress(v4: 1), isSecure: false, nowMs: 0, closes: false))
        for _ in 0..<SandboxLimits.pausesMax {
            #expect(house.answer(request, at: stage.clock.now).pauseSeconds > 0)
        }
        let refused = house.answer(request, at: stage.clock.now)
        #expect(refused.pauseSeconds == 0)
        #expect(refused.response.status == 503)
    }

    @Test func `there is an end to faults`() async {
        for _ in 0..<SandboxLimits.faultsMax {
            _ = await stage.json("/admin/faults", #"{"fault":"slow"}"#)
        }
        #expect(await stage.json("/admin/faults", #"{"fault":"slow"}"#).status == 409)
    }
}
