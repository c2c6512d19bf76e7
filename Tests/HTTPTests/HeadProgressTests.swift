import Bytes
import HTTP
import Testing

@Suite struct HeadProgressTests {
    /// Sends `bytes` one by one and counts the bytes that parsing looked at.
    private func drip(_ bytes: [UInt8]) -> (outcome: ParseOutcome, parsed: Int, at: Int) {
        var progress = HeadProgress()
        let limits = HeadLimits()
        var parsed = 0
        for count in 1...bytes.count {
            let prefix = Array(bytes[..<count])
            if prefix.withRawSpan({ progress.isWorthParsing($0, limits: limits) }) {
                parsed += count
                let outcome = parse(prefix, limits: limits).outcome
                if outcome != .partial { return (outcome, parsed, count) }
            }
        }
        return (.partial, parsed, bytes.count)
    }

    @Test func `a head sent byte by byte is complete with its last byte`() {
        let bytes = Array(browserHead.utf8)
        let (outcome, parsed, at) = drip(bytes)
        #expect(outcome == .complete(headBytes: bytes.count))
        #expect(at == bytes.count)
        #expect(parsed < 4 * bytes.count)
    }

    @Test func `an endless head costs no more than a few parses and ends at the limit`() {
        let line = "GET / HTTP/1.1\r\nHost: h\r\nA: "
        let bytes = Array(line.utf8) + [UInt8](repeating: 0x62, count: 20_000)
        let (outcome, parsed, at) = drip(bytes)
        #expect(outcome == .refused(status: 431))
        #expect(at == HeadLimits().headBytesMax)
        #expect(parsed < 4 * HeadLimits().headBytesMax)
    }
}
