// Instants as RFC 3339 writes them, without a clock, a calendar library or a time zone table.

extension Instant {
    /// `2026-11-21T05:00:00Z`, with three decimals where there are milliseconds (RFC 3339 §5.6).
    public var rfc3339: String {
        let second = ms >= 0 ? ms / 1000 : (ms - 999) / 1000
        let date = CivilDate(day: day)
        let secondOfDay = second - day * 86_400
        func digits(_ number: Int64, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        let fraction = ms - second * 1000
        return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2)
            + "T" + digits(secondOfDay / 3600, 2) + ":" + digits(secondOfDay / 60 % 60, 2)
            + ":" + digits(secondOfDay % 60, 2) + (fraction == 0 ? "" : "." + digits(fraction, 3))
            + "Z"
    }

    /// Reads a date and time with its offset; nil for anything RFC 3339 §5.6 does not allow.
    ///
    /// Decimals beyond milliseconds are cut; a leap second is the second after it.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ offset: Int, _ count: Int) -> Int64? {
            guard offset + count <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[offset..<(offset + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == 0x2D, bytes[7] == 0x2D,
            bytes[10] | 0x20 == 0x74, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
            let date = CivilDate(year: year, month: month, day: day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var place = 19
        var fraction: Int64 = 0
        if bytes[place] == 0x2E {
            let start = place + 1
            place = start
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
            guard place > start else { return nil }
            for unit in 0..<3 {
                fraction =
                    fraction * 10 + (start + unit < place ? Int64(bytes[start + unit] - 0x30) : 0)
            }
        }
        guard place < bytes.count else { return nil }
        var offset: Int64 = 0
        if bytes[place] | 0x20 == 0x7A {
            place += 1
        } else {
            guard bytes[place] == 0x2B || bytes[place] == 0x2D, place + 6 == bytes.count,
                bytes[place + 3] == 0x3A, let hours = number(place + 1, 2),
                let minutes = number(place + 4, 2), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[place] == 0x2B ? 60 : -60)
            place += 6
        }
        guard place == bytes.count else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(ms: seconds * 1000 + fraction)
    }
}

/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Equatable, Sendable {
    public let year: Int64
    public let month: Int64
    public let day: Int64

    /// Nil for a day the calendar does not have.
    public init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01.
    public init(day: Int64) {
        // Years start in March, so that the leap day ends one; eras of 400 years are 146,097 days.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * ofYear + 2) / 153
        self.day = ofYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    public var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
    }
}
