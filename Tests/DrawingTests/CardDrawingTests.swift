import CardFrames
import Smartlink
import Testing

@testable import Drawing

struct CardDrawingTests {
    static let titles = [
        ("Sleeper — Łódź", "Latin"), ("Группа крови", "Cyrillic"), ("Ζορμπάς", "Greek"),
        ("夜に駆ける", "Japanese"), ("月亮代表我的心", "Chinese"), ("강남스타일", "Korean"),
        ("إنت عمري", "Arabic"), ("ירושלים של זהב", "Hebrew"), ("लग जा गले", "Devanagari"),
        ("ผู้ชนะสิบทิศ", "Thai"), ("বাংলার মাটি", "Bengali"), ("ஊர்வசி", "Tamil"),
        ("თბილისო", "Georgian"), ("Էրեբունի", "Armenian"), ("ቴዎድሮስ", "Ethiopic"),
        ("🔥🌴👩‍👩‍👧🏴󠁧󠁢󠁳󠁣󠁴󠁿", "emoji"),
    ]

    @Test(arguments: titles)
    func `no character is a box`(title: String, script: String) throws {
        let canvas = try #require(Canvas(width: 1_200, height: 630))
        let room = CardDrawing.titleRoom(width: 510)
        let block = try #require(TextBlock(PlainText(title), in: room, on: canvas))
        #expect(block.unknownGlyphs == 0)
        #expect(block.height > 20 && block.height <= room.height)
        #expect(!block.isCut)
    }

    @Test func `the count of boxes can be other than none`() throws {
        let canvas = try #require(Canvas(width: 1_200, height: 630))
        let room = CardDrawing.titleRoom(width: 510)
        // A character so rare that no font here has it.
        let block = try #require(TextBlock(PlainText("a\u{31000}b"), in: room, on: canvas))
        #expect(block.unknownGlyphs == 1)
    }

    @Test(arguments: [
        String(repeating: "Never Ending ", count: 42), String(repeating: "x", count: 500),
        String(repeating: "音", count: 500), String(repeating: "نسم علينا ", count: 50),
        String(repeating: "ཨོཾ", count: 160), "a" + String(repeating: "\u{301}", count: 499),
        String(repeating: "👩‍👩‍👧", count: 80), "\u{202E}<script>alert(1)</script>", "", "\u{0}",
    ])
    func `a title of any kind gives a card that previews take`(title: String) throws {
        let order = CardOrder(
            title: title, artist: String(title.prefix(200)), dateLine: "Out on December 5, 2026",
            cover: TestPicture.png())
        let card = try CardDrawing(order: order).jpeg()
        let head = try ImageHead(reading: card)
        #expect(head.type == .jpeg)
        #expect(head.width == 1_200)
        #expect(head.height == 630)
        #expect(card.count < 300_000)
    }

    @Test func `a long title is ended by an ellipsis, a short one is set large`() throws {
        let canvas = try #require(Canvas(width: 1_200, height: 630))
        let room = CardDrawing.titleRoom(width: 510)
        let long = PlainText(String(repeating: "Never Ending ", count: 42))
        let cut = try #require(TextBlock(long, in: room, on: canvas))
        #expect(cut.isCut)
        #expect(cut.height <= room.height && cut.lines <= room.linesMax)
        let short = try #require(TextBlock(PlainText("O"), in: room, on: canvas))
        #expect(short.height > 100)
    }

    @Test func `the cover is not cropped`() throws {
        // Red on every side: what is cropped would be missing.
        let order = CardOrder(
            title: "Wide", artist: "", cover: TestPicture.png(width: 200, height: 100))
        let card = try CardDrawing(order: order).pixmap()
        func isRed(_ x: Int, _ y: Int) -> Bool {
            let colour = card.colour(at: y * card.width + x)
            return colour.distance(to: Colour(red: 200 / 255, green: 40 / 255, blue: 60 / 255))
                < 0.04
        }
        #expect(isRed(80, 200) && isRed(550, 200) && isRed(80, 430) && isRed(550, 430))
        #expect(!isRed(300, 170) && !isRed(300, 460))
    }

    @Test func `words from the right have the cover on their right`() throws {
        func card(_ title: String) throws -> Pixmap {
            try CardDrawing(
                order: CardOrder(title: title, artist: "", cover: TestPicture.png())
            ).pixmap()
        }
        let red = Colour(red: 200 / 255, green: 40 / 255, blue: 60 / 255)
        let left = 315 * 1_200 + 200
        let right = 315 * 1_200 + 1_000
        #expect(try card("Sleeper").colour(at: left).distance(to: red) < 0.04)
        #expect(try card("نسم").colour(at: right).distance(to: red) < 0.04)
    }

    @Test func `the same words and cover give the same bytes`() throws {
        let order = CardOrder(title: "Sleeper", artist: "Mira", cover: TestPicture.png())
        #expect(try CardDrawing(order: order).jpeg() == CardDrawing(order: order).jpeg())
    }

    @Test func `noise keeps within the bound`() throws {
        var state: UInt64 = 7
        let pixels = (0..<1_200 * 630 * 3).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let noise = Pixmap(width: 1_200, height: 630, pixels: pixels)
        let card = try #require(noise.jpeg(bytesMax: Limits.cardBytesMax))
        #expect(card.count <= Limits.cardBytesMax)
    }
}
