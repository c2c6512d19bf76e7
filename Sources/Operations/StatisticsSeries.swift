public import Smartlink

/// How long one entry of a series lasts.
public enum Interval: String, Sendable, CaseIterable { case hour, day, week, month }

/// What statistics are asked for.
public struct StatisticsQuery: Equatable, Sendable {
    /// The link's creation where nil.
    public var from: Instant?
    /// Now where nil.
    public var to: Instant?
    public var interval: Interval = .day
    public var zone: Zone = .utc
    /// Only what lies under these keys; all where empty.
    public var filter: StatisticsFilter = [:]

    public init() {}

    /// How finely the store must tell its numbers: UTC's days and months only fit entries that are UTC's.
    var grain: Grain {
        guard zone == .utc else { return .hour }
        return switch interval {
        case .hour: .hour
        case .day, .week: .day
        case .month: .month
        }
    }
}

/// A link's numbers, its hours gathered into the entries of a series.
public struct StatisticsReport: Equatable, Sendable {
    public var totals: Counts
    /// One entry an interval from the first to the last, empty ones included.
    public var series: [Entry]
    public var by: [(dimension: Dimension, rows: [Row])]
    /// Events that are not counted, by class.
    public var bots: [(class: BotClass, events: Int64)] = []

    public struct Entry: Equatable, Sendable {
        public var start: Instant
        public var counts: Counts
    }

    public struct Row: Equatable, Sendable {
        public var key: String
        public var counts: Counts
    }

    public static func == (one: StatisticsReport, other: StatisticsReport) -> Bool {
        one.totals == other.totals && one.series == other.series
            && one.by.elementsEqual(other.by) { $0 == $1 }
            && one.bots.elementsEqual(other.bots) { $0 == $1 }
    }
}

/// Where the entries of a series start. Hours are the grain of what is stored: where a zone's days
/// start in the middle of one (India, +05:30), it counts where its first minute belongs.
struct SeriesScale {
    var interval: Interval
    var zone: Zone

    private static let daySeconds: Int64 = 86_400
    private static let hourSeconds: Int64 = 3_600

    /// The start of the entry that `moment` belongs to; both in seconds since 1970.
    func start(of moment: Int64) -> Int64 {
        guard interval != .hour else {
            return CivilDay.floor(moment, by: Self.hourSeconds) * Self.hourSeconds
        }
        return zone.moment(local: first(ofLocal: moment).days * Self.daySeconds)
    }

    /// The start of the entry behind the one that `moment` belongs to.
    func next(after moment: Int64) -> Int64 {
        guard interval != .hour else { return start(of: moment) + Self.hourSeconds }
        var day = first(ofLocal: moment)
        switch interval {
        case .hour, .day: day.days += 1
        case .week: day.days += 7
        case .month: day = day.firstOfNextMonth
        }
        return zone.moment(local: day.days * Self.daySeconds)
    }

    private func first(ofLocal moment: Int64) -> CivilDay {
        var day = CivilDay(
            days: CivilDay.floor(moment + zone.offset(at: moment), by: Self.daySeconds))
        switch interval {
        case .hour, .day: break
        case .week: day.days -= day.weekday
        case .month: day = day.firstOfMonth
        }
        return day
    }
}
