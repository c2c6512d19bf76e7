import Loopback
import Smartlink
import Testing

struct YouTubeMusicTests {
    @Test(arguments: [
        "https://music.youtube.com/watch?v=dQw4w9WgXcQ&si=x",
        "https://www.youtube.com/watch?a=b&v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?t=1",
    ])
    func `a song's video is liked`(url: String) async throws {
        let stage = try Stage("youtube-music") { _ in .answer(204) }
        #expect(await stage.save(.track(url)) == .saved)
        #expect(stage.lines == ["POST /youtube/v3/videos/rate?id=dQw4w9WgXcQ&rating=like"])
    }

    @Test func `a hit of the ISRC counts only if its title fits`() async throws {
        let stage = try Stage("youtube-music") { request in
            if request.method == "POST" { return .answer(204) }
            return .answer(
                200,
                #"{"items":[{"id":{"videoId":"aaaaaaaaaaa"},"snippet":{"title":"Other"}},"#
                    + #"{"id":{"videoId":"bbbbbbbbbbb"},"snippet":{"title":"LOW TIDE (Audio)"}}]}"#)
        }
        #expect(await stage.save(.track()) == .saved)
        #expect(stage.lines.last == "POST /youtube/v3/videos/rate?id=bbbbbbbbbbb&rating=like")
    }

    @Test func `an album cannot be saved`() async throws {
        let stage = try Stage("youtube-music") { _ in .answer(204) }
        let url = "https://music.youtube.com/playlist?list=OLAK5uy_x"
        #expect(await stage.save(.album(url)) == .refused(.rejected))
        #expect(stage.lines.isEmpty)
    }

    @Test(arguments: [
        ("quotaExceeded", SaveOutcome.busy(retryAfterSeconds: 3_600)),
        ("rateLimitExceeded", .busy(retryAfterSeconds: 3_600)), ("forbidden", .refused(.rejected)),
    ])
    func `a used-up quota is a pause, not a refusal`(
        reason: String, outcome: SaveOutcome
    ) async throws {
        let stage = try Stage("youtube-music") { _ in
            .answer(403, #"{"error":{"code":403,"errors":[{"reason":"\#(reason)"}]}}"#)
        }
        #expect(await stage.save(.track("https://youtu.be/dQw4w9WgXcQ")) == outcome)
    }

    @Test func `a renewable grant is asked for`() throws {
        let stage = try Stage("youtube-music") { _ in .answer(204) }
        let page = stage.platform.authorizeURL(
            state: "s", challenge: "c", redirect: "https://m.example/b")
        #expect(page?.hasSuffix("&access_type=offline&prompt=consent") == true)
    }
}
