import Glibc
import Testing

@testable import Telemetry

private func line(_ level: LogLevel = .info, _ fields: LogField...) -> String {
    let line = LogLine(timeMs: 1_772_366_400_123, level: level, event: "tested", fields: fields)
    return String(decoding: line.bytes, as: UTF8.self)
}

struct LogTests {
    @Test func `a line is one JSON object with time, level and event`() {
        #expect(
            line(.warning, LogField("held", .count(3)), LogField("took", .milliseconds(1.5)))
                == #"{"time":"2026-03-01T12:00:00.123Z","level":"warning","event":"tested","held":3,"took":1.5}"#
                + "\n")
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func `moments are written in RFC 3339`(ms: Int64, text: String) {
        #expect(LogLine.timestamp(ms) == text)
    }

    @Test func `quotes, line ends and control characters cannot leave their string`() {
        let text = line(.info, LogField("cause", .cause("a\"b\\c\nd\u{0}e\u{7f}f")))
        #expect(text.contains(#""cause":"a\"b\\c\nd\u0000e\u007ff"}"#))
        #expect(text.filter { $0 == "\n" }.count == 1)
    }

    @Test func `an API key in a cause is not written`() {
        let key = "segue_0123456789abcdefghijABCDEFGHIJ_-"
        let text = line(.info, LogField("cause", .cause("bad key \(key), segue_events_held")))
        #expect(!text.contains("0123456789"))
        #expect(text.contains("bad key segue_…, segue_events_held"))
    }

    @Test func `long texts are cut at a character`() {
        let text = line(.info, LogField("path", .path(String(repeating: "é", count: 600))))
        #expect(text.utf8.count < LogLine.textBytesMax + 120)
        #expect(text.hasSuffix("é\"}\n"))
    }

    @Test func `lines below the level are not written, and the level may change`() {
        var ends: [CInt] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let log = Log(level: .warning, descriptor: ends[1])
        log.info("unseen")
        log.level = .debug
        log.debug("seen", LogField("word", .word("yes")))
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = unsafe read(ends[0], &bytes, bytes.count)
        close(ends[0])
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        #expect(text.hasSuffix(#""level":"debug","event":"seen","word":"yes"}"# + "\n"))
        #expect(!text.contains("unseen"))
    }
}
