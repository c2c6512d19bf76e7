import Smartlink
import Testing

@testable import Program

struct PNGTests {
    /// One red pixel, as libpng's writer and this one agree on everything but the compression level.
    @Test func `a file has its signature, its size and its three parts`() throws {
        let file = try #require(PNG.file(width: 1, height: 1, pixels: [255, 0, 0]))
        #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(
            Array(file[8..<33]) == [0, 0, 0, 13] + Array("IHDR".utf8)
                + [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0] + [0x90, 0x77, 0x53, 0xDE])
        #expect(file.suffix(12) == [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82])
    }

    @Test func `pixels that do not fill the picture make no file`() {
        #expect(PNG.file(width: 2, height: 1, pixels: [1, 2, 3]) == nil)
        #expect(PNG.file(width: 0, height: 0, pixels: []) == nil)
    }

    @Test func `a code's picture is as large as asked, one bit a pixel`() throws {
        let matrix = try #require(QRMatrix(width: 2, modules: [true, false, false, true]))
        let file = try #require(PNG.file(of: matrix, side: 70, margin: 1))
        // 70 × 70, one bit, grey.
        #expect(Array(file[16..<29]) == [0, 0, 0, 70, 0, 0, 0, 70, 1, 0, 0, 0, 0])
    }

    @Test func `a code without room for its modules makes no file`() throws {
        let matrix = try #require(QRMatrix(width: 2, modules: [true, false, false, true]))
        #expect(PNG.file(of: matrix, side: 3, margin: 1) == nil)
        #expect(PNG.file(of: matrix, side: 4, margin: 1) != nil)
    }
}
