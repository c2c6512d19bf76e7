import HTTP
import JSONText
import Operations
import ScriptedSources
import Smartlink
import Testing

@testable import API

struct ResolutionTests {
    /// Knows the tests' song and album on Spotify; Tidal wants a pause, Deezer has nothing.
    private func house(
        images: any ImageSource = NoPictures(), presaves: [String: any SavingPlatform] = [:]
    ) async throws -> House {
        let spotify = ScriptedSource("spotify", takes: ["isrc", "upc", "address", "words"]) {
            clue in
            switch clue {
            case .isrc("QZSBX2600009"), .upc("4006381333948"): .missed
            case .upc: .found([night(on: "spotify")])
            case .address: .found([sleeper(on: "spotify", .address)])
            default: .found([sleeper(on: "spotify")])
            }
        }
        let tidal = ScriptedSource("tidal") { _ in
            .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2))
        }
        let deezer = ScriptedSource("deezer", takes: ["isrc"]) { _ in .missed }
        return try await House(
            credits: 5, catalogue: ProjectCatalogue.catalogue, sources: [spotify, tidal, deezer],
            images: images, presaves: presaves)
    }

    // MARK: POST /resolve

    @Test(arguments: [
        (#"{"isrc":"qz-sbx-26-00001"}"#, "track", "Sleeper"),
        (#"{"upc":"4006381333931","isrc":null}"#, "album", "Night"),
        (
            #"{"sourceUrl":"https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT?si=x"}"#, "track",
            "Sleeper"
        ),
    ])
    func `each clue says what the music is and where`(body: String, kind: String, title: String)
        async throws
    {
        let house = try await house()
        let answer = await house.ask(.post, "/resolve", body)
        try #require(answer.status == 200, "\(answer.json.text)")
        #expect(answer.json["kind"] == .string(kind) && answer.json["title"] == .string(title))
        #expect(answer.json["artist"] == "Mira")
        let places = answer.json["destinations"]?.items ?? []
        #expect(places.map { $0["platform"] } == ["spotify"])
        #expect(places.first?["status"] == "verified" && places.first?["source"] == "resolver")
        #expect(await house.ask(.get, "/account").json["credits"] == 5)
        #expect(await house.ask(.get, "/links").json["items"] == [])
    }

    @Test func `every source says how it went`() async throws {
        let answer = try await house().ask(.post, "/resolve", #"{"isrc":"QZSBX2600001"}"#)
        #expect(
            answer.json["sources"] == [
                [
                    "source": "spotify", "outcome": "found", "message": "knows it",
                    "retryAfterMs": nil,
                ],
                [
                    "source": "tidal", "outcome": "rate_limited",
                    "message": "wants fewer requests; it may be asked again in 2 s",
                    "retryAfterMs": 2_000,
                ],
                [
                    "source": "deezer", "outcome": "missed", "message": "does not have it (yet)",
                    "retryAfterMs": nil,
                ],
            ])
    }

    @Test func `music nobody knows is an answer, too`() async throws {
        let answer = try await house().ask(.post, "/resolve", #"{"isrc":"QZSBX2600009"}"#)
        #expect(answer.status == 200)
        #expect(answer.json["title"] == .null && answer.json["destinations"] == [])
        #expect(answer.json["tracks"] == [])
    }

    @Test(arguments: [
        ("{}", "invalid_field", "isrc", ""),
        (#"{"isrc":"QZSBX2600001","upc":"4006381333931"}"#, "invalid_field", "isrc", "one of"),
        (#"{"isrc":"QZSBX26O0001"}"#, "invalid_field", "isrc", "the 8th character"),
        (#"{"upc":"4006381333932"}"#, "invalid_field", "upc", "should be 1, not 2"),
        (#"{"upc":4006381333931}"#, "invalid_field", "upc", ""),
        (#"{"sourceUrl":"https://example.org/x"}"#, "invalid_field", "sourceUrl", ""),
        (#"{"isrc":"QZSBX2600001","market":"DE"}"#, "unknown_field", "market", "sourceUrl"),
    ])
    func `what is no clue is refused by its field, down to the digit`(
        body: String, code: String, field: String, word: String
    ) async throws {
        let answer = try await house().ask(.post, "/resolve", body)
        #expect(answer.status == 422)
        #expect(answer.code == code && answer.field == field)
        #expect(answer.json["detail"]?.string?.contains(word) != false || word.isEmpty)
    }

    @Test func `only a POST with a key looks anything up`() async throws {
        let house = try await house()
        let refused = await house.ask(.get, "/resolve")
        #expect(refused.status == 405 && refused.fields["Allow"] == "POST, OPTIONS")
        let stranger = await house.ask(
            .post, "/resolve", #"{"isrc":"QZSBX2600001"}"#, key: .some(nil))
        #expect(stranger.status == 401)
    }

    // MARK: POST /links

    @Test(arguments: [
        #"{"isrc":"QZSBX2600001"}"#, #"{"upc":"4006381333931","title":null}"#,
        #"{"sourceUrl":"spotify:track:4cOdK2wGLETKBW3PvgPWqT","artist":null}"#,
    ])
    func `a code alone makes a link`(body: String) async throws {
        let house = try await house()
        let answer = await house.ask(.post, "/links", body)
        try #require(answer.status == 201, "\(answer.json.text)")
        #expect(answer.json["artist"] == "Mira")
        let places = answer.json["destinations"]?.items ?? []
        #expect(places.contains { $0["platform"] == "spotify" && $0["status"] == "verified" })
        #expect(places.contains { $0["platform"] == "bandcamp" && $0["source"] == "search" })
        #expect(await house.ask(.get, "/account").json["credits"] == 4)
    }

    @Test func `what nobody knows says why, source by source, and is not charged`() async throws {
        let house = try await house()
        let answer = await house.ask(.post, "/links", #"{"isrc":"QZSBX2600009"}"#)
        #expect(answer.status == 503 && answer.code == "unavailable")
        #expect(answer.fields["Retry-After"] == "2")
        let reasons = answer.json["reasons"]?.items ?? []
        #expect(reasons.map { $0["subject"] } == ["spotify", "tidal", "deezer"])
        #expect(reasons.last?["message"] == "does not have it (yet)")
        let album = await house.ask(.post, "/links", #"{"upc":"4006381333948"}"#)
        #expect(album.status == 422 && album.field == "upc")
        #expect(album.json["reasons"]?.items.count == 1)
        #expect(await house.ask(.get, "/account").json["credits"] == 5)
    }

    @Test func `resolve false makes the link as it is written`() async throws {
        let house = try await house()
        let link = try await house.make(#","isrc":"QZSBX2600001","resolve":false"#)
        #expect(link["destinations"] == [])
        let answer = await house.ask(.post, "/links", #"{"isrc":"QZSBX2600001","resolve":false}"#)
        #expect(answer.status == 422 && answer.field == "title")
        let odd = await house.ask(.post, "/links", #"{"isrc":"QZSBX2600001","resolve":"no"}"#)
        #expect(odd.status == 422 && odd.field == "resolve")
    }

    // MARK: Destinations and pictures

    @Test func `a pending destination is confirmed or turned down by its status`() async throws {
        var music = Music(kind: .track, title: "Sleeper", artist: "Mira")
        music.durationMs = 192_000
        let hit = candidate(music, on: "tidal", .words)
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let house = try await House(
            catalogue: ProjectCatalogue.catalogue,
            sources: [spotify, ScriptedSource("tidal", takes: ["words"]) { _ in .found([hit]) }])
        let made = await house.ask(.post, "/links", #"{"isrc":"QZSBX2600001","slug":"mira"}"#)
        let tidal = try #require(
            made.json["destinations"]?.items.first { $0["platform"] == "tidal" })
        #expect(tidal["status"] == "pending")
        let url = try #require(tidal["url"]?.string)
        func change(_ url: String, _ status: String) async -> JSON? {
            let place: JSON = [
                "platform": "tidal", "url": .string(url), "source": "resolver",
                "status": .string(status),
            ]
            let body: JSON = ["destinations": .array([place])]
            let answer = await house.ask(.patch, "/links/mira", body.text)
            return answer.json["destinations"]?.items.first
        }
        for status in ["verified", "unavailable"] {
            let changed = await change(url, status)
            #expect(changed?["status"] == .string(status) && changed?["source"] == "resolver")
        }
        let own = await change("https://tidal.com/browse/track/5", "unavailable")
        #expect(own?["source"] == "manual" && own?["status"] == "verified")
    }

    @Test func `a picture named by its URL is fetched, for a new link and an old one`() async throws
    {
        let house = try await house(images: OnePicture())
        let link = try await house.make(#","slug":"mira","artworkUrl":"https://a.example/1.png""#)
        #expect(link["artwork"]?["width"] == 320)
        #expect(link["artworkUrl"] == nil)
        _ = await house.ask(.patch, "/links/mira", #"{"artwork":null}"#)
        let changed = await house.ask(
            .patch, "/links/mira", #"{"artworkUrl":"https://a.example/1.png"}"#)
        #expect(changed.json["artwork"]?["width"] == 320)
    }

    @Test(arguments: [
        (#""https://a.example/2.png""#, 422, "invalid_field"),
        (#""https://a.example/big""#, 413, "too_large"),
        (#""https://a.example/html""#, 422, "invalid_field"), ("7", 422, "invalid_field"),
    ])
    func `a picture that cannot be had is refused, and nothing is charged or changed`(
        url: String, status: Int, code: String
    ) async throws {
        let house = try await house(images: OnePicture())
        let refused = await house.ask(
            .post, "/links", #"{"title":"T","artist":"A","artworkUrl":\#(url)}"#)
        #expect(refused.status == status && refused.code == code)
        #expect(refused.field == "artworkUrl" || refused.field == nil)
        #expect(await house.ask(.get, "/account").json["credits"] == 5)
        _ = try await house.make(#","slug":"mira","resolve":false"#)
        let kept = await house.ask(.patch, "/links/mira", #"{"title":"U","artworkUrl":\#(url)}"#)
        #expect(kept.status == status)
        #expect(await house.ask(.get, "/links/mira").json["version"] == 1)
    }

    @Test func `platforms say where music is looked up and saved`() async throws {
        let house = try await house(presaves: ["tidal": NoSaving(id: "tidal")])
        let items = await house.ask(.get, "/platforms").json["items"]?.items ?? []
        func abilities(_ id: JSON) -> JSON? { items.first { $0["id"] == id }?["abilities"] }
        #expect(abilities("spotify") == ["link", "search", "lookup"])
        #expect(abilities("tidal") == ["link", "search", "lookup", "presave"])
        #expect(abilities("pandora") == ["link", "search"])
    }
}

/// A picture at one address, other things at others.
private struct OnePicture: ImageSource {
    func image(at url: String) async throws(Failure) -> [UInt8] {
        switch url {
        case "https://a.example/1.png": return Picture.png(width: 320, height: 320)
        case "https://a.example/html": return Array("<!doctype html>".utf8)
        case "https://a.example/big":
            throw Failure(.tooLarge, "The picture has over 10 MiB.", field: "artworkUrl")
        default:
            throw Failure(
                .invalidField, "There is no picture at this address.", field: "artworkUrl")
        }
    }
}

/// A platform that takes nothing.
private struct NoSaving: SavingPlatform {
    let id: String
    func authorizeURL(state: String, challenge: String, redirect: String) -> String? { nil }
    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant { throw .unreachable }
    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        grant
    }
    func dies(_ grant: TokenGrant) -> Instant? { nil }
    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        .saved
    }
}
