/// How long a save is tried, and how often (SPEC §4).
public enum SaveLimits {
    /// Back-off between attempts that came to nothing: doubles from the first to the second.
    public static let retryMsMin: Int64 = 1_000
    public static let retryMsMax: Int64 = 3_600_000
    /// How long a platform that does not answer is tried.
    public static let retryingMsMax: Int64 = 72 * 3_600_000
    /// Pause between two looks for a release that is not on the platform yet.
    public static let pollMsMin: Int64 = 120_000
    public static let pollMsMax: Int64 = 3_600_000
    /// How long a release is looked for.
    public static let pollingMsMax: Int64 = 3 * 86_400_000
    /// A pause is this part of the time the release has been missing.
    public static let pollPart: Int64 = 4
    /// The pause where a platform that is busy names none, and the longest that it may name.
    public static let busyMs: Int64 = 30_000
    public static let busyMsMax: Int64 = 86_400_000
    /// How long a platform may be too busy: daily quotas need days for a popular release.
    public static let busyForMsMax: Int64 = 14 * 86_400_000
    /// Nothing is given up after fewer attempts, whatever the clock says.
    public static let attemptsMin = 12
    /// How long a due reminder waits for its address to be confirmed.
    public static let unconfirmedMsMax = Subscription.unconfirmedMsMax
    /// The longest that a save which was tried is put off, jitter included: a row that is put off
    /// longer was written under a wrong clock.
    public static let putOffMsMax: Int64 = unconfirmedMsMax + 3_600_000
    /// How long a save whose grant dies before its day is left as it is: the artist may correct the date.
    public static let dyingMs: Int64 = 86_400_000
    /// How long the grant of a save that failed for want of time is kept for `segue saves retry`.
    public static let retriableMsMax: Int64 = 3 * 86_400_000
}
