import Bytes
import Testing

@Suite struct HashTests {
    private let key = HashKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)

    private func hash(_ count: Int, pieces: [Int] = []) -> UInt64 {
        (0..<count).map { UInt8($0) }.withRawSpan { bytes in
            var hash = SipHash(key: key)
            var place = 0
            for piece in pieces + [count] {
                let end = min(count, place + piece)
                hash.add(bytes, ByteSlice(offset: place, count: end - place))
                place = end
            }
            return hash.finish()
        }
    }

    // The first lines of the authors' vectors for SipHash-2-4 with a 64-bit result.
    @Test(
        arguments: [
            (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD), (2, 0x0D6C_8009_D9A9_4F5A),
            (7, 0xAB02_00F5_8B01_D137), (8, 0x93F5_F579_9A93_2462), (15, 0xA129_CA61_49BE_45E5),
        ] as [(Int, UInt64)])
    func `SipHash gives its authors' values`(count: Int, value: UInt64) {
        #expect(hash(count) == value)
    }

    @Test func `parts are joined, wherever they are cut`() {
        for first in 0...20 {
            for second in 0...20 { #expect(hash(33, pieces: [first, second]) == hash(33)) }
        }
    }

    @Test func `an integer is its eight bytes, on a word's edge or off it`() {
        for before in 0..<9 {
            let bytes = [UInt8](repeating: 7, count: before) + [8, 7, 6, 5, 4, 3, 2, 1]
            bytes.withRawSpan { bytes in
                var whole = SipHash(key: key)
                whole.add(bytes, ByteSlice(offset: 0, count: before + 8))
                var parts = SipHash(key: key)
                parts.add(bytes, ByteSlice(offset: 0, count: before))
                parts.add(0x0102_0304_0506_0708)
                #expect(whole.finish() == parts.finish())
            }
        }
    }

    @Test func `a table hash depends on key, length and every byte`() {
        var seen: Set<UInt64> = []
        for count in 0..<40 {
            for changed in 0...count {
                var bytes = [UInt8](repeating: 0, count: count)
                if changed < count { bytes[changed] = 1 }
                let slice = ByteSlice(offset: 0, count: count)
                seen.insert(bytes.withRawSpan { tableHash($0, slice, key: key) })
                let other = HashKey(low: 0x2545_F491_4F6C_DD1D, high: 0x9E6C_63D0_876A_68D3)
                seen.insert(bytes.withRawSpan { tableHash($0, slice, key: other) })
            }
        }
        #expect(seen.count == (0..<40).reduce(0) { $0 + 2 * ($1 + 1) })
    }

    @Test func `a table hash spreads names over its low and high bits`() {
        var low = [Int](repeating: 0, count: 256)
        var high = low
        for number in 0..<25_600 {
            let value = Array("code\(number)".utf8).withRawSpan {
                tableHash($0, ByteSlice(offset: 0, count: $0.byteCount), key: key)
            }
            low[Int(value & 255)] += 1
            high[Int(value >> 56)] += 1
        }
        // 100 each on average; six deviations are 60.
        #expect((low + high).allSatisfy { (40...160).contains($0) })
    }
}
