// How fast saves may go to each platform: so many a second, and not at all while it wants a pause. One clock, ms.
import Smartlink

/// The platforms' budgets and pauses; a value, the runner's own.
struct Budget {
    private let perSecond: [String: Double]
    private var nextMs: [String: Double] = [:]
    private var pausedUntil: [String: Instant] = [:]

    /// Platforms without an entry have no bound.
    init(perSecond: [String: Double]) {
        self.perSecond = perSecond.filter { $0.value > 0 }
    }

    /// Platforms nothing is sent to now.
    func paused(at now: Instant) -> Set<String> {
        Set(pausedUntil.keys.filter { isPaused($0, at: now) })
    }

    mutating func pause(_ platform: String, until moment: Instant) {
        pausedUntil[platform] = max(pausedUntil[platform] ?? moment, moment)
    }

    /// Takes a turn: how many milliseconds from now it is. Nil, and none is taken, while the platform is paused or its
    /// next turn is further off than `Limits.budgetWaitMsMax`.
    mutating func turn(_ platform: String, at now: Instant) -> Int64? {
        if isPaused(platform, at: now) { return nil }
        guard let rate = perSecond[platform] else { return 0 }
        let slot = 1_000 / rate
        // Of a platform slower than that, the next turn is always within reach.
        let reach = max(Double(Limits.budgetWaitMsMax), slot)
        var delay = max((nextMs[platform] ?? 0) - Double(now.ms), 0)
        // So far off no turn was ever given: the clock was put back, which must not stop the queue.
        if delay > reach + slot { delay = 0 }
        if delay > reach { return nil }
        nextMs[platform] = Double(now.ms) + delay + slot
        return Int64(delay)
    }

    /// A pause longer than any that is asked for was asked for under another clock.
    private func isPaused(_ platform: String, at now: Instant) -> Bool {
        guard let until = pausedUntil[platform] else { return false }
        return until > now && until.ms - now.ms <= SaveLimits.busyMsMax
    }
}
