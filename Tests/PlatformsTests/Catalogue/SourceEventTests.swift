import Glibc
import Platforms
import Smartlink
import Telemetry
import Testing

struct SourceEventTests {
    @Test func `ends are counted by source and outcome, the rest is logged`() throws {
        var ends: [CInt] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        let tally = SourceTally(Log(level: .info, descriptor: ends[1]))
        tally.hear(.ended(outcome: "found"), from: "spotify")
        tally.hear(.ended(outcome: "found"), from: "spotify")
        tally.hear(.ended(outcome: "missed"), from: "tidal")
        tally.hear(.restBegan(seconds: 2), from: "tidal")
        tally.hear(.restEnded, from: "tidal")
        tally.hear(.breakerOpened(seconds: 1), from: "deezer")
        tally.hear(.breakerClosed, from: "deezer")
        close(ends[1])
        #expect(tally.all.count == 2)
        #expect(tally.all.first { $0.key.outcome == "found" }?.value == 2)
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe read(ends[0], &bytes, bytes.count)
        close(ends[0])
        let lines = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
            .split(separator: "\n")
        try #require(lines.count == 4)
        #expect(lines[0].contains(#""event":"source_rests","source":"tidal","seconds":2"#))
        #expect(lines[1].contains(#""event":"source_asked_again","source":"tidal""#))
        #expect(lines[2].contains(#""level":"warning","event":"source_paused""#))
        #expect(lines[3].contains(#""event":"source_back","source":"deezer""#))
    }

    @Test func `outcomes have the names of the failures`() {
        #expect(SourceAnswer.found([]).outcome == "found")
        #expect(SourceAnswer.missed.outcome == "missed")
        #expect(SourceAnswer.failed(SourceFailure(.unauthorised)).outcome == "unauthorised")
    }
}
