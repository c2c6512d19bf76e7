/// The credits that each plan is given every calendar month (UTC).
public struct Allowances: Equatable, Sendable {
    public var free: Int64
    public var starter: Int64
    public var pro: Int64

    public init(free: Int64 = 0, starter: Int64 = 0, pro: Int64 = 0) {
        self.free = free
        self.starter = starter
        self.pro = pro
    }

    public subscript(plan: Account.Plan) -> Int64 {
        switch plan {
        case .free: free
        case .starter: starter
        case .pro: pro
        }
    }

    public var isNone: Bool { self == Allowances() }
}

/// A calendar month (UTC), counted from January 1970.
public struct Month: Equatable, Hashable, Sendable {
    public var number: Int64

    public init(number: Int64) { self.number = number }

    public init(of moment: Instant) {
        let date = CivilDate(day: moment.day)
        number = (date.year - 1_970) * 12 + date.month - 1
    }

    /// Its first moment.
    public var start: Instant {
        let year = CivilDay.floor(number, by: 12)
        let day = CivilDay(year: 1_970 + year, month: number - year * 12 + 1)
        return Instant(ms: day.days * 86_400_000)
    }

    public var next: Month { Month(number: number + 1) }
}
