import Bytes
import Loopback
import Platforms
import Smartlink
import Synchronization
import Testing

struct AppleMusicTests {
    private let albumURL = "https://music.apple.com/us/album/low-tide/1440857781"

    @Test func `the token from the browser is tried on the fan's storefront`() async throws {
        let stage = try Stage("apple-music") { _ in .answer(200, #"{"data":[{"id":"jp"}]}"#) }
        #expect(stage.platform.authorizeURL(state: "s", challenge: "c", redirect: "r") == nil)
        let grant = try await stage.redeem().get()
        #expect(grant.access == "c")
        #expect(grant.market == "jp")
        #expect(stage.lines == ["GET /v1/me/storefront"])
        #expect(stage.server.requests[0].fields["music-user-token"] == "c")
        #expect(await stage.renew(grant) == .success(grant))
    }

    @Test(arguments: [
        (403, "{}", GrantRefusal.invalidGrant), (401, "", .misconfigured), (500, "", .unreachable),
        (200, "{}", .unreachable), (200, #"{"data":[{"id":"../x"}]}"#, .unreachable),
    ])
    func `a token that opens nothing is refused`(
        status: Int, body: String, refusal: GrantRefusal
    ) async throws {
        let stage = try Stage("apple-music") { _ in .answer(status, body) }
        #expect(await stage.redeem() == .failure(refusal))
    }

    @Test func `the recording's id in the fan's storefront is saved, with one developer token`()
        async throws
    {
        let stage = try Stage("apple-music") { request in
            request.method == "POST" ? .answer(202) : .answer(200, #"{"data":[{"id":"77"}]}"#)
        }
        #expect(
            await stage.save(.track("https://music.apple.com/us/song/x/5"), market: "jp") == .saved)
        #expect(
            stage.lines == [
                "GET /v1/catalog/jp/songs?filter%5Bisrc%5D=USRC17607839",
                "POST /v1/me/library?ids%5Bsongs%5D=77",
            ])
        let tokens = Set(stage.server.requests.compactMap { $0.fields["authorization"] })
        #expect(tokens.count == 1)
    }

    @Test func `a destination is looked for where the fan is, when its number is not found`()
        async throws
    {
        let stage = try Stage("apple-music") { request in
            if request.method == "POST" { return .answer(202) }
            return request.target == "/v1/catalog/jp/albums/1440857781"
                ? .answer(200, #"{"data":[{"id":"1440857781"}]}"#) : .answer(200, #"{"data":[]}"#)
        }
        #expect(await stage.save(.album(albumURL), market: "jp") == .saved)
        #expect(stage.lines.count == 5)
        let none = try Stage("apple-music") { request in
            request.target.contains("filter") ? .answer(200, #"{"data":[]}"#) : .answer(404, "{}")
        }
        #expect(await none.save(.album(albumURL), market: "jp") == .notReleased)
    }

    @Test func `a remembered number is looked up before it is added, and dropped once it is gone`()
        async throws
    {
        let isThere = Mutex(true)
        let stage = try Stage("apple-music") { request in
            if request.method == "POST" { return .answer(202) }
            guard isThere.withLock({ $0 }) else {
                return request.target.contains("filter")
                    ? .answer(200, #"{"data":[]}"#) : .answer(404, "{}")
            }
            return .answer(200, #"{"data":[{"id":"77"}]}"#)
        }
        for _ in 0..<2 { #expect(await stage.save(.track(), market: "jp") == .saved) }
        let search = "GET /v1/catalog/jp/songs?filter%5Bisrc%5D=USRC17607839"
        let look = "GET /v1/catalog/jp/songs/77"
        let add = "POST /v1/me/library?ids%5Bsongs%5D=77"
        #expect(stage.lines == [search, add, look, add])
        isThere.withLock { $0 = false }
        for _ in 0..<2 { #expect(await stage.save(.track(), market: "jp") == .notReleased) }
        #expect(stage.lines.dropFirst(4) == [look, search, search])
    }

    @Test func `nothing is added where no storefront can be asked`() async throws {
        let stage = try Stage("apple-music") { _ in .answer(202) }
        let url = "https://music.apple.com/song/5"
        #expect(await stage.save(.track(url, isrc: nil)) == .notReleased)
        #expect(stage.lines.isEmpty)
    }

    @Test(arguments: [
        ("https://music.apple.com/us/album/low-tide/1440857781?i=1440857790", "songs/1440857790"),
        ("https://music.apple.com/de/song/1440857790", "songs/1440857790"),
        (
            "https://music.apple.com/us/playlist/x/pl.f4d106fed2bd41149aaacabb233eb5eb",
            "playlists/pl.f4d106fed2bd41149aaacabb233eb5eb"
        ),
    ])
    func `each form of URL is read`(url: String, path: String) async throws {
        let stage = try Stage("apple-music") { _ in .answer(404) }
        #expect(await stage.save(.track(url, isrc: nil)) == .notReleased)
        #expect(stage.lines.first?.hasSuffix(path) == true)
    }

    @Test(arguments: [
        (403, SaveOutcome.refused(.invalidGrant)), (401, .misconfigured),
        (429, .busy(retryAfterSeconds: nil)),
        (500, .unreachable), (400, .refused(.rejected)), (404, .notReleased),
    ])
    func `each refusal has its outcome`(status: Int, outcome: SaveOutcome) async throws {
        let stage = try Stage("apple-music") { request in
            request.method == "POST"
                ? .answer(status, "{}") : .answer(200, #"{"data":[{"id":"77"}]}"#)
        }
        #expect(await stage.save(.track(), market: "us") == outcome)
    }
}

struct AppleDeveloperTokenTests {
    private func credentials() -> PlatformCredentials {
        var credentials = PlatformCredentials()
        credentials.teamId = "TEAM000001"
        credentials.keyId = "KEY0000001"
        credentials.privateKey = Stage.privateKey
        return credentials
    }

    private func parts(_ token: String?) throws -> [String] {
        let parts = try #require(token).split(separator: ".")
        try #require(parts.count == 3)
        #expect(bytes(base64URL: parts[2])?.count == 64)
        return try parts.prefix(2).map {
            String(decoding: try #require(bytes(base64URL: $0)), as: UTF8.self)
        }
    }

    @Test func `it says who, until when, and nothing else`() throws {
        let token = try AppleDeveloperToken(credentials())
        #expect(
            try parts(token.token(at: Stage.now)) == [
                #"{"alg":"ES256","kid":"KEY0000001"}"#,
                #"{"iss":"TEAM000001","iat":1800000000,"exp":1800043200}"#,
            ])
        #expect(
            try parts(token.browserToken(origin: "https://m.example", at: Stage.now))[1]
                == #"{"iss":"TEAM000001","iat":1800000000,"exp":1800003600,"origin":["https://m.example"]}"#
        )
        #expect(token.browserToken(origin: #"a","b"#, at: Stage.now) == nil)
    }

    @Test func `it is kept while it is good, and made anew in time`() throws {
        let token = try AppleDeveloperToken(credentials())
        let first = token.token(at: Stage.now)
        #expect(token.token(at: Instant(ms: Stage.now.ms + 42_000_000)) == first)
        #expect(token.token(at: Instant(ms: Stage.now.ms + 42_700_000)) != first)
        let ahead = token.token(at: Instant(ms: Stage.now.ms + 900_000_000))
        #expect(token.token(at: Stage.now) != ahead)
    }

    @Test func `a key that signs nothing is refused by its field`() {
        var credentials = credentials()
        credentials.privateKey = "-----BEGIN"
        let failure = #expect(throws: Failure.self) { try AppleDeveloperToken(credentials) }
        #expect(failure?.field == "privateKey")
    }
}
