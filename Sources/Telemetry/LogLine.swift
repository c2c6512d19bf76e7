// One line of the log:
//
//   {"time":"2026-03-01T12:00:00.123Z","level":"info","event":"listening","endpoint":"http://…"}
//
// Keys are literals of the program, values are escaped, so that a line is always one JSON object.

/// The bytes of one line.
struct LogLine {
    /// Longer texts are cut: a log line stays below the size that a pipe writes in one piece.
    static let textBytesMax = 512
    /// How API keys start; what follows one is never written.
    private static let keyPrefix = Array("segue_".utf8)
    /// Words behind `segue_` as short as a metric's name are no keys.
    private static let keyBytesMin = 24

    private(set) var bytes: [UInt8] = []

    init(timeMs: Int64, level: LogLevel, event: StaticString, fields: [LogField]) {
        bytes.reserveCapacity(160)
        append("{\"time\":\"")
        append(Self.timestamp(timeMs))
        append("\",\"level\":\"")
        append(level.name.description)
        append("\",\"event\":")
        append(quoted: event.description)
        for field in fields {
            append(",")
            append(quoted: field.key.description)
            append(":")
            append(field.value)
        }
        append("}\n")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func append(_ value: LogValue) {
        switch value {
        case .count(let number): append(String(number))
        case .milliseconds(let number):
            append(number.isFinite ? String((number * 1000).rounded() / 1000) : "null")
        case .word(let word): append(quoted: word.description)
        case .path(let text), .name(let text), .endpoint(let text), .code(let text),
            .cause(let text):
            append(quoted: text)
        }
    }

    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in Self.cleansed(text.utf8) {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\t"): append("\\t")
            case 0..<0x20, 0x7F:
                append("\\u00")
                bytes.append(Self.hexDigit(byte >> 4))
                bytes.append(Self.hexDigit(byte & 15))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The text cut at a character's start, API keys replaced by `segue_…`.
    private static func cleansed(_ text: String.UTF8View) -> [UInt8] {
        var all = Array(text)
        if all.count > textBytesMax {
            var end = textBytesMax
            while end > 0, all[end] & 0xC0 == 0x80 { end -= 1 }
            all.removeSubrange(end...)
        }
        var out: [UInt8] = []
        var place = 0
        while place < all.count {
            guard all[place...].starts(with: keyPrefix) else {
                out.append(all[place])
                place += 1
                continue
            }
            let word = all[place...].prefix { isKeyByte($0) }
            if word.count < keyBytesMin {
                out.append(contentsOf: word)
            } else {
                out.append(contentsOf: keyPrefix)
                out.append(contentsOf: "…".utf8)
            }
            place += word.count
        }
        return out
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func hexDigit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
    }

    /// RFC 3339 in UTC with milliseconds (the civil calendar from days since 1970).
    static func timestamp(_ ms: Int64) -> String {
        let day = ms >= 0 ? ms / 86_400_000 : (ms - 86_399_999) / 86_400_000
        let rest = ms - day * 86_400_000
        // Counted from 0000-03-01, so that a leap day is the last of its year.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return padded(year, 4) + "-" + padded(month, 2) + "-"
            + padded(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2) + "T"
            + padded(rest / 3_600_000, 2) + ":" + padded(rest / 60_000 % 60, 2) + ":"
            + padded(rest / 1000 % 60, 2) + "." + padded(rest % 1000, 3) + "Z"
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
