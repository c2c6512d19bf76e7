import Loopback
import Platforms
import Smartlink
import Testing

struct TogetherTests {
    private static let song = "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"
    private static let record = "https://open.spotify.com/album/4m2880jivSbbyEGAKfITCa"
    private static let tidal: [SaveTarget] = [
        .track("https://tidal.com/track/1"), .album("https://tidal.com/album/7"),
        .track("https://tidal.com/track/2"),
    ]

    @Test func `Spotify takes tracks and albums in one request`() async throws {
        let stage = try Stage("spotify") { request in
            request.method == "GET"
                ? .answer(200, #"{"tracks":{"items":[]}}"#) : .answer(200)
        }
        let outcomes = await stage.save([.track(Self.song), .track(), .album(Self.record)])
        #expect(outcomes == [.saved, .notReleased, .saved])
        #expect(
            stage.lines.last
                == "PUT /v1/me/library?uris=spotify%3Atrack%3A4cOdK2wGLETKBW3PvgPWqT"
                + "%2Cspotify%3Aalbum%3A4m2880jivSbbyEGAKfITCa")
        #expect(stage.lines.count == 2 && stage.platform.togetherMax == 40)
    }

    @Test func `Spotify's older endpoints take one kind each`() async throws {
        let stage = try Stage("spotify") {
            $0.legacyLibrary = true
        } _: { _ in
            .answer(200)
        }
        let outcomes = await stage.save([
            .track(Self.song), .album(Self.record), .track(Self.song),
        ])
        #expect(outcomes == [.saved, .saved, .saved])
        #expect(
            stage.lines == [
                "PUT /v1/me/tracks", "PUT /v1/me/albums?ids=4m2880jivSbbyEGAKfITCa",
            ])
        #expect(stage.platform.togetherMax == 20)
    }

    @Test func `Apple takes all kinds in one request, each looked up just before`() async throws {
        let stage = try Stage("apple-music") { request in
            if request.method == "POST" { return .answer(202) }
            if request.target.hasSuffix("/songs/5") { return .answer(404, "{}") }
            return .answer(200, #"{"data":[{"id":"\#(request.target.suffix(1))"}]}"#)
        }
        let outcomes = await stage.save(
            [
                .track("https://music.apple.com/jp/song/4", isrc: nil),
                .track("https://music.apple.com/jp/song/5", isrc: nil),
                .track("https://music.apple.com/jp/song/6", isrc: nil),
                .album("https://music.apple.com/jp/album/x/7", upc: nil),
            ], market: "jp")
        #expect(outcomes == [.saved, .notReleased, .saved, .saved])
        #expect(
            stage.lines.last == "POST /v1/me/library?ids%5Bsongs%5D=4%2C6&ids%5Balbums%5D=7")
        #expect(stage.lines.count == 5)
    }

    @Test func `Tidal's collections get one request each, under a key of its own`() async throws {
        let stage = try Stage("tidal") { request in
            request.target.contains("Tracks")
                ? .answer(
                    200,
                    #"{"meta":{"skipped":[{"id":"2","reason":"NOT_FOUND"},{"id":"1","reason":"ALREADY_PRESENT"}]}}"#
                ) : .answer(200, #"{"data":[]}"#)
        }
        #expect(await stage.save(Self.tidal) == [.saved, .saved, .notReleased])
        let requests = stage.server.requests
        #expect(
            requests.map(\.body) == [
                #"{"data":[{"id":"1","type":"tracks"},{"id":"2","type":"tracks"}]}"#,
                #"{"data":[{"id":"7","type":"albums"}]}"#,
            ])
        #expect(
            requests.compactMap { $0.fields["idempotency-key"] } == ["batch-track", "batch-album"])
    }

    @Test(arguments: [
        ("spotify", 400), ("spotify", 403), ("spotify", 404), ("tidal", 409), ("tidal", 400),
        ("tidal", 401), ("spotify", 401),
    ])
    func `a refusal of the whole is nobody's outcome`(id: String, status: Int) async throws {
        let stage = try Stage(id) { _ in
            .answer(status, #"{"errors":[{"code":"DUPLICATE_ITEMS_IN_COLLECTION"}]}"#)
        }
        let targets = id == "tidal" ? Self.tidal : [.track(Self.song), .album(Self.record)]
        #expect(await stage.save(targets) == nil)
    }

    @Test(arguments: [
        ("spotify", 429, SaveOutcome.busy(retryAfterSeconds: nil)), ("spotify", 500, .unreachable),
        ("tidal", 503, .unreachable), ("tidal", 429, .busy(retryAfterSeconds: nil)),
    ])
    func `a trouble of the platform's own is everybody's`(
        id: String, status: Int, outcome: SaveOutcome
    ) async throws {
        let stage = try Stage(id) { _ in .answer(status) }
        let targets = id == "tidal" ? Self.tidal : [.track(Self.song), .album(Self.record)]
        #expect(await stage.save(targets) == targets.map { _ in outcome })
    }

    @Test func `a platform that does not answer is not asked for each thing in turn`() async throws
    {
        let stage = try Stage("spotify") { _ in .answer(500) }
        #expect(
            await stage.save([.track(), .track(isrc: "GBARL9300135"), .track(Self.song)])
                == [.unreachable, .unreachable, .unreachable])
        #expect(stage.lines.count == 1)
    }

    @Test(arguments: ["deezer", "soundcloud", "youtube-music"])
    func `others take one at a time`(id: String) async throws {
        let stage = try Stage(id) { _ in .answer(500) }
        #expect(stage.platform.togetherMax == 1)
        #expect(await stage.save([.track(), .track()]) == nil)
        #expect(stage.lines.isEmpty)
    }
}
