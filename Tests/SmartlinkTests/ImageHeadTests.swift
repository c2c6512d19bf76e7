import ScriptedSources
import Testing

@testable import Smartlink

struct ImageHeadTests {
    @Test(arguments: [
        (TestImage.jpeg(width: 3_000, height: 2_000), "jpeg"),
        (TestImage.png(width: 3_000, height: 2_000), "png"),
        (TestImage.webpLossy(width: 3_000, height: 2_000), "webp"),
        (TestImage.webpLossless(width: 3_000, height: 2_000), "webp"),
        (TestImage.webpExtended(width: 3_000, height: 2_000), "webp"),
    ])
    func `type and size are read from the bytes`(bytes: [UInt8], type: String) throws {
        let head = try ImageHead(reading: bytes)
        #expect(head.type.rawValue == type)
        #expect(head.width == 3_000)
        #expect(head.height == 2_000)
    }

    @Test(arguments: [
        [], Array("GIF89a".utf8), Array("<svg xmlns=\"…\"/>".utf8),
        Array("--boundary\r\nContent-Disposition: form-data".utf8), [0xFF, 0xD8],
        Array("RIFF....WAVEfmt ".utf8), Array("%PDF-1.7".utf8),
    ])
    func `anything else is of unknown type`(bytes: [UInt8]) {
        #expect(throws: ImageHead.Unreadable.unknownType) { try ImageHead(reading: bytes) }
    }

    @Test func `an image cut off before its size is damaged at every length`() {
        for image in [
            TestImage.jpeg(width: 8, height: 8), TestImage.png(width: 8, height: 8),
            TestImage.webpLossy(width: 8, height: 8),
        ] {
            for count in 0..<min(image.count, 24) {
                #expect(throws: ImageHead.Unreadable.self) {
                    try ImageHead(reading: Array(image.prefix(count)))
                }
            }
        }
    }

    @Test func `what says that it moves is found out, a still of the same form is not`() throws {
        let still = TestImage.webpExtended(width: 8, height: 8)
        var moving = still
        moving[20] |= 2
        #expect(try !ImageHead(reading: still).isAnimated)
        #expect(try ImageHead(reading: moving).isAnimated)
        let png = TestImage.png(width: 8, height: 8)
        let pixels = [0, 0, 0, 0] + Array("IDAT".utf8) + [0, 0, 0, 0]
        let frames = [0, 0, 0, 8] + Array("acTL".utf8) + [UInt8](repeating: 0, count: 12)
        #expect(try !ImageHead(reading: png + pixels + frames).isAnimated)
        #expect(try ImageHead(reading: png + frames + pixels).isAnimated)
    }

    @Test func `JPEG data without a frame header is damaged`() {
        #expect(throws: ImageHead.Unreadable.damaged(.jpeg)) {
            try ImageHead(reading: [0xFF, 0xD8, 0xFF, 0xDA, 0, 4, 0, 0, 1, 2, 3])
        }
    }

    @Test func `a JPEG segment of no length ends the walk`() {
        #expect(throws: ImageHead.Unreadable.damaged(.jpeg)) {
            try ImageHead(reading: [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0])
        }
    }
}
