// How long the writer waits for company before it commits. A commit costs the same for one event as for
// thirty, so at steady traffic a short wait saves much; where each client waits for its own commit before
// it asks again, waiting gathers nothing and only idles. Which of the two it is shows in what a wait
// gathers, so the window measures that: it waits only while waits bring events at the rate they came in
// before, and otherwise probes now and then, ever more rarely.

/// The policy: pure, all times in nanoseconds of one clock.
struct CommitWindow: Sendable {
    /// Longest wait.
    static let nanosecondsMax: UInt64 = 3_000_000
    /// What a wait and two commits, the one in the way and one's own, should stay below: a reply's 5 ms.
    static let nanosecondsBudget = 4_500_000.0
    static let sliceNanosecondsMin: UInt64 = 500_000
    /// A wait that is to bring this many is worth looking at on the way.
    static let eventsCut = 16.0
    /// A batch this large is as cheap per event as any.
    static let eventsWanted = 48.0
    /// With this many at hand nothing is waited for: what comes meanwhile is the next batch.
    static let eventsEnough = 12
    /// What a probe must be able to gather to prove anything.
    static let eventsProbed = 4.0
    static let probeAfterMin = 16
    static let probeAfterMax = 1_024

    /// Whether waiting has been found to gather events.
    private(set) var isWaiting = false
    /// Events a nanosecond, over the last tens of milliseconds.
    private(set) var rate = 0.0
    /// Nanoseconds a commit takes, on the average of recent ones.
    private var commitTime = 0.0
    private var countedSince: UInt64 = 0
    private var counted = 0
    /// Share of the expected events that recent waits gathered.
    private var yield = 1.0
    private var commitsSinceProbe = 0
    private var probeAfter = Self.probeAfterMin

    /// How long to wait for events beyond those at hand; 0 for not at all.
    mutating func wait(atHand events: Int = 1) -> UInt64 {
        if events >= Self.eventsEnough { return 0 }
        // On a slow disk events gather during the commits themselves.
        let longest = min(Double(Self.nanosecondsMax), Self.nanosecondsBudget - 2 * commitTime)
        guard rate * longest >= 1 else {
            isWaiting = false
            return 0
        }
        if isWaiting { return min(UInt64(longest), time(for: Self.eventsWanted)) }
        commitsSinceProbe += 1
        guard commitsSinceProbe >= probeAfter else { return 0 }
        commitsSinceProbe = 0
        return min(UInt64(longest), time(for: Self.eventsProbed))
    }

    /// How long one piece of a wait lasts: between pieces it is seen whether events still come. Each piece
    /// wakes a thread, which must stay cheap beside the commit it is to save; a wait that is to bring a few
    /// events is never cut.
    func slice(of wait: UInt64) -> UInt64 {
        if rate * Double(wait) < Self.eventsCut { return wait }
        return min(wait, max(wait / 2, Self.sliceNanosecondsMin))
    }

    /// Whether a piece of a wait brought so little that the rest is not worth it.
    func isBarren(_ elapsed: UInt64, gathered: Int) -> Bool {
        let expected = rate * Double(elapsed)
        return expected >= Self.eventsProbed / 2 && Double(gathered) < expected / 4
    }

    /// Learns what a wait brought.
    mutating func waited(_ elapsed: UInt64, gathered: Int) {
        let expected = max(rate * Double(elapsed), 0.01)
        let share = min(Double(gathered) / expected, 2)
        if isWaiting {
            yield = 0.8 * yield + 0.2 * share
            if yield < 0.3 { isWaiting = false }
        } else if gathered >= 1, share >= 0.5 {
            isWaiting = true
            yield = 1
            probeAfter = Self.probeAfterMin
        } else {
            probeAfter = min(probeAfter * 2, Self.probeAfterMax)
        }
    }

    /// Learns how many events a commit covered, and how long it took.
    mutating func committed(_ events: Int, in elapsed: UInt64, at now: UInt64) {
        commitTime = 0.9 * commitTime + 0.1 * Double(elapsed)
        counted += events
        let span = now &- countedSince
        guard span >= 10_000_000 else { return }
        let measured = Double(counted) / Double(span)
        // After a pause the old rate says nothing.
        rate = span > 200_000_000 ? measured : 0.5 * rate + 0.5 * measured
        countedSince = now
        counted = 0
    }

    private func time(for events: Double) -> UInt64 {
        rate <= 0
            ? Self.nanosecondsMax : UInt64(min(Double(Self.nanosecondsMax), events / rate))
    }
}
