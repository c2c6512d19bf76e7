/// What the release-day runner takes on at once.
public enum Limits {
    /// Saves of a platform leased together: while they are leased and settled, no fan's click can be committed.
    static let leasedMax = 24
    /// Saves a second over all platforms: release day must not be felt at the links.
    static let savesPerSecondMax: Int64 = 2_500
    /// Saves at a platform at the same time.
    static let underwayMax = 24
    /// How long a lease lasts; a killed process's saves fall due again after it.
    static let leaseMs: Int64 = 60_000
    /// Longest sleep: what another process queues is seen after it.
    static let sleepMsMax: Int64 = 2_000
    /// Shortest sleep, and the one while all that is due waits for a paused platform.
    static let sleepMsMin: Int64 = 50
    static let pausedMs: Int64 = 500
    /// A save whose turn in its platform's budget comes later than this goes back to the queue.
    static let budgetWaitMsMax: Int64 = 5_000
    /// Pause of a platform that is busy and does not say for how long.
    static let busyMs: Int64 = 30_000
    /// How often it is looked whether a link that was switched off is on again.
    static let disabledMs: Int64 = 3_600_000
    /// Attempts at following an artist, and the longest pause between them.
    static let followAttemptsMax = 2
    static let followPauseSecondsMax = 5
    /// Letters leased together, and for how long.
    static let lettersMax = 32
    static let letterLeaseMs: Int64 = 300_000
    /// Back-off between attempts at a letter, and when it is given up.
    static let letterRetryMsMin: Int64 = 30_000
    static let letterRetryMsMax: Int64 = 3_600_000
    static let letterMsMax: Int64 = 72 * 3_600_000
    /// How often what has had its time is erased.
    static let sweepMs: Int64 = 60_000
    /// A trouble of a whole platform is told of once in so long, with the number of saves it met.
    static let complaintMs: Int64 = 60_000
    /// After trouble with the store.
    static let troubleMs: Int64 = 5_000
    /// Links of a batch that are looked for at the same time, and how long one has.
    static let pursuitsMax = 8
    static let pursuitLeaseMs: Int64 = 60_000
    /// Batches of them side by side.
    static let pursuitLanes = 3
    /// Webhooks served at the same time, and deliveries of one until others have their turn.
    static let webhooksTogetherMax = 32
    static let deliveriesMax = 50
    /// How long a webhook's lease lasts behind each message.
    static let webhookLeaseMs: Int64 = 60_000
    /// Pause between two looks for events.
    static let webhookSleepMs: Int64 = 500
    /// How often deliveries that have had their time are erased.
    static let deliverySweepMs: Int64 = 600_000
    /// Pause between two rounds of allowances.
    static let allowanceMs: Int64 = 60_000
}
