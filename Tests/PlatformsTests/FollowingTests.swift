import Loopback
import Platforms
import Smartlink
import Testing

/// One platform's way from a recording to its artist, and what it says on the way.
private struct FollowCase: Sendable, CustomTestStringConvertible {
    var id: String
    var target: SaveTarget
    /// What the catalogue answers about the music.
    var entry: String
    /// The last request, and its body.
    var follow: String
    var body = ""
    var success: (Int, String)
    var look: String

    var testDescription: String { id }

    static let all = [
        FollowCase(
            id: "spotify", target: .track("https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"),
            entry: #"{"id":"x","artists":[{"id":"0TnOYISbd1XYRBk9myaseg"},{"id":"other"}]}"#,
            follow: "PUT /v1/me/library?uris=spotify%3Aartist%3A0TnOYISbd1XYRBk9myaseg",
            success: (200, ""), look: "GET /v1/tracks/4cOdK2wGLETKBW3PvgPWqT"),
        FollowCase(
            id: "tidal", target: .album("https://tidal.com/album/55"),
            entry: #"{"data":{"id":"55","relationships":{"artists":{"data":[{"id":"9"}]}}}}"#,
            follow: "POST /v2/userCollectionArtists/me/relationships/items",
            body: #"{"data":[{"id":"9","type":"artists"}]}"#, success: (200, #"{"data":[]}"#),
            look: "GET /v2/albums/55?include=artists"),
        FollowCase(
            id: "deezer", target: .track("https://www.deezer.com/track/3135556"),
            entry: #"{"id":3135556,"artist":{"id":27,"name":"Daft Punk"}}"#,
            follow: "POST /user/me/artists?artist_id=27&access_token=fan-token",
            success: (200, "true"), look: "GET /track/3135556"),
        FollowCase(
            id: "soundcloud", target: .track("https://soundcloud.com/mira/low-tide"),
            entry: #"{"urn":"soundcloud:tracks:5","user":{"urn":"soundcloud:users:42"}}"#,
            follow: "PUT /me/followings/soundcloud:users:42", success: (201, ""),
            look: "GET /tracks/soundcloud:tracks:5"),
        FollowCase(
            id: "youtube-music", target: .track("https://youtu.be/lYBUbBu4W08"),
            entry: #"{"items":[{"snippet":{"channelId":"UC38IQsAvIsxxjzt"}}]}"#,
            follow: "POST /youtube/v3/subscriptions?part=snippet",
            body:
                #"{"snippet":{"resourceId":{"kind":"youtube#channel","channelId":"UC38IQsAvIsxxjzt"}}}"#,
            success: (200, #"{"id":"s"}"#),
            look: "GET /youtube/v3/videos?part=snippet&id=lYBUbBu4W08"),
    ]

    func stage(
        _ answer: @escaping @Sendable (Stage.Request) -> Stage.Reply
    ) throws -> Stage {
        try Stage(id) { request in
            if request.target.hasPrefix("/resolve") {
                return .answer(200, entry)
            }
            return request.method == "GET" ? .answer(200, entry) : answer(request)
        }
    }
}

struct FollowingTests {
    @Test(arguments: FollowCase.all)
    private func `the artist the catalogue names first is followed, and looked up once`(
        follow: FollowCase
    ) async throws {
        let stage = try follow.stage { _ in .answer(follow.success.0, follow.success.1) }
        #expect(await stage.follow(follow.target) == .followed)
        let request = try #require(stage.server.requests.last)
        #expect(stage.lines.last == follow.follow && stage.lines.contains(follow.look))
        #expect(request.body == follow.body)
        let count = stage.lines.count
        #expect(await stage.follow(follow.target) == .followed)
        #expect(stage.lines.count == count + 1)
    }

    @Test(
        arguments: FollowCase.all,
        [
            (400, FollowOutcome.refused), (403, .refused), (404, .refused), (422, .refused),
            (401, .refused), (429, .busy(retryAfterSeconds: nil)), (500, .unreachable),
        ])
    private func `each refusal has its outcome`(
        follow: FollowCase, refusal: (Int, FollowOutcome)
    ) async throws {
        // Deezer's and Tidal's own words for some of these are told apart below.
        if follow.id == "deezer", [400, 403, 422].contains(refusal.0) { return }
        if follow.id == "tidal", refusal.0 == 422 { return }
        let stage = try follow.stage { _ in .answer(refusal.0, "{}") }
        #expect(await stage.follow(follow.target) == refusal.1)
    }

    @Test(arguments: FollowCase.all)
    private func `an entry that names nobody follows nobody`(follow: FollowCase) async throws {
        let stage = try Stage(follow.id) { request in
            request.target.hasPrefix("/resolve")
                ? .answer(200, follow.entry) : .answer(200, #"{"data":{},"items":[]}"#)
        }
        #expect(await stage.follow(follow.target) != .followed)
        #expect(stage.lines.allSatisfy { $0.hasPrefix("GET ") })
    }

    @Test func `each platform's word for "already" is as good as the first time`() async throws {
        let answers = [
            "tidal": #"{"errors":[{"code":"DUPLICATE_ITEMS_IN_COLLECTION"}]}"#,
            "youtube-music": #"{"error":{"errors":[{"reason":"subscriptionDuplicate"}]}}"#,
        ]
        for follow in FollowCase.all {
            guard let answer = answers[follow.id] else { continue }
            let stage = try follow.stage { _ in .answer(follow.id == "tidal" ? 409 : 400, answer) }
            #expect(await stage.follow(follow.target) == .followed, "\(follow.id)")
        }
    }

    @Test func `an artist Tidal does not have and one Deezer refuses are not followed`()
        async throws
    {
        let skipped = #"{"meta":{"skipped":[{"id":"9","type":"artists","reason":"NOT_FOUND"}]}}"#
        let tidal = try FollowCase.all[1].stage { _ in .answer(200, skipped) }
        #expect(await tidal.follow(FollowCase.all[1].target) == .refused)
        #expect(tidal.server.requests.last?.fields["idempotency-key"] == "save-1-follow")
        let deezer = try FollowCase.all[2].stage { _ in .answer(200, #"{"error":{"code":200}}"#) }
        #expect(await deezer.follow(FollowCase.all[2].target) == .refused)
    }

    @Test func `Spotify's older endpoint takes artists too`() async throws {
        let follow = FollowCase.all[0]
        let stage = try Stage("spotify") {
            $0.legacyLibrary = true
        } _: { request in
            request.method == "GET" ? .answer(200, follow.entry) : .answer(204)
        }
        #expect(await stage.follow(follow.target) == .followed)
        #expect(
            stage.lines.last == "PUT /v1/me/following?type=artist&ids=0TnOYISbd1XYRBk9myaseg")
    }

    @Test func `only Spotify asks on its own, for both at once; Apple has nothing to ask for`()
        throws
    {
        for follow in FollowCase.all {
            let stage = try Stage(follow.id) { _ in .answer(500) }
            let url = stage.platform.followURL(state: "s", challenge: "c", redirect: "r")
            #expect(stage.platform.followTerms == (follow.id == "spotify" ? .asked : .covered))
            #expect((url != nil) == (follow.id == "spotify"))
            #expect(url?.contains("scope=user-library-modify%20user-follow-modify") ?? true)
            let save = stage.platform.authorizeURL(state: "s", challenge: "c", redirect: "r")
            #expect(save?.contains("user-follow") == false)
        }
        let apple = try Stage("apple-music") { _ in .answer(500) }
        #expect(apple.platform.followTerms == .unsupported)
    }
}
