import Bytes
import FoundationEssentials
import HTTP
import Site
import Smartlink
import Testing

@testable import Store

/// The door over a real store with one link in it.
final class DoorStage {
    let door: FanDoor
    let tables: FanTablesInForce
    let store: Store
    let link: Link
    private let folder: String

    static let now = Instant(ms: 1_795_000_000_000)

    init(_ edit: (inout Link) -> Void = { _ in }) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "describe-\(UUID())").path
        var settings = Settings(folder: folder) { DoorStage.now }
        settings.durability = .process
        settings.role = .tool
        store = try Store(settings)
        let account = try await store.createAccount(
            name: "Mira", plan: .pro, credits: 1, at: Self.now)
        var link = Link(
            code: try #require(Code("mira-sleeper")), account: account.id, kind: .album,
            title: "Sleeper “2”", artist: "Mira 漢", createdAt: Self.now)
        link.upc = "4006381333931"
        link.affiliate = ["spotify": ["at": "secret"]]
        link.destinations = Self.destinations
        var track = Track(title: "One")
        track.destinations = Self.destinations
        link.tracks = [track]
        edit(&link)
        self.link = try await store.create(link, cost: 1, once: nil).link
        tables = try FanHouse().inForce
        door = FanDoor(tables: tables, links: store)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static var destinations: [Destination] {
        let statuses: [(String, String, Destination.Status)] = [
            ("spotify", "https://open.spotify.com/album/4cOdK2wGLETKBW3PvgPWqT", .verified),
            ("tidal", "https://tidal.com/browse/album/77", .pending),
            ("deezer", "https://www.deezer.com/search/x", .unavailable),
        ]
        return statuses.map { platform, url, status in
            var destination = Destination(platform: platform, url: url)
            destination.status = status
            destination.territories = ["DE"]
            return destination
        }
    }

    /// Does to the link in the database what no process of ours would.
    func damage() async throws {
        try await store.write { connection throws(StoreFailure) in
            try connection.run("UPDATE links SET document = 'rubbish'")
        }
    }

    func ask(
        _ method: HTTP.Method = .get, _ path: String = "/link/mira-sleeper.json",
        _ fields: [(String, String)] = []
    ) async -> (status: Int, fields: Fields, text: String) {
        var head = Fields()
        for (name, value) in fields { head[name] = value }
        let response = await door.respond(
            to: Request(
                method: method, path: path, query: [], fields: head, body: [],
                arrival: Arrival(
                    peer: .init(v4: 0x7F00_0001), isSecure: true, nowMs: Self.now.ms, closes: false)
            ))
        guard case .bytes(let bytes) = response.body else {
            return (response.status, response.fields, "")
        }
        return (response.status, response.fields, String(decoding: bytes, as: UTF8.self))
    }
}

struct LinkDescriptionTests {
    @Test
    func `a link is described to whoever asks, with the places fans are sent to and no other`()
        async throws
    {
        let stage = try await DoorStage()
        let answer = await stage.ask()
        #expect(answer.status == 200)
        #expect(answer.fields["Content-Type"] == "application/json")
        #expect(answer.fields["Access-Control-Allow-Origin"] == "*")
        #expect(answer.fields["Cache-Control"] == "no-cache")
        let spotify =
            #"[{"platform":"spotify","url":"https://open.spotify.com/album/4cOdK2wGLETKBW3PvgPWqT","territories":["DE"]}]"#
        #expect(
            answer.text
                == #"{"url":"https://music.example/link/mira-sleeper","kind":"album","title":"Sleeper “2”","#
                + #""artist":"Mira 漢","album":null,"isrc":null,"upc":"4006381333931","durationMs":null,"#
                + #""releaseAt":null,"state":"released","artwork":null,"tracks":[{"title":"One","artist":null,"#
                + #""album":null,"durationMs":null,"isrc":null,"destinations":\#(spotify)}],"#
                + #""destinations":\#(spotify),"version":1}"#)
    }

    @Test func `who has it already is told so until it changes`() async throws {
        let stage = try await DoorStage()
        let tag = try #require(await stage.ask().fields["ETag"])
        let same = await stage.ask(.get, "/link/mira-sleeper.json", [("If-None-Match", tag)])
        #expect(same.status == 304 && same.text == "")
        #expect(same.fields["ETag"] == tag && same.fields["Content-Type"] == nil)
        #expect(same.fields["Access-Control-Allow-Origin"] == "*")
        var link = stage.link
        link.title = "Waker"
        _ = try await stage.store.replace(link, at: DoorStage.now)
        let changed = await stage.ask(.get, "/link/mira-sleeper.json", [("If-None-Match", tag)])
        #expect(changed.status == 200 && changed.text.contains("Waker"))
        let failed = await stage.ask(.get, "/link/mira-sleeper.json", [("If-Match", tag)])
        #expect(failed.status == 412)
    }

    @Test func `under another address it is another description`() async throws {
        let stage = try await DoorStage()
        let before = await stage.ask()
        let tables = stage.tables.tables
        stage.tables.replace(
            with: FanTables(
                baseURL: "https://other.example", catalogue: tables.catalogue,
                agents: tables.agents, wordings: tables.wordings, policy: tables.policy,
                countryField: "", compress: { $0 }))
        let after = await stage.ask()
        #expect(after.text.contains("https://other.example/link/"))
        #expect(before.fields["ETag"] != after.fields["ETag"])
    }

    @Test func `the release is another description of the same version`() async throws {
        let release = Instant(ms: DoorStage.now.ms + 1)
        let before = try await DoorStage { $0.releaseAt = release }
        let after = try await DoorStage { $0.releaseAt = DoorStage.now }
        let early = await before.ask()
        let late = await after.ask()
        #expect(
            early.text.contains(#""state":"presave""#) && late.text.contains(#""state":"released""#)
        )
        #expect(early.fields["ETag"] != late.fields["ETag"])
    }

    @Test(arguments: [HTTP.Method.get, .head])
    func `a link that is switched off is gone, one there never was is not found`(
        method: HTTP.Method
    ) async throws {
        let stage = try await DoorStage { $0.isDisabled = true }
        #expect(await stage.ask(method).status == 410)
        for path in [
            "/link/nobody.json", "/link/.json", "/link/a%20b.json", "/link/mira-sleeper.jso",
        ] {
            #expect(await stage.ask(method, path).status == 404, "\(path)")
        }
    }

    @Test func `a store in trouble is no link that is gone`() async throws {
        let stage = try await DoorStage()
        try await stage.damage()
        #expect(await stage.ask().status == 503)
    }

    @Test func `HEAD says what GET says`() async throws {
        let stage = try await DoorStage()
        let head = await stage.ask(.head)
        let get = await stage.ask()
        #expect(head.status == 200)
        #expect(head.fields["ETag"] == get.fields["ETag"])
    }

    @Test func `nothing else can be done there`() async throws {
        let stage = try await DoorStage()
        for method in [HTTP.Method.post, .put, .delete] {
            let refused = await stage.ask(method)
            #expect(refused.status == 405 && refused.fields["Allow"] == "GET, HEAD, OPTIONS")
        }
        let asked = await stage.ask(.options)
        #expect(asked.status == 204 && asked.fields["Allow"] == "GET, HEAD, OPTIONS")
    }
}
