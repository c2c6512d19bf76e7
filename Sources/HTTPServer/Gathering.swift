// How long a loop waits for company before it hands a turn's events over. A turn costs nearly the same for one
// request as for ten (a wake-up, a commit, another wake-up), so at steady traffic a short pause saves much;
// where each client waits for its own reply before it asks again, a pause brings nobody and only idles. Which of
// the two it is shows in what a pause brings, so that is measured: a loop pauses only while pauses bring requests
// at the rate they came in before, and otherwise probes now and then, ever more rarely.

/// The policy: pure, all times in nanoseconds of one clock.
struct Gathering {
    /// Longest pause.
    static let nsMax = 4_000_000.0
    /// What a reply may take from the moment its request could be read to its commitment, pause and all: below 5 ms
    /// by what a machine adds now and then.
    static let nsBudget = 4_400_000.0
    /// A shorter pause is not worth its wake-up.
    static let nsMin = 200_000.0
    /// With this many at hand nothing is waited for: a turn as large is as cheap per request as any.
    static let requestsEnough = 12
    /// A pause need not bring more than this: they share a turn's cost well, and are answered sooner.
    static let requestsWanted = 16.0
    /// What a probe must be able to bring to prove anything.
    static let requestsProbed = 4.0
    static let probeAfterMin = 16
    static let probeAfterMax = 1_024

    /// Whether pausing has been found to bring requests.
    private(set) var isWorthwhile = false
    /// Requests a nanosecond, over the last tens of milliseconds.
    private(set) var rate = 0.0
    /// Nanoseconds from a turn's end to its commitment, on the average of recent ones.
    private var commitNs = 0.0
    private var countedSince: Int64 = 0
    private var counted = 0
    /// Share of the expected requests that recent pauses brought.
    private var yield = 1.0
    private var turnsSinceProbe = 0
    private var probeAfter = Self.probeAfterMin

    /// How long to wait for requests beyond those at hand, the oldest of which may have waited for `waited`
    /// already; 0 for not at all.
    mutating func pause(atHand requests: Int, waited: Int64) -> Int64 {
        if requests >= Self.requestsEnough { return 0 }
        // Behind a slow disk requests gather during the commitments themselves.
        let longest = min(Self.nsMax, Self.nsBudget - commitNs)
        guard rate * longest >= 1 else {
            isWorthwhile = false
            return 0
        }
        if isWorthwhile {
            let pause = min(longest, Self.requestsWanted / rate) - Double(waited)
            return pause < Self.nsMin ? 0 : Int64(pause)
        }
        turnsSinceProbe += 1
        guard turnsSinceProbe >= probeAfter else { return 0 }
        turnsSinceProbe = 0
        return Int64(min(longest, Self.requestsProbed / rate))
    }

    /// Learns what a pause brought.
    mutating func paused(_ elapsed: Int64, brought requests: Int) {
        let expected = max(rate * Double(elapsed), 0.01)
        let share = min(Double(requests) / expected, 2)
        if isWorthwhile {
            yield = 0.8 * yield + 0.2 * share
            if yield < 0.3 { isWorthwhile = false }
        } else if requests >= 1, share >= 0.5 {
            isWorthwhile = true
            yield = 1
            probeAfter = Self.probeAfterMin
        } else {
            probeAfter = min(probeAfter * 2, Self.probeAfterMax)
        }
    }

    /// Learns how many requests a turn handed over.
    mutating func handedOver(_ requests: Int, at now: Int64) {
        counted += requests
        let span = now &- countedSince
        guard span >= 10_000_000 else { return }
        let measured = Double(counted) / Double(span)
        // After a lull the old rate says nothing.
        rate = span > 200_000_000 ? measured : 0.5 * rate + 0.5 * measured
        countedSince = now
        counted = 0
    }

    /// Learns how long a turn's commitment took.
    mutating func committed(after elapsed: Int64) {
        commitNs = 0.9 * commitNs + 0.1 * Double(elapsed)
    }
}
