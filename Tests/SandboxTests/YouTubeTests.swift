import HTTP
import Testing

@testable import Sandbox

struct YouTubeTests {
    let stage = Stage()
    private let base = "/youtube-music/youtube/v3"

    @Test func `from consent to the liked songs`() async throws {
        let fields = try await stage.youtube()
        let found = await stage.get("\(base)/search?part=snippet&type=video&q=GBARL9300135", fields)
        let id = try #require(found.member("videoId"))
        #expect(id == "lYBUbBu4W08")
        let save = await stage.ask(.post, "\(base)/videos/rate?id=\(id)&rating=like", fields)
        #expect(save.status == 204)
        #expect(await stage.library() == ["youtube-music Ana track \(id) ×1"])
    }

    @Test func `the catalogue takes a key, the library does not`() async {
        let found = await stage.get("\(base)/search?part=snippet&q=hello&key=any")
        #expect(found.status == 200)
        let save = await stage.ask(.post, "\(base)/videos/rate?id=lYBUbBu4W08&rating=like&key=any")
        #expect(save.status == 401)
    }

    @Test(arguments: [
        ("rating=like", 400, "required"), ("id=lYBUbBu4W08", 400, "required"),
        ("id=lYBUbBu4W08&rating=love", 400, "invalidRating"),
        ("id=short&rating=like", 404, "videoNotFound"),
        ("id=lYBUbBu4W08&rating=like&fault=not_released", 404, "videoNotFound"),
        ("id=lYBUbBu4W08&rating=like&fault=quota_exceeded", 403, "quotaExceeded"),
    ])
    func `ratings out of form are refused`(_ query: String, _ status: Int, _ reason: String)
        async throws
    {
        let fields = try await stage.youtube()
        let answer = await stage.ask(.post, "\(base)/videos/rate?\(query)", fields)
        #expect(answer.status == status)
        #expect(answer.member("reason") == reason)
        #expect(await stage.library() == [])
    }

    @Test func `reading alone does not allow to like`() async throws {
        let fields = try await stage.youtube(
            scope: "https://www.googleapis.com/auth/youtube.readonly")
        let answer = await stage.ask(
            .post, "\(base)/videos/rate?id=lYBUbBu4W08&rating=like", fields)
        #expect(answer.status == 403)
        #expect(answer.member("reason") == "insufficientPermissions")
    }

    @Test func `playlists take videos, and a channel is subscribed to once`() async throws {
        let fields = try await stage.youtube()
        let item = await stage.json(
            "\(base)/playlistItems?part=snippet",
            #"{"snippet":{"playlistId":"PL1","resourceId":{"kind":"youtube#video","videoId":"lYBUbBu4W08"}}}"#,
            fields)
        #expect(item.status == 200)
        let body = #"{"snippet":{"resourceId":{"kind":"youtube#channel","channelId":"UC1"}}}"#
        let target = "\(base)/subscriptions?part=snippet"
        #expect(await stage.json(target, body, fields).status == 200)
        let again = await stage.json(target, body, fields)
        #expect(again.status == 400)
        #expect(again.member("reason") == "subscriptionDuplicate")
    }
}
