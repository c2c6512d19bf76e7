internal import Smartlink

/// How often something may happen: so many at once, then one every so often.
public struct Rate: Equatable, Sendable {
    public var burst: Int
    public var perMinute: Int

    public init(burst: Int, perMinute: Int) {
        self.burst = max(1, burst)
        self.perMinute = max(1, perMinute)
    }

    /// Microseconds after which one more is allowed.
    var spacing: Int64 { max(1, 60_000_000 / Int64(perMinute)) }
}

/// A bounded table of token buckets, one number each: the moment at which its bucket is full again
/// (GCRA).
struct RateTable<Subject: Hashable & Sendable>: Sendable {
    let rate: Rate
    let subjectsMax: Int
    /// Microseconds since 1970; a bucket that is full again is as good as absent.
    private var fullAt: [Subject: Int64] = [:]

    init(_ rate: Rate, subjectsMax: Int) {
        self.rate = rate
        self.subjectsMax = subjectsMax
    }

    var count: Int { fullAt.count }

    /// Takes one token; otherwise the seconds until there is one.
    mutating func take(_ subject: Subject, at now: Instant) -> Int? {
        if let wait = wait(subject, at: now) { return wait }
        let moment = now.ms * 1_000
        if fullAt[subject] == nil, fullAt.count >= subjectsMax { makeRoom(at: moment) }
        fullAt[subject] = max(fullAt[subject] ?? moment, moment) + rate.spacing
        return nil
    }

    /// Seconds until there is a token, nil if there is one; takes none.
    func wait(_ subject: Subject, at now: Instant) -> Int? {
        let moment = now.ms * 1_000
        let reach = rate.spacing * Int64(rate.burst)
        // A clock set back must not lock anybody out longer than an empty bucket does.
        let full = min(max(fullAt[subject] ?? moment, moment), moment + reach)
        let excess = full + rate.spacing - moment - reach
        return excess > 0 ? Int((excess + 999_999) / 1_000_000) : nil
    }

    /// Forgets full buckets, or the one nearest to full.
    private mutating func makeRoom(at moment: Int64) {
        fullAt = fullAt.filter { $0.value > moment }
        if fullAt.count >= subjectsMax, let mildest = fullAt.min(by: { $0.value < $1.value }) {
            fullAt[mildest.key] = nil
        }
    }
}
