/// A day as the number of days since 1970-01-01, for counting in days, weeks and months.
public struct CivilDay: Equatable, Sendable {
    public var days: Int64

    public init(days: Int64) { self.days = days }

    /// The first day of that month.
    public init(year: Int64, month: Int64) {
        days = CivilDate(year: year, month: month, day: 1)?.daysSince1970 ?? 0
    }

    public var year: Int64 { CivilDate(day: days).year }

    /// 0 for Monday (ISO 8601) to 6 for Sunday.
    public var weekday: Int64 { days + 3 - Self.floor(days + 3, by: 7) * 7 }

    public var firstOfMonth: CivilDay {
        let date = CivilDate(day: days)
        return CivilDay(year: date.year, month: date.month)
    }

    public var firstOfNextMonth: CivilDay {
        let date = CivilDate(day: days)
        return date.month == 12
            ? CivilDay(year: date.year + 1, month: 1)
            : CivilDay(year: date.year, month: date.month + 1)
    }

    /// `value` ÷ `unit`, rounded down.
    public static func floor(_ value: Int64, by unit: Int64) -> Int64 {
        value >= 0 ? value / unit : -((unit - 1 - value) / unit)
    }
}
