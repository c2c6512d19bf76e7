import Smartlink

/// What is being added up to a link's numbers.
struct StatisticsSums {
    /// Settled spans have their series told apart.
    enum Purpose { case series, breakdown, both }

    /// By first hour.
    var spans: [Int64: Counts] = [:]
    private(set) var byKey: [Dimension: [Int64: Counts]] = [:]
    private(set) var bots: [BotClass: Int64] = [:]

    mutating func add(_ counts: Counts, _ profile: Profile, at start: Int64, _ purpose: Purpose) {
        if purpose != .breakdown { spans[start, default: Counts()] += counts }
        if purpose == .series { return }
        if counts.bots != 0 { bots[profile.botClass, default: 0] += counts.bots }
        guard profile.botClass == .none else { return }
        for dimension in Dimension.allCases where dimension != .total {
            byKey[dimension, default: [:]][profile.key(of: dimension), default: Counts()] += counts
        }
    }

    mutating func add(_ counts: Counts, _ number: UInt8, key: Int64) {
        if number == FactRows.bots {
            bots[BotClass(rawValue: UInt8(truncatingIfNeeded: key)) ?? .other, default: 0] +=
                counts.bots
        } else if let dimension = Dimension(rawValue: number) {
            byKey[dimension, default: [:]][key, default: Counts()] += counts
        }
    }

    /// Adds the rows of a pack that starts there.
    mutating func add(
        _ reading: inout PackReading, _ bytes: RawSpan, at start: Int64, _ grain: Grain,
        _ purpose: Purpose
    ) {
        let all = reading.numbers(in: bytes)
        if purpose != .breakdown {
            for (hour, counts) in reading.sums(of: all, by: Pack.hour, in: bytes) {
                spans[grain == .hour ? start + hour : start, default: Counts()] += counts
            }
        }
        if purpose == .series { return }
        for (key, counts) in reading.sums(of: all, by: Pack.botClass, in: bytes) {
            add(counts, FactRows.bots, key: key)
        }
        reading.keep(Pack.botClass, in: bytes) { $0 == Int64(BotClass.none.rawValue) }
        if reading.isEmpty { return }
        let people = reading.numbers(in: bytes)
        for dimension in Pack.dimensions {
            let column = Pack.column(of: dimension)
            for (key, counts) in reading.sums(of: people, by: column, in: bytes) {
                add(counts, dimension.rawValue, key: key)
            }
        }
    }
}
