/// What is counted (SPEC §1, §8). Bots' events are in `bots` and nowhere else.
public struct Counts: Equatable, Sendable {
    public var visits: Int64 = 0
    /// First visits of a visitor on a UTC day, so that uniques add up over hours and days.
    public var uniques: Int64 = 0
    public var clickThroughs: Int64 = 0
    /// The way to a pre-save: begun, agreed to on the platform, queued, and come to nothing.
    public var presavesStarted: Int64 = 0
    public var presavesAuthorised: Int64 = 0
    public var presaves: Int64 = 0
    public var presavesFailed: Int64 = 0
    public var signups: Int64 = 0
    /// Visits that converted: a visit counts once, however often its fan clicks.
    public var conversions: Int64 = 0
    public var bots: Int64 = 0

    public init() {}

    /// conversions ÷ visits; 0 without visits.
    public var conversionRate: Double { visits == 0 ? 0 : Double(conversions) / Double(visits) }

    public static func -= (one: inout Counts, other: Counts) {
        one.visits -= other.visits
        one.uniques -= other.uniques
        one.clickThroughs -= other.clickThroughs
        one.presavesStarted -= other.presavesStarted
        one.presavesAuthorised -= other.presavesAuthorised
        one.presaves -= other.presaves
        one.presavesFailed -= other.presavesFailed
        one.signups -= other.signups
        one.conversions -= other.conversions
        one.bots -= other.bots
    }

    public static func += (one: inout Counts, other: Counts) {
        one.visits += other.visits
        one.uniques += other.uniques
        one.clickThroughs += other.clickThroughs
        one.presavesStarted += other.presavesStarted
        one.presavesAuthorised += other.presavesAuthorised
        one.presaves += other.presaves
        one.presavesFailed += other.presavesFailed
        one.signups += other.signups
        one.conversions += other.conversions
        one.bots += other.bots
    }
}

/// By what a statistic is broken down. Numbers are stored: never renumber.
public enum Dimension: UInt8, Sendable, CaseIterable {
    case total = 0
    case platform, country, os, referrer, channel, variant, reason
}

/// How finely a series must be told: the spans of `Statistics` are no longer than this, in UTC.
public enum Grain: UInt8, Sendable, CaseIterable {
    case hour, day, month
}

/// Which events are meant: for each dimension named, those under any of its keys, in words as `Statistics.by` has them.
public typealias StatisticsFilter = [Dimension: Set<String>]

/// One link's numbers over a span of time.
public struct Statistics: Equatable, Sendable {
    public var totals = Counts()
    /// Spans that have any event, by their first hour since 1970 UTC, ascending: each an hour, or of the grain asked
    /// for.
    public var spans: [(hour: Int64, counts: Counts)] = []
    /// Keys in words (`spotify`, `DE`, `ios`, `cookie`), most visits first.
    public var by: [Dimension: [(key: String, counts: Counts)]] = [:]
    /// Events that are not counted, by class, all classes in the order of their numbers.
    public var bots: [(class: BotClass, events: Int64)] = []

    public init() {}

    public static func == (one: Statistics, other: Statistics) -> Bool {
        one.totals == other.totals && one.spans.elementsEqual(other.spans) { $0 == $1 }
            && one.bots.elementsEqual(other.bots) { $0 == $1 }
            && one.by.keys == other.by.keys
            && one.by.allSatisfy { key, rows in
                rows.elementsEqual(other.by[key] ?? []) { $0 == $1 }
            }
    }
}
