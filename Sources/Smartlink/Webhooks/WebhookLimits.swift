/// How much an artist's webhooks may take, and how long a delivery is tried.
public enum WebhookLimits {
    /// Webhooks of one account.
    public static let webhooksMax = 20
    public static let urlBytesMax = 2_048
    /// Bytes of a message's body, and of an answer that is read.
    public static let bodyBytesMax = 64 << 10
    public static let answerBytesMax = 64 << 10
    /// Milliseconds for a receiver to answer.
    public static let answerMsMax = 10_000
    /// Pauses behind the first failure of a delivery, the second, …; behind the last it is dead. With
    /// jitter, which only lengthens, they make a day and an hour or more.
    public static let pausesMs: [Int64] = [
        10_000, 60_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 25_200_000,
    ]
    /// The largest part that jitter adds to a pause, in hundredths.
    public static let jitterMax: Int64 = 20
    /// Pause of a whole webhook behind failures in a row: doubles from the first to the second.
    public static let restMsMin: Int64 = 5_000
    public static let restMsMax: Int64 = 300_000
    /// A webhook that has only failed for so long is given up.
    public static let failingMsMax: Int64 = 86_400_000
    /// A delivery that waited longer, behind a pause or a failing receiver, is dead.
    public static let queuedMsMax: Int64 = 2 * 86_400_000
    /// Whatever is put off longer was written under a wrong clock.
    public static let putOffMsMax: Int64 = 2 * 86_400_000
    /// Deliveries one webhook may have waiting; what happens beyond is not told, and that is counted.
    public static let queuedMax: Int64 = 100_000
    /// How long deliveries that have ended are shown.
    public static let endedMsMax: Int64 = 7 * 86_400_000
    /// Deliveries in the list of the last ones.
    public static let listedMax = 100
    /// Least time between two counts of a link's clicks.
    public static let clicksMsMin: Int64 = 60_000
}
