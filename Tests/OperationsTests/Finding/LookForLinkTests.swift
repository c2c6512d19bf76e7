import Operations
import ScriptedSources
import Smartlink
import Store
import Testing

struct LookForLinkTests {
    private let everywhere: [ScriptedSource] = ["spotify", "tidal"].map { id in
        ScriptedSource(id, takes: ["isrc", "upc", "address", "words"]) { clue in
            switch clue {
            case .upc: .found([night(on: id)])
            case .address(let address) where address.kind == .album:
                .found([night(on: id, .address)])
            case .address: .found([sleeper(on: id, .address)])
            default: .found([sleeper(on: id)])
            }
        }
    }

    @Test func `an ISRC alone makes a link to everywhere it is found, for one credit`() async throws
    {
        let studio = try await Studio(everywhere)
        let link = try await studio.make(isrc: "qz-sbx-26-00001")
        #expect(link.title == "Sleeper" && link.artist == "Mira" && link.kind == .track)
        #expect(link.isrc == "QZSBX2600001" && link.durationMs == 187_000)
        #expect(link.on("spotify")?.status == .verified && link.on("tidal")?.status == .verified)
        #expect(link.on("pandora")?.source == .search && link.on("bandcamp")?.source == .search)
        #expect(try await studio.ledger() == [-1, 5])
    }

    @Test func `a UPC alone makes an album with its tracks`() async throws {
        let studio = try await Studio(everywhere)
        let link = try await studio.make { $0.upc = "4006381333931" }
        #expect(link.kind == .album && link.title == "Night")
        #expect(link.tracks.map(\.title) == ["Sleeper", "Waker"])
        #expect(link.on("tidal")?.url == "https://tidal.com/browse/album/77")
    }

    @Test func `a URL alone stays where the artist says, and finds the others`() async throws {
        let studio = try await Studio(everywhere)
        let order = LinkOrder(
            sourceURL: "https://open.spotify.com/intl-de/track/4cOdK2wGLETKBW3PvgPWqT?si=1")
        let link = try await studio.make(order)
        #expect(link.title == "Sleeper" && link.isrc == "QZSBX2600001")
        #expect(link.on("spotify")?.source == .manual)
        #expect(link.on("spotify")?.url == "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT")
        #expect(link.on("tidal")?.source == .resolver)
        let album = try await studio.make(
            LinkOrder(sourceURL: "https://open.spotify.com/album/4cOdK2wGLETKBW3PvgPWqT"))
        #expect(album.kind == .album && album.title == "Night")
    }

    @Test func `what nobody knows is refused with each one's reason, and costs nothing`()
        async throws
    {
        let studio = try await Studio([
            ScriptedSource("spotify") { _ in .missed }, ScriptedSource("tidal") { _ in .missed },
            ScriptedSource("youtube", takes: ["words"]) { _ in .missed },
        ])
        let failure = try #require(
            await #expect(throws: Failure.self) { try await studio.make(isrc: "QZSBX2600001") })
        #expect(failure.code == .invalidField && failure.field == "isrc")
        #expect(failure.reasons.map(\.subject) == ["spotify", "tidal"])
        #expect(
            failure.reasons.map(\.message) == Array(repeating: "does not have it (yet)", count: 2))
        #expect(try await studio.ledger() == [5])
        #expect(try await studio.desk.store.nextPursuit() == nil)
    }

    @Test func `where nobody could be asked the artist may come back, and pays nothing`()
        async throws
    {
        let studio = try await Studio([
            ScriptedSource("spotify") { _ in
                .failed(SourceFailure(.rateLimited, retryAfterSeconds: 30))
            }, ScriptedSource("tidal") { _ in .failed(SourceFailure(.unauthorised)) },
        ])
        let failure = try #require(
            await #expect(throws: Failure.self) { try await studio.make(isrc: "QZSBX2600001") })
        #expect(failure.code == .unavailable && failure.retryAfterSeconds == 30)
        #expect(
            failure.reasons.map(\.message) == [
                "wants fewer requests; it may be asked again in 30 s",
                "does not take the operator's credentials",
            ])
        #expect(try await studio.ledger() == [5])
    }

    @Test func `with title and artist there is a link whoever fails, and it is looked for again`()
        async throws
    {
        let studio = try await Studio([
            ScriptedSource("spotify") { _ in
                .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2))
            }
        ])
        let link = try await studio.make {
            $0.title = "Sleeper"
            $0.artist = "Mira"
            $0.isrc = "QZSBX2600001"
        }
        #expect(link.on("spotify")?.source == .search)
        #expect(try await studio.nextRound() == Instant(ms: studio.desk.now.ms + 2_000))
        #expect(try await studio.ledger() == [-1, 5])
    }

    @Test func `a repeated order makes one link, costs one credit and asks nobody again`()
        async throws
    {
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let studio = try await Studio([spotify])
        let order = LinkOrder(once: Once(key: "a", fingerprint: "b"))
        let first = try await studio.make(order) { $0.isrc = "QZSBX2600001" }
        let again = try await studio.desk.actions.createLink(order, for: studio.account) {
            $0.isrc = "QZSBX2600001"
        }
        #expect(again.isRepeat && again.link.code == first.code)
        #expect(spotify.questions.count == 1)
        #expect(try await studio.ledger() == [-1, 5])
    }

    @Test func `an order to look nowhere asks nobody, now or later`() async throws {
        let studio = try await Studio(everywhere)
        let link = try await studio.make(LinkOrder(search: .nowhere)) {
            $0.title = "Sleeper"
            $0.artist = "Mira"
            $0.isrc = "QZSBX2600001"
        }
        #expect(link.destinations == [])
        let failure = await #expect(throws: Failure.self) {
            try await studio.make(isrc: "QZSBX2600001", LinkOrder(search: .nowhere))
        }
        #expect(failure?.field == "title")
        #expect(everywhere.allSatisfy { $0.questions.isEmpty })
        #expect(try await studio.desk.store.nextPursuit() == nil)
    }

    @Test func `a kind the artist says is kept: a code of another kind finds nothing for it`()
        async throws
    {
        let studio = try await Studio(everywhere)
        let failure = await #expect(throws: Failure.self) {
            try await studio.make(LinkOrder(kind: .album)) { $0.isrc = "QZSBX2600001" }
        }
        #expect(failure?.field == "kind")
        #expect(try await studio.ledger() == [5])
        let named = try await studio.make(LinkOrder(kind: .album)) {
            $0.title = "Night"
            $0.artist = "Mira"
            $0.isrc = "QZSBX2600001"
        }
        // What came up is a track.
        #expect(named.kind == .album && named.on("spotify")?.source == .search)
        #expect(everywhere[0].questions.last?.hasPrefix("words:album:") == true)
    }

    @Test(arguments: [
        ("https://open.spotify.com/artist/4cOdK2wGLETKBW3PvgPWqT", "artist's page"),
        ("https://spotify.link/abcdefgh", "short link"), ("https://example.org/song", ""),
        ("not a url", ""),
    ])
    func `a URL that is nobody's music is refused at its field`(url: String, word: String)
        async throws
    {
        let studio = try await Studio(everywhere)
        let failure = await #expect(throws: Failure.self) {
            try await studio.make(LinkOrder(sourceURL: url))
        }
        #expect(failure?.code == .invalidField && failure?.field == "sourceUrl")
        #expect(failure?.message.contains(word) == true)
        #expect(try await studio.ledger() == [5])
    }

    @Test(arguments: [
        ("QZSBX260000", "4006381333931", "isrc"), ("QZSBX2600001", "4006381333932", "upc"),
    ])
    func `an impossible code is refused before anybody is asked`(
        isrc: String, upc: String, field: String
    ) async throws {
        let studio = try await Studio(everywhere)
        let failure = await #expect(throws: Failure.self) {
            try await studio.make {
                $0.isrc = isrc
                $0.upc = upc
            }
        }
        #expect(failure?.field == field)
        #expect(everywhere.allSatisfy { $0.questions.isEmpty })
    }

    @Test func `who is slow fills the link in by itself, is asked once, and the version tells`()
        async throws
    {
        let latch = Latch()
        let spotify = ScriptedSource("spotify") { _ in .found([sleeper(on: "spotify")]) }
        let tidal = ScriptedSource("tidal") { _ in
            await latch.wait()
            return .found([sleeper(on: "tidal")])
        }
        let studio = try await Studio([spotify, tidal], graceMs: 1)
        let made = try await studio.make(isrc: "QZSBX2600001")
        #expect(made.on("spotify")?.status == .verified && made.on("tidal")?.source == .search)
        #expect(made.version == 1)
        latch.open()
        let filled = try await studio.link(made) { $0.version > 1 }
        #expect(filled.on("tidal")?.status == .verified)
        #expect(filled.version == 2)
        // Everybody has told what they know.
        #expect(try await studio.nextRound() == nil)
        #expect(spotify.questions.count == 1 && tidal.questions.count == 1)
        #expect(try await studio.ledger() == [-1, 5])
    }

    @Test func `a picture named with the order becomes the artwork`() async throws {
        let pictures = Pictures(["https://a.example/1.png": TestImage.png(width: 640, height: 480)])
        let studio = try await Studio([], images: pictures)
        let link = try await studio.make(LinkOrder(artworkURL: "https://a.example/1.png")) {
            $0.title = "Sleeper"
            $0.artist = "Mira"
        }
        #expect(link.artwork?.width == 640)
        let failure = await #expect(throws: Failure.self) {
            try await studio.make(LinkOrder(artworkURL: "https://a.example/2.png")) {
                $0.title = "Sleeper"
                $0.artist = "Mira"
            }
        }
        #expect(failure?.field == "artworkUrl")
        #expect(try await studio.ledger() == [-1, 5])
    }
}
