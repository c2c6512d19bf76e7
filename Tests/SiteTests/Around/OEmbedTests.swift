import JSONText
import Smartlink
import Testing

struct OEmbedTests {
    private static let address = "https%3A%2F%2Fmusic.example%2Flink%2Fsummer"

    private func ask(
        _ query: String, _ adjust: (inout Link) -> Void = { _ in }, kind: Link.Kind = .track
    ) async throws -> (status: Int, json: JSON?) {
        let house = try await AroundHouse()
        try await house.link("summer", kind, adjust)
        let answer = try #require(try await house.ask("/oembed?\(query)"))
        return (answer.status, try? JSON(reading: Array(answer.text.utf8)))
    }

    @Test func `an answer has all that the specification wants of a rich one`() async throws {
        let answer = try await ask("url=\(Self.address)&format=json") {
            $0.artwork = Artwork(
                hash: String(repeating: "ab", count: 32), type: .jpeg, width: 640, height: 640)
        }
        #expect(answer.status == 200)
        let json = try #require(answer.json)
        #expect(json["type"] == "rich" && json["version"] == "1.0")
        #expect(json["title"] == "Summer" && json["author_name"] == "Mira")
        #expect(json["provider_name"] == "music.example")
        #expect(json["provider_url"] == "https://music.example")
        #expect(json["cache_age"] == 3_600)
        #expect(json["width"] == 400 && json["height"] == 152)
        #expect(json["thumbnail_width"] == 640 && json["thumbnail_url"] != nil)
        guard case .string(let html) = json["html"] else {
            Issue.record("no html")
            return
        }
        #expect(html.hasPrefix("<iframe src=\"https://music.example/link/summer/embed\""))
        #expect(html.contains("loading=\"lazy\""))
    }

    @Test(arguments: [
        ("", 600, 412), ("&maxwidth=599", 400, 152), ("&maxheight=300", 400, 152),
        ("&maxwidth=320&maxheight=100", 320, 100), ("&maxwidth=99999999", 600, 412),
    ])
    func `a list takes its room within the bounds`(
        bounds: String, width: Int64, height: Int64
    ) async throws {
        let answer = try await ask(
            "url=\(Self.address)\(bounds)",
            { $0.tracks = ["One", "Two", "Three"].map { Track(title: $0) } }, kind: .album)
        #expect(answer.json?["width"] == .integer(width))
        #expect(answer.json?["height"] == .integer(height))
    }

    @Test func `a picture outside the bounds is not named`() async throws {
        let answer = try await ask("url=\(Self.address)&maxwidth=400") {
            $0.artwork = Artwork(
                hash: String(repeating: "ab", count: 32), type: .jpeg, width: 640, height: 640)
        }
        #expect(answer.status == 200 && answer.json?["thumbnail_url"] == nil)
    }

    @Test(arguments: [
        "https://music.example/link/summer/", "http://MUSIC.example/link/summer?utm_source=x#y",
        "https://music.example/link/summer/embed",
    ])
    func `a link is known by any spelling of its address`(address: String) async throws {
        let escaped = String(decoding: PercentEncoding.encode(address), as: UTF8.self)
        #expect(try await ask("url=\(escaped)").status == 200)
    }

    @Test(arguments: [
        "https://evil.example/link/summer", "https://music.example.evil.example/link/summer",
        "https://music.example@evil.example/link/summer", "https://music.example:8443/link/summer",
        "javascript://music.example/link/summer", "https://music.example/link/winter",
        "https://music.example/summer", "music.example/link/summer", "https://music.example",
        "https://music.example/link/summer/to/spotify", "https:///link/summer", "x", "://",
    ])
    func `what is no link of this server is not found`(address: String) async throws {
        let escaped = String(decoding: PercentEncoding.encode(address), as: UTF8.self)
        #expect(try await ask("url=\(escaped)").status == 404)
    }

    @Test func `a disabled link is not found`() async throws {
        #expect(try await ask("url=\(Self.address)") { $0.isDisabled = true }.status == 404)
    }

    @Test(arguments: [
        ("url=\(Self.address)&format=xml", 501), ("format=json", 400), ("url=", 400), ("", 400),
        ("url=\(Self.address)&maxwidth=0", 400), ("url=\(Self.address)&maxheight=tall", 400),
        ("url=\(Self.address)&maxwidth=-5", 400),
    ])
    func `what cannot be answered is refused as the specification says`(
        query: String, status: Int
    ) async throws {
        #expect(try await ask(query).status == status)
    }
}
