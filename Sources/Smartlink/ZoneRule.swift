/// The rule by which a place changes its clocks from now on: a POSIX TZ string
/// (`CET-1CEST,M3.5.0,M10.5.0/3`) with the extensions of RFC 9636 §3.3.1.
struct ZoneRule: Equatable, Sendable {
    /// Seconds east of UTC.
    var standard: Int64
    var daylight: Daylight?

    struct Daylight: Equatable, Sendable {
        var offset: Int64
        var from: Change
        var until: Change
    }

    /// The given weekday (0 = Sunday) of the given week of the month, 5 = the last; seconds into
    /// that day.
    struct Change: Equatable, Sendable {
        var month: Int64
        var week: Int64
        var weekday: Int64
        var seconds: Int64

        /// Local seconds since 1970, as if UTC, in that year.
        func local(year: Int64) -> Int64 {
            let first = CivilDay(year: year, month: month)
            let firstSunday0 = (first.weekday + 1) % 7
            var day = first.days + (weekday - firstSunday0 + 7) % 7 + (week - 1) * 7
            if day >= first.firstOfNextMonth.days { day -= 7 }
            return day * 86_400 + seconds
        }
    }

    /// Nil where the string is empty, damaged or of the day-of-year kind, which no zone uses today.
    init?(_ bytes: some Sequence<UInt8>) {
        var rest = Substring(String(decoding: Array(bytes), as: UTF8.self))
        guard Self.takeName(&rest), let west = Self.takeTime(&rest) else { return nil }
        standard = -west
        guard !rest.isEmpty else { return }
        guard Self.takeName(&rest) else { return nil }
        var offset = standard + 3_600
        if !rest.hasPrefix(",") {
            guard let west = Self.takeTime(&rest) else { return nil }
            offset = -west
        }
        guard let from = Self.takeChange(&rest), let until = Self.takeChange(&rest), rest.isEmpty
        else { return nil }
        daylight = Daylight(offset: offset, from: from, until: until)
    }

    func offset(at moment: Int64) -> Int64 {
        guard let daylight else { return standard }
        let day = CivilDay(days: CivilDay.floor(moment + standard, by: 86_400))
        let year = day.year
        let start = daylight.from.local(year: year) - standard
        let end = daylight.until.local(year: year) - daylight.offset
        let isDaylight =
            start < end ? moment >= start && moment < end : moment >= start || moment < end
        return isDaylight ? daylight.offset : standard
    }

    /// `CET` or `<+03>`.
    private static func takeName(_ rest: inout Substring) -> Bool {
        if rest.hasPrefix("<") {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest[name.endIndex...]
        return name.count >= 3
    }

    /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
    private static func takeTime(_ rest: inout Substring) -> Int64? {
        let text = rest.prefix {
            $0.isASCII && ($0.isNumber || $0 == ":" || $0 == "-" || $0 == "+")
        }
        rest = rest[text.endIndex...]
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ":").map { Int64($0) }
        guard (1...3).contains(parts.count) else { return nil }
        var seconds: Int64 = 0
        for (part, unit) in zip(parts, [3_600, 60, 1] as [Int64]) {
            guard let part, part >= 0, part <= 167 else { return nil }
            seconds += part * unit
        }
        return sign * seconds
    }

    /// `,Mm.w.d[/time]`
    private static func takeChange(_ rest: inout Substring) -> Change? {
        guard rest.hasPrefix(",M") else { return nil }
        rest = rest.dropFirst(2)
        let text = rest.prefix { $0 != "," && $0 != "/" }
        rest = rest[text.endIndex...]
        let parts = text.split(separator: ".").compactMap { Int64($0) }
        guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]),
            (0...6).contains(parts[2])
        else { return nil }
        var seconds: Int64 = 7_200
        if rest.hasPrefix("/") {
            rest = rest.dropFirst()
            guard let time = takeTime(&rest) else { return nil }
            seconds = time
        }
        return Change(month: parts[0], week: parts[1], weekday: parts[2], seconds: seconds)
    }
}
