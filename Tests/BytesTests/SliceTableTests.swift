import Bytes
import Testing

@Suite struct SliceTableTests {
    @Test func `a slice is kept at its place and nowhere outside`() {
        var table = SliceTable(capacity: 2)
        let slice = ByteSlice(offset: 3, count: 4)
        table.keep(slice, at: 1)
        table.keep(slice, at: 2)
        table.keep(slice, at: -1)
        let found = [-1, 0, 1, 2].map { table.slice(at: $0) }
        #expect(found == [.none, .none, slice, .none])
    }

    @Test func `scans end where the range does, whatever follows`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 64)
        bytes.withRawSpan { bytes in
            for start in 0...20 {
                for end in start...64 {
                    #expect(bytes.tokenEnd(from: start, to: end) == end)
                    #expect(bytes.fieldContentEnd(from: start, to: end) == end)
                    #expect(bytes.targetEnd(from: start, to: end, stop: 0x3F) == end)
                }
            }
            #expect(bytes.tokenEnd(from: 0, to: 65) == 0)
            #expect(bytes.fieldContentEnd(from: -1, to: 9) == -1)
        }
    }

    @Test func `scans stop at the first octet of their class, wherever in a word it falls`() {
        let tokens = Set("!#$%&'*+-.^_`|~0123456789".utf8)
        for octet in UInt8.min...UInt8.max {
            let isLetter = (octet | 0x20) &- 0x61 < 26
            let isControl = octet < 0x20 || octet == 0x7F
            for place in 0..<20 {
                // A second one behind it, so that a mask's higher bits are set too.
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 40)
                bytes[place] = octet
                bytes[place + 1] = 0x01
                let ends = bytes.withRawSpan { bytes in
                    [
                        bytes.tokenEnd(from: 0, to: 40), bytes.fieldContentEnd(from: 0, to: 40),
                        bytes.targetEnd(from: 0, to: 40, stop: 0x3F),
                    ]
                }
                let stopsToken = !isLetter && !tokens.contains(octet)
                let stopsContent = isControl && octet != 0x09
                let stopsTarget = isControl || [0x20, 0x23, 0x3F].contains(octet) || octet > 0x7F
                let expected = [stopsToken, stopsContent, stopsTarget].map {
                    $0 ? place : place + 1
                }
                #expect(ends == expected, "octet \(octet) at \(place)")
            }
        }
    }
}
