import HTTP
import Testing

@testable import Sandbox

struct SoundCloudTests {
    let stage = Stage()

    @Test func `from consent to the likes`() async throws {
        let fields = try await stage.soundcloud().fields
        let found = await stage.get("/soundcloud/tracks?q=never%20gonna%20give", fields)
        let urn = try #require(found.member("urn"))
        #expect(found.member("isrc") == "GBARL9300135")
        let save = await stage.ask(.post, "/soundcloud/likes/tracks/\(urn)", fields)
        #expect(save.status == 200)
        #expect(save.text == #"{"status":"200 - OK"}"#)
        let id = urn.split(separator: ":").last ?? ""
        #expect(await stage.library() == ["soundcloud Ana track \(id) ×1"])
    }

    @Test func `a follow is 201 at first and 200 again`() async throws {
        let fields = try await stage.soundcloud().fields
        let target = "/soundcloud/me/followings/soundcloud:users:42"
        #expect(await stage.ask(.put, target, fields).status == 201)
        #expect(await stage.ask(.put, target, fields).status == 200)
        let report = await stage.get("/admin/library?summary&platform=soundcloud")
        #expect(
            report.text.contains(
                #""soundcloud":{"fans":1,"saved":0,"followed":1,"timesSaved":{}}"#))
    }

    @Test func `an entry names who is to be followed, and nobody else can be`() async throws {
        let fields = try await stage.soundcloud().fields
        let found = await stage.get("/soundcloud/tracks?q=blinding%20lights", fields)
        let track = try #require(
            found.text.split(separator: "\"").first { $0.hasPrefix("soundcloud:tracks:") })
        for entry in ["tracks/\(track)", "playlists/soundcloud:playlists:900000041"] {
            let answer = await stage.get("/soundcloud/\(entry)", fields)
            #expect(answer.status == 200 && answer.text.contains("soundcloud:users:"))
        }
        let wrong = await stage.ask(.put, "/soundcloud/me/followings/\(track)", fields)
        #expect(wrong.status == 400)
        #expect(await stage.get("/soundcloud/playlists/1", fields).status == 404)
    }

    @Test func `an address leads to its track`() async throws {
        let fields = try await stage.soundcloud().fields
        let url = "https://soundcloud.com/rick-astley/never-gonna-give-you-up"
        let answer = await stage.get("/soundcloud/resolve?url=\(url)", fields)
        #expect(answer.status == 302)
        let location = try #require(answer.fields["location"])
        let track = await stage.get(
            String(location.trimmingPrefix("http://127.0.0.1:9700")), fields)
        #expect(track.member("permalink_url") == url)
    }

    @Test func `numbers are no URNs, and Bearer is no OAuth`() async throws {
        let fields = try await stage.soundcloud().fields
        #expect(await stage.ask(.post, "/soundcloud/likes/tracks/42", fields).status == 400)
        let token = fields["authorization"]?.replacing("OAuth", with: "Bearer") ?? ""
        let answer = await stage.ask(
            .post, "/soundcloud/likes/tracks/soundcloud:tracks:42", ["Authorization": token])
        #expect(answer.status == 401)
        #expect(answer.member("status") == "401 - Unauthorized")
        #expect(await stage.library() == [])
    }
}
