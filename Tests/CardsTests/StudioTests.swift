import FoundationEssentials
import Smartlink
import Testing

@testable import Cards

@Suite(.timeLimit(.minutes(5)))
struct StudioTests {
    private let atelier: Atelier

    init() throws { atelier = try Atelier() }

    /// Impatient: what hangs in a test hangs for good.
    private let quick = Painter.Patience(first: 300, later: 300)

    @Test func `a card is drawn once and kept`() async throws {
        let studio = atelier.studio()
        let card = try #require(await studio.card(.named("Sleeper")))
        let head = try ImageHead(reading: atelier.bytes(card))
        #expect(head.type == .jpeg)
        #expect(head.width == 1_200 && head.height == 630)
        #expect(card.bytes < 300_000)
        #expect(card.hash.count == 64)
        #expect(await studio.card(.named("Sleeper")) == card)
        #expect(studio.drawn == 1)
        let other = atelier.studio()
        #expect(await other.card(.named("Sleeper")) == card)
        #expect(other.drawn == 0)
    }

    @Test func `a thousand who ask at once get one picture`() async throws {
        let studio = atelier.studio()
        let cards = await withTaskGroup(of: KeptPicture?.self) { group in
            for _ in 0..<1_000 { group.addTask { await studio.card(.named("Stampede")) } }
            return await group.reduce(into: [KeptPicture?]()) { $0.append($1) }
        }
        let first = try #require(cards[0])
        #expect(cards.allSatisfy { $0 == first })
        #expect(cards.count == 1_000)
        #expect(studio.drawn == 1)
    }

    @Test func `twenty cards at once are all drawn`() async {
        let studio = atelier.studio()
        let drawn = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { await studio.card(.named("Card \(number)")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(drawn == 20)
        #expect(studio.drawn == 20)
    }

    @Test func `whatever is drawn has its own hash`() {
        let artwork = Artwork(
            hash: String(repeating: "a", count: 64), type: .png, width: 1, height: 1)
        var dated = CardSubject.named("ab")
        dated.dateLine = "Out soon"
        let all: [CardSubject] = [
            .named("ab"), .named("a"), .named("ab", artwork: artwork), dated,
            CardSubject(title: "a", artist: "bMira Vale", artwork: nil),
            CardSubject(title: "", artist: "abMira Vale", artwork: nil),
        ]
        #expect(Set(all.map(Studio.hash)).count == all.count)
        #expect(Studio.hash(.named("ab")) == Studio.hash(.named("ab")))
    }

    @Test(arguments: [
        Array("<svg/>".utf8), [0xFF, 0xD8, 0xFF, 0xE0], [],
    ])
    func `a cover that cannot be decoded leaves the words`(cover: [UInt8]) async throws {
        let artwork = Artwork(
            hash: String(repeating: "c", count: 64), type: .png, width: 9, height: 9)
        let studio = atelier.studio(cover: cover)
        let card = try #require(await studio.card(.named("Sleeper", artwork: artwork)))
        #expect(try ImageHead(reading: atelier.bytes(card)).width == 1_200)
    }

    private let artwork = Artwork(
        hash: String(repeating: "d", count: 64), type: .png, width: 16, height: 16)

    @Test func `a thousand who ask for a cover get one picture, and another width is another`()
        async throws
    {
        let studio = atelier.studio(cover: DotPicture.png)
        let covers = await withTaskGroup(of: KeptPicture?.self) { group in
            for _ in 0..<1_000 { group.addTask { await studio.cover(artwork, width: 320) } }
            return await group.reduce(into: [KeptPicture?]()) { $0.append($1) }
        }
        let first = try #require(covers[0])
        #expect(covers.allSatisfy { $0 == first })
        #expect(studio.drawn == 1)
        let head = try ImageHead(reading: atelier.bytes(first))
        #expect(head.type == .jpeg && head.width == 4 && head.height == 4)
        #expect(await studio.cover(artwork, width: 640) != first)
        #expect(studio.drawn == 2)
        #expect(await studio.cover(artwork, width: 321) == nil)
    }

    @Test func `a picture is found sound, and its first width is there already`() async {
        let studio = atelier.studio(cover: DotPicture.png)
        #expect(await studio.examine(DotPicture.png, artwork) == .sound)
        #expect(await studio.cover(artwork, width: 640) != nil)
        #expect(studio.drawn == 1)
    }

    @Test(arguments: [
        (Array(DotPicture.png.dropLast(20)), ArtworkFinding.broken),
        (DotPicture.png + Array("<html>".utf8), .mixed), (Array("<svg/>".utf8), .broken),
        (DotPicture.moving, .animated),
    ])
    func `a picture no decoder takes is told from sound ones, as often as it is asked`(
        bytes: [UInt8], finding: ArtworkFinding
    ) async {
        let studio = atelier.studio()
        for _ in 0..<2 { #expect(await studio.examine(bytes, artwork) == finding) }
    }

    @Test(arguments: ["/nowhere/segue-card", "/bin/false"])
    func `without a decoder nothing is said of a picture`(program: String) async {
        let studio = atelier.studio(program)
        #expect(await studio.examine(DotPicture.png, artwork) == nil)
    }

    @Test func `a picture that ends a painter which has drawn before is broken`() async throws {
        // Says yes to one order with a picture of two bytes, and ends at the next.
        let program = try atelier.program(
            """
            head -c 24 >/dev/null; head -c \(DotPicture.png.count) >/dev/null
            printf 'SGA1\\0\\0\\0\\0\\2\\0\\0\\0ab'; head -c 24 >/dev/null
            """)
        let studio = atelier.studio(program)
        #expect(await studio.examine(DotPicture.png, artwork) == .sound)
        var other = artwork
        other.hash = String(repeating: "e", count: 64)
        #expect(await studio.examine(DotPicture.png, other) == .broken)
    }

    @Test func `a painter that dies costs its card, and the next one is drawn by another`()
        async throws
    {
        // The first life ends in the middle of an order; the second is the real one.
        let died = atelier.folder + "/died"
        let program = try atelier.program(
            """
            if [ ! -e \(died) ]; then touch \(died); head -c 10 >/dev/null; kill -9 $$; fi
            exec \(Atelier.segueCard)
            """)
        let studio = atelier.studio(program)
        #expect(await studio.card(.named("First")) == nil)
        #expect(await eventually { await studio.card(.named("Second")) != nil })
        #expect(await studio.card(.named("Third")) != nil)
    }

    @Test func `a painter that hangs is given up with its children`() async throws {
        let program = try atelier.program("echo $$ >> \(atelier.folder)/lives; sleep 600")
        let studio = atelier.studio(program, patience: quick)
        #expect(await studio.card(.named("First")) == nil)
        let life = try #require(Int(atelier.text("lives").split(separator: "\n").first ?? ""))
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(life)"))
    }

    @Test(arguments: ["echo I do not know what a card is", "exit 1", "yes"])
    func `a painter that talks nonsense is not believed`(lines: String) async throws {
        let studio = atelier.studio(try atelier.program(lines), patience: quick)
        #expect(await studio.card(.named("First")) == nil)
        #expect(studio.drawn == 0)
    }

    @Test func `what killed a painter is not tried again at once, nor is another started`()
        async throws
    {
        let program = try atelier.program("echo life >> \(atelier.folder)/lives; exit 1")
        let studio = atelier.studio(program, patience: quick)
        for _ in 0..<50 { #expect(await studio.card(.named("Poison")) == nil) }
        #expect(atelier.text("lives") == "life\n")
    }

    @Test func `without the program there are no cards and no harm`() async {
        let studio = atelier.studio("/nowhere/segue-card")
        #expect(await studio.card(.named("First")) == nil)
        #expect(await studio.card(.named("Second")) == nil)
    }

    @Test func `more cards than may wait are refused, those that wait are not`() async throws {
        let program = try atelier.program("sleep 600")
        let studio = atelier.studio(program, patience: quick)
        let answered = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<Limits.waitingMax * 2 {
                group.addTask { await studio.card(.named("Card \(number)")) == nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(answered == Limits.waitingMax * 2)
    }
}
