// When a link's music is looked for again. Not found is not absent: platforms get a release at different times.
//
//   a source missed it    an hour, a day, a week after the link was made; at the release, an hour and a day after it
//   a source failed       when it said, at each further round twice as late at least; else 30 s doubling to an hour
//   credentials fail      with the others: only the operator mends that
//
// It ends when every platform is found, when every source has told what it knows, or with the last of these rounds.

extension Pursuit {
    /// The next round after one that came to `search`; nil if nothing more can come of it.
    public func next(
        after search: Search, for link: Link, at now: Instant
    ) -> Instant? {
        guard link.hasGaps, search.isWorthRepeating else { return nil }
        let planned = Self.planned(for: link, after: now)
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
            // One that always says "two seconds" is not asked every two seconds for good.
            let asked = failure.retryAfterSeconds.map { seconds in
                max(
                    Int64(clamping: seconds) * 1_000,
                    FindingLimits.doubled(FindingLimits.failureAfterMsMin, rounds))
            }
            pauses.append(asked ?? FindingLimits.doubled(FindingLimits.failureMsMin, rounds))
        }
        return pauses.min()
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
    /// Rounds in which somebody failed; then the plan for what was missed goes on alone.
    public static let failureRoundsMax = 200

    /// A pause after so many rounds.
    fileprivate static func doubled(_ pauseMs: Int64, _ rounds: Int) -> Int64 {
        min(pauseMs << Int64(min(max(0, rounds), 20)), failureMsMax)
    }
}
