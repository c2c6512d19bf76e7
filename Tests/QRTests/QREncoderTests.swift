import Smartlink
import Testing

@testable import QR

struct QREncoderTests {
    private let address = "https://music.example/link/mira-sleeper?ch=qr"

    @Test func `an address becomes a square of the size its length needs`() throws {
        let matrix = try #require(QREncoder.matrix(address))
        // 45 bytes at level Q: version 5 holds 60, version 4 only 46 (ISO/IEC 18004, table 7).
        #expect(matrix.width == 33)
    }

    @Test func `three corners carry the pattern that scanners look for`() throws {
        let matrix = try #require(QREncoder.matrix(address))
        let finder = [
            "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######",
        ]
        let end = matrix.width - 7
        for (column, row) in [(0, 0), (end, 0), (0, end)] {
            for (y, line) in finder.enumerated() {
                for (x, mark) in line.enumerated() {
                    #expect(matrix.isDark(column + x, row + y) == (mark == "#"))
                }
            }
        }
        #expect(!matrix.isDark(-1, 0) && !matrix.isDark(0, matrix.width))
    }

    @Test func `a quarter of it may be lost: the symbol says error correction Q`() throws {
        let matrix = try #require(QREncoder.matrix(address))
        // The first two format bits, less the mask 10 they are written with: Q is 11.
        let bits = (matrix.isDark(0, 8), matrix.isDark(1, 8))
        #expect(!bits.0 && bits.1)
    }

    @Test(arguments: ["", "a\u{0}b", String(repeating: "a", count: 513)])
    func `a text that is no address of a link gives no code`(text: String) {
        #expect(QREncoder.matrix(text) == nil)
    }

    @Test func `the longest text still fits`() {
        #expect(QREncoder.matrix(String(repeating: "a", count: 512)) != nil)
    }
}
