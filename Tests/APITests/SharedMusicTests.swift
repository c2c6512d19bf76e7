import HTTP
import JSONText
import Operations
import Smartlink
import Store
import Testing

@testable import API

struct SharedMusicTests {
    private static let spotify = "https://open.spotify.com/track/4PTG3Z6ehGkBFwjybzWkR8"
    private static let apple = "https://music.apple.com/us/album/x/1559523357?i=1559523359"
    private static let song =
        #"{"title":"Sleeper","artist":"Mira","urls":{"spotify":"\#(spotify)","#
        + #""appleMusic":"\#(apple)","napster":"https://x.example"},"mood":"calm"}"#

    private func create(_ house: House, _ body: String, key: String?? = .none) async -> House.Answer
    {
        await house.ask(.post, "/create", body, key: key, under: "/api")
    }

    @Test func `a record becomes a link that costs what any link costs`() async throws {
        let house = try await House()
        let made = await create(house, Self.song)
        #expect(made.status == 200)
        #expect(made.fields["Access-Control-Allow-Origin"] == "*")
        guard case .string(let id) = made.json["id"] else {
            Issue.record("no id in \(made.json)")
            return
        }
        #expect(made.json["url"] == .string("https://segue.example/link/\(id)"))
        #expect(try await house.store.account(house.account.id)?.credits == 99)
        let link = try await house.actions.showLink(id)
        #expect(link.kind == .track && link.title == "Sleeper" && link.artist == "Mira")
        #expect(link.destinations.map(\.platform) == ["spotify", "apple-music"])
        #expect(link.destinations.map(\.url) == [Self.spotify, Self.apple])
    }

    @Test func `what was made is looked up in the same shape, without a key`() async throws {
        let house = try await House()
        guard case .string(let id) = await create(house, Self.song).json["id"] else {
            Issue.record("nothing was made")
            return
        }
        let found = await house.ask(.get, "/lookup?id=\(id)", key: .some(nil), under: "/api")
        #expect(found.status == 200)
        #expect(found.fields["Access-Control-Allow-Origin"] == "*")
        #expect(found.json["title"] == "Sleeper" && found.json["type"] == "track")
        #expect(
            found.json["urls"]
                == ["spotify": .string(Self.spotify), "appleMusic": .string(Self.apple)])
        #expect(found.json["createdAt"] == .integer(House.start.ms))
        #expect(found.json["deeplink"] == "parachord://play?artist=Mira&title=Sleeper")
        #expect(found.json["tracks"] == nil)
    }

    @Test func `a playlist keeps its tracks, seconds become milliseconds`() async throws {
        let house = try await House()
        let made = await create(
            house,
            #"{"title":"Night","creator":"Ana","type":"playlist","tracks":[{"title":"One","#
                + #""artist":"Mira","duration":200.5,"trackNumber":1},{"title":"Two"}]}"#)
        guard case .string(let id) = made.json["id"] else {
            Issue.record("nothing was made: \(made.json)")
            return
        }
        let link = try await house.actions.showLink(id)
        #expect(link.kind == .playlist && link.artist == "Ana")
        #expect(link.tracks.map(\.durationMs) == [200_500, nil])
        let found = await house.ask(.get, "/lookup?id=\(id)", under: "/api")
        #expect(
            found.json["tracks"]
                == [
                    [
                        "title": "One", "artist": "Mira", "duration": 201, "trackNumber": 1,
                        "urls": .object([]),
                    ],
                    ["title": "Two", "artist": "Ana", "trackNumber": 2, "urls": .object([])],
                ])
    }

    @Test(arguments: [
        (#"{"artist":"Mira"}"#, "Missing required field: title"),
        (#"{"title":"","artist":"Mira"}"#, "Missing required field: title"),
        (#"{"title":"A","artist":"Mira"}"#, "Missing required field: urls"),
        (#"{"title":"A","artist":"Mira","urls":{}}"#, "Missing required field: urls"),
        (#"{"title":"A","type":"album"}"#, "Missing required field: tracks"),
        (#"{"title":"A","type":"album","tracks":[]}"#, "Missing required field: tracks"),
        (
            #"{"title":"A","type":"album","tracks":[{"artist":"x"}]}"#,
            "Missing required field: tracks[0].title"
        ),
        (
            #"{"title":"A","type":"album","tracks":[{"title":"x"}]}"#,
            "Missing required field: artist"
        ),
    ])
    func `what is missing is named, and nothing is charged`(
        body: String, message: String
    ) async throws {
        let house = try await House()
        let refused = await create(house, body)
        #expect(refused.status == 400)
        #expect(refused.json == ["error": .string(message)])
        #expect(try await house.store.account(house.account.id)?.credits == 100)
    }

    @Test(arguments: [
        "[]", "{", #"{"title":7}"#, #"{"title":"A","type":"mixtape"}"#,
        #"{"title":"A","artist":"M","urls":[]}"#,
        #"{"title":"A","artist":"M","urls":{"spotify":"javascript:x"}}"#,
        #"{"title":"A","type":"album","tracks":[{"title":"x","artist":"y","duration":1e300}]}"#,
        #"{"title":"A","type":"album","tracks":[{"title":"x","artist":"y","duration":-1}]}"#,
    ])
    func `what cannot be a record is refused`(body: String) async throws {
        let house = try await House()
        let refused = await create(house, body)
        #expect(refused.status == 400)
        #expect(refused.json["error"] != nil)
    }

    @Test func `creating needs a key`() async throws {
        let house = try await House()
        let refused = await create(house, Self.song, key: .some(nil))
        #expect(refused.status == 401 && refused.json["error"] != nil)
        #expect(refused.fields["WWW-Authenticate"] != nil)
    }

    @Test func `no credit, no link`() async throws {
        let house = try await House(credits: 0)
        #expect(await create(house, Self.song).status == 402)
    }

    @Test(arguments: [
        ("", 400, "Missing id"), ("?id=", 400, "Missing id"), ("?id=nobody", 404, "Not found"),
        ("?id=../x", 404, "Not found"),
    ])
    func `a look-up says what is wrong`(query: String, status: Int, message: String) async throws {
        let house = try await House()
        let answer = await house.ask(.get, "/lookup\(query)", under: "/api")
        #expect(answer.status == status && answer.json == ["error": .string(message)])
    }

    @Test func `a disabled link is not looked up`() async throws {
        let house = try await House()
        let made = try await house.make(#","state":"disabled""#)
        let code = try #require(made["code"]?.string)
        #expect(await house.ask(.get, "/lookup?id=\(code)", under: "/api").status == 404)
    }

    @Test func `browsers may ask first, other methods are refused`() async throws {
        let house = try await House()
        let asked = await house.ask(.options, "/create", key: .some(nil), under: "/api")
        #expect(asked.status == 204)
        #expect(
            asked.fields["Access-Control-Allow-Headers"] == "Authorization, Content-Type")
        let refused = await house.ask(.delete, "/lookup", under: "/api")
        #expect(refused.status == 405 && refused.fields["Allow"] == "GET, HEAD, OPTIONS")
    }
}
