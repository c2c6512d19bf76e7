import CardFrames
import Testing

@testable import Drawing

struct CoverDecodingTests {
    private func decode(_ bytes: [UInt8]) throws(CardAnswer.Refusal) -> Pixmap {
        try Pixmap(decoding: bytes, within: (64, 64))
    }

    @Test func `a PNG is what it was`() throws {
        let picture = try decode(TestPicture.png(width: 20, height: 10))
        #expect(picture.width == 20)
        #expect(picture.height == 10)
        #expect(Array(picture.pixels.prefix(3)) == [200, 40, 60])
    }

    @Test func `sixteen bits a channel become eight`() throws {
        let picture = try decode(TestPicture.png(depth: 16))
        #expect(Array(picture.pixels.prefix(3)) == [200, 40, 60])
    }

    @Test func `what is transparent lies on white`() throws {
        let picture = try decode(TestPicture.png(pixel: [0, 0, 0, 0]))
        #expect(picture.pixels.allSatisfy { $0 == 255 })
    }

    @Test func `four inks are red where they print red`() throws {
        let colour = try decode(TestPicture.cmyk).colour(at: 100)
        #expect(colour.red > 0.6)
        #expect(colour.green < 0.4 && colour.blue < 0.4)
    }

    @Test func `WebP and JPEG are decoded`() throws {
        for bytes in [TestPicture.webp, TestPicture.jpeg] {
            let colour = try decode(bytes).colour(at: 100)
            #expect(colour.blue > 0.5)
            #expect(colour.red < 0.4)
        }
    }

    @Test func `a large cover is made to fit, its sides in proportion`() throws {
        let picture = try decode(TestPicture.png(width: 300, height: 150))
        #expect(picture.width == 64)
        #expect(picture.height == 32)
    }

    @Test func `one pixel is a picture, and so is a line`() throws {
        #expect(try decode(TestPicture.png(width: 1, height: 1)).pixels.count == 3)
        #expect(try decode(TestPicture.png(width: 3_000, height: 1)).height == 1)
    }

    @Test func `a bomb is refused by its head`() {
        #expect(TestPicture.bomb.count < 20_000)
        #expect(throws: CardAnswer.Refusal.tooLarge) { try decode(TestPicture.bomb) }
    }

    @Test func `what moves is refused`() {
        let moving = TestPicture.png(before: [("acTL", [0, 0, 0, 2, 0, 0, 0, 0])])
        #expect(throws: CardAnswer.Refusal.animated) { try decode(moving) }
        #expect(throws: CardAnswer.Refusal.animated) { try decode(TestPicture.anim) }
    }

    @Test(arguments: ["PK\u{3}\u{4}…", "%PDF-1.7", "<html><script>", "\u{0}\u{0}\n<svg/>"])
    func `a picture with another file behind it is refused`(tail: String) {
        for picture in [TestPicture.png(), TestPicture.jpeg, TestPicture.webp] {
            #expect(throws: CardAnswer.Refusal.mixed) { try decode(picture + Array(tail.utf8)) }
        }
    }

    @Test func `what cameras append is left alone`() throws {
        let trailers = [Array("SEFT".utf8), TestPicture.jpeg, [0, 0, 0, 0]]
        for trailer in trailers { _ = try decode(TestPicture.jpeg + trailer) }
    }

    @Test(arguments: [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>", "GIF89a……………",
        "", "BM…………", "%PDF-1.7",
        "/* XPM */ static char *x[] = {\"1 1 1 1\",\"a c #fff\",\"a\"};",
    ])
    func `no other type is tried`(text: String) {
        #expect(throws: CardAnswer.Refusal.unknownType) { try decode(Array(text.utf8)) }
    }

    @Test func `a picture cut off anywhere is refused`() {
        for whole in [TestPicture.jpeg, TestPicture.webp, TestPicture.png(width: 8, height: 8)] {
            for count in 0..<whole.count {
                #expect(throws: CardAnswer.Refusal.self) {
                    try decode(Array(whole.prefix(count)))
                }
            }
        }
    }

    @Test func `a picture with every byte turned once ends in a picture or a refusal`() {
        for whole in [TestPicture.jpeg, TestPicture.webp, TestPicture.png(width: 4, height: 4)] {
            for place in 8..<whole.count {
                var bytes = whole
                bytes[place] ^= 0xFF
                let picture = try? decode(bytes)
                #expect(picture.map { $0.width <= 64 && $0.height <= 64 } ?? true)
            }
        }
    }

    @Test func `a head that promises more than follows is refused`() {
        var bytes = TestPicture.png()
        bytes[19] = 80
        #expect(throws: CardAnswer.Refusal.broken) { try decode(bytes) }
    }

    @Test func `a page with a picture behind it is no picture`() {
        let page = Array("<html><script>alert(1)</script>".utf8)
        #expect(throws: CardAnswer.Refusal.unknownType) { try decode(page + TestPicture.jpeg) }
    }

    @Test func `a hostile colour profile changes nothing`() throws {
        let profile = Array("x\0\0".utf8) + [UInt8](repeating: 0xFF, count: 5_000)
        let picture = try decode(TestPicture.png(before: [("iCCP", profile)]))
        #expect(Array(picture.pixels.prefix(3)) == [200, 40, 60])
    }

    @Test func `bytes beyond the bound are not looked at`() {
        let bytes = [UInt8](repeating: 0xFF, count: CardFrames.Limits.coverBytesMax + 1)
        #expect(throws: CardAnswer.Refusal.tooLarge) { try decode(bytes) }
    }
}
