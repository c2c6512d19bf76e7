import Compression
import Testing

struct GzipTests {
    @Test(arguments: [0, 1, 100, 70_000])
    func `what is compressed comes back`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        for level: Int32 in [1, 6, 9, 99] {
            let gzip = try #require(Gzip.compress(bytes, level: level))
            #expect(gzip.starts(with: [0x1F, 0x8B]))
            #expect(Gzip.inflate(gzip, bytesMax: count) == bytes)
        }
    }

    @Test func `the same input makes the same bytes`() {
        let bytes = [UInt8](repeating: 7, count: 5000)
        #expect(Gzip.compress(bytes) == Gzip.compress(bytes))
        #expect((Gzip.compress(bytes)?.count ?? 5000) < 100)
    }

    @Test func `damage, a cut and too much are refused`() throws {
        let bytes = [UInt8]("some text, some text, some text".utf8)
        var gzip = try #require(Gzip.compress(bytes))
        #expect(Gzip.inflate(gzip, bytesMax: bytes.count - 1) == nil)
        #expect(Gzip.inflate(Array(gzip.dropLast(3)), bytesMax: 100) == nil)
        gzip[12] ^= 0xFF
        #expect(Gzip.inflate(gzip, bytesMax: 100) == nil)
        #expect(Gzip.inflate([], bytesMax: 100) == nil)
    }
}
