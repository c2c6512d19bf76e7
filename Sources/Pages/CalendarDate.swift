import Smartlink

/// A day in UTC, as pages show it.
struct CalendarDate: Equatable {
    var year: Int64
    /// 1 to 12.
    var month: Int64
    /// 1 to 31.
    var day: Int64

    init(_ moment: Instant) {
        // Counted in eras of 400 years that start on 1 March, so that the leap day comes last.
        let days = moment.day + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * march + 2) / 5 + 1
        month = march < 10 ? march + 3 : march - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `2026-11-21` (ISO 8601).
    var iso: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }
}

/// `18:00`, UTC.
func clockTime(_ moment: Instant) -> String {
    let minute = (moment.ms - moment.day * 86_400_000) / 60_000
    return "\(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
}

/// A playing time, as people write it (`3:33`) and as machines do (ISO 8601, `PT3M33S`).
struct PlayingTime {
    private let seconds: Int64

    /// Nil for nothing or less.
    init?(ms: Int64?) {
        guard let ms, ms >= 500 else { return nil }
        seconds = ms / 1_000 + (ms % 1_000 >= 500 ? 1 : 0)
    }

    /// To the next whole minute and never 0.
    var minutes: Int64 { max(1, seconds / 60 + (seconds % 60 >= 30 ? 1 : 0)) }
    var wholeSeconds: Int64 { seconds }

    var text: String {
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        let end = twoDigits(seconds % 60)
        return hours == 0 ? "\(minutes):\(end)" : "\(hours):\(twoDigits(minutes)):\(end)"
    }

    var iso: String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        let parts = [(hours, "H"), (minutes, "M"), (rest, "S")].filter { $0.0 > 0 }
        return "PT" + parts.map { "\($0.0)\($0.1)" }.joined()
    }
}

private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
