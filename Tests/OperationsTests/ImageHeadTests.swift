import Smartlink
import Testing

@testable import Operations

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

/// Heads of images, right up to where their size stands.
enum TestImage {
    static func jpeg(width: Int, height: Int) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + [UInt8](repeating: 0, count: 14)
            + [0xFF, 0xFF, 0xC4, 0, 4, 9, 9, 0xFF, 0xC2, 0, 11, 8]
            + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0, 0xFF, 0xD9]
    }

    static func png(width: Int, height: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13, 4) + Array("IHDR".utf8)
            + big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0] + [0, 0, 0, 0]
    }

    static func webpLossy(width: Int, height: Int) -> [UInt8] {
        riff("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A] + little(width, 2) + little(height, 2))
    }

    static func webpLossless(width: Int, height: Int) -> [UInt8] {
        riff("VP8L", [0x2F] + little((height - 1) << 14 | (width - 1), 4))
    }

    static func webpExtended(width: Int, height: Int) -> [UInt8] {
        riff("VP8X", [0, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
    }

    private static func riff(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + little(content.count + 12, 4) + Array("WEBP\(chunk)".utf8)
            + little(content.count, 4) + content
    }

    private static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func little(_ value: Int, _ width: Int) -> [UInt8] {
        big(value, width).reversed()
    }
}
