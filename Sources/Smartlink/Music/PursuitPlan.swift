// When a link's music is looked for again. Not found is not absent: platforms get a release at different times.
//
//   a source missed it    an hour, a day, a week after the link was made; at the release, an hour and a day after it
//   a source failed       when it said, else 30 s doubling to an hour

extension Pursuit {
    /// The next round after one that came to `search`; nil if nothing more can come of it.
    public func next(
        after search: Search, for link: Link, at now: Instant
    ) -> Instant? {
        let planned = link.hasGaps ? Self.planned(for: link, after: now) : nil
        guard rounds < FindingLimits.failureRoundsMax,
            let pause = search.failurePause(rounds: rounds)
        else { return planned }
        let retry = Instant(ms: now.ms + pause)
        return min(planned ?? retry, retry)
    }

    /// When those are asked again who had nothing; nil once all rounds are over.
    public static func planned(for link: Link, after now: Instant) -> Instant? {
        let fromCreation = FindingLimits.retryMs.map { link.createdAt.ms + $0 }
        let fromRelease = link.releaseAt.map { release in
            FindingLimits.releaseRetryMs.map { release.ms + $0 }
        }
        return (fromCreation + (fromRelease ?? [])).filter { $0 > now.ms }.min()
            .map { Instant(ms: $0) }
    }
}

extension Search {
    /// Milliseconds until those who failed are asked again; nil if none did, or no time will mend it.
    fileprivate func failurePause(rounds: Int) -> Int64? {
        var pauses: [Int64] = []
        for report in reports {
            guard case .failed(let failure) = report.outcome, failure.kind != .unauthorised else {
                continue
            }
            let doubled = min(
                FindingLimits.failureMsMin << Int64(min(max(0, rounds), 20)),
                FindingLimits.failureMsMax)
            let asked = failure.retryAfterSeconds.map { Int64($0) * 1_000 }
            pauses.append(asked ?? doubled)
        }
        guard let pause = pauses.min() else { return nil }
        return max(pause, FindingLimits.failureAfterMsMin)
    }
}

/// What looking for music takes at most, and when it is done again.
public enum FindingLimits {
    /// How long what was found is believed, and what was not.
    public static let foundMs: Int64 = 30 * 86_400_000
    public static let missedMs: Int64 = 3_600_000
    /// Rounds for what was missed, from the link's making and from its release.
    static let retryMs: [Int64] = [3_600_000, 86_400_000, 7 * 86_400_000]
    static let releaseRetryMs: [Int64] = [0, 3_600_000, 86_400_000]
    /// Pauses before sources that failed are asked again.
    static let failureMsMin: Int64 = 30_000
    static let failureMsMax: Int64 = 3_600_000
    static let failureAfterMsMin: Int64 = 1_000
    /// Rounds in which nothing but failures came; then the plan for what was missed goes on alone.
    public static let failureRoundsMax = 200
}
