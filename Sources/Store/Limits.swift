/// What the store allows itself: memory, disk and time.
enum Limits {
    /// Page cache of the writer, KiB: events append to one page, links touch a handful.
    static let writerCacheKiB = 2_048
    /// Page cache of each reader, KiB: one a loop, so they add up; the kernel caches the file anyway.
    static let readerCacheKiB = 256
    /// How long a write waits for another process's transaction.
    static let busyMsMax: UInt64 = 2_000
    /// Pause between two looks whether that is over: an eighth of what has been waited, within these.
    static let busyStepNanosecondsMin: UInt64 = 100_000
    static let busyStepNanosecondsMax: UInt64 = 5_000_000
    /// Threads that answer control-plane reads.
    static let readers = 2

    /// Pages in the write-ahead log before the checkpointer starts copying them (1 MiB): its frames straddle the
    /// file system's blocks, so each write to a part of it that memory no longer holds must read first.
    static let checkpointPages: Int32 = 256
    /// Pages after which the writer itself finishes a checkpoint that traffic kept from ending (16 MiB).
    static let logPagesMax: Int32 = 4_096
    /// The log file is cut back to this after it has been reset.
    static let logBytesKept = 20 << 20

    /// Pause between two checkpoints, so that a reader that holds the log does not keep one spinning.
    static let checkpointPauseMs: UInt64 = 20
    /// Back-off between attempts to write a kept batch.
    static let retryMsMin: UInt64 = 100
    static let retryMsMax: UInt64 = 1_000
    /// A loop commits on its own thread while commits take less than this on average.
    static let ledNanosecondsMax: UInt64 = 2_000_000
    /// An inbox grown past this gives its memory back once it is empty.
    static let inboxBytesKept = 256 << 10

    /// Distinct strings of one kind kept in memory, and their bytes.
    static let lexiconEntriesMax = 2_048
    static let lexiconBytesMax = 256 << 10

    /// Events and rows of one roll-up transaction: events wait behind it.
    static let foldEventsMax = 8_192
    static let foldRowsMax = 1_000
    /// Events behind which roll-ups have fallen far back: then a transaction may take more rows, which
    /// share more, at the price of a few milliseconds' wait for the events behind it.
    static let foldBacklog: Int64 = 50_000
    static let foldRowsBehindMax = 4_000
    /// Least pause between two batches: each costs the writer a commit of its own.
    static let foldGapMs: UInt64 = 20
    /// Pause between roll-up rounds.
    static let foldPauseMs: UInt64 = 1_000
    /// Profiles whose ids the roll-ups remember.
    static let profilesMetMax = 20_000
    /// Rows of facts a link gathers before its days and months are summed: about what a question reads in 5 ms.
    static let ripeRowsMin: Int64 = 4_000
    /// Rows of one pack: written at once, some 200 KiB; keys' places must fit 16 bits.
    static let packRowsMax = 16_384
    /// Late rows beside a link's packs after which its past is settled anew.
    static let lateRowsMax: Int64 = 4_000
    /// How much later than its time an event may stand in the log: what a disk that took nothing held up.
    static let eventMarginMs: Int64 = 3_600_000
    /// Rows of the log looked at for one page of raw events, and events in one: some 10 ms of a reader's time.
    static let eventsScannedMax: Int64 = 50_000
    static let eventsReadMax = 1_000
    /// Events corrected in one transaction: fans' events wait behind it.
    static let eventsCorrectedMax = 300
    /// Visitors, each of a link and a day, whose events a reclassification holds in memory.
    static let groupsMax = 100_000
    /// After midnight, how long yesterday's visitors are kept for events still on their way.
    static let visitorGraceMs: Int64 = 600_000
    /// Visitor rows erased in one transaction.
    static let visitorsErasedMax: Int64 = 2_000

    /// How often other processes' changes are looked for.
    static let changePollMs: UInt64 = 200
    /// Changes kept for other processes to see; they look several times a second.
    static let changesKept: Int64 = 100_000
    /// Old routes prepared anew at the same time.
    static let refreshesMax = 64

    /// How long a repeated `Idempotency-Key` is remembered.
    static let receiptDaysKept: Int64 = 7
    /// Platforms a store can number: they must fit a 64-bit mask beside "none".
    static let platformsMax: Int64 = 63
    /// Words of a search; more are ignored.
    static let searchWordsMax = 16
    /// Prepared statements a connection keeps.
    static let statementsKept = 128
    /// Least time between two log lines about the same trouble.
    static let logGapNanoseconds: UInt64 = 1_000_000_000
    /// Saves or letters leased at once: events wait behind it, some 4 ms where a million are queued.
    static let leasedMax = 64
    /// Rows of fans, saves and subscriptions moved, ended or erased in one transaction: events wait behind it.
    static let rowsMovedMax: Int64 = 500
    /// Deleted links taken away for good in one transaction, each with its destinations and rules.
    static let linksPurgedMax: Int64 = 50
    /// Links made in one transaction: each is a dozen rows, and events wait behind them all. So many take about 1 ms,
    /// which no redirect shows; 100,000 of them come in within 40 s.
    static let draftsMax = 10
    /// Rows of the roll-ups that are exported at once, but for one hour that has more.
    static let talliesMax = 2_000
    /// Reports of imports kept for an account.
    static let importsKept: Int64 = 20
    /// Accounts given their month's credits in one transaction.
    static let allowancesMax = 100
    /// The longest that a letter is put off; one that is put off longer was written under a wrong clock.
    static let letterMsMax: Int64 = 7 * 86_400_000
    /// Least time between two confirmation letters to one address about one link.
    static let letterGapMs: Int64 = 600_000
    /// Deliveries of one webhook that are kept, those that wait apart.
    static let deliveriesKept: Int64 = 1_000
    /// How far the mark of told releases may lie behind.
    static let releaseMarkMsMax: Int64 = 6 * 3_600_000
    /// Links, platforms and countries whose clicks are counted in one go.
    static let clickPartsMax = 200_000
    /// Links whose clicks are told in one transaction: events wait behind it.
    static let clickLinksMax = 250
    /// What sources said to one clue, kept together, and one of them as JSON.
    static let answersKeptAtOnce = 64
    static let answerBytesMax = 256 << 10
    /// Sessions of one account, and those that have ended removed at one sign-in.
    static let sessionsMax: Int64 = 50
    static let sessionsSweptMax: Int64 = 100
    /// Longest page of a list.
    static let pageItemsMax = 200
    /// Files up to this size are checked through when they are opened.
    static let checkedAtOpenBytesMax: Int64 = 4 << 20
    /// Findings a check lists before it stops.
    static let findingsMax: Int64 = 100

    // The listener's index of music.

    /// Page cache of the index, KiB.
    static let musicCacheKiB = 8_192
    /// Files whose tags are written in one transaction.
    static let scanBatchFiles = 500
    /// Files between two reports of a scan's progress.
    static let scanReportFiles = 250
    /// A folder that changed later than this before a scan is looked at again.
    static let folderSettledNs: Int64 = 2_000_000_000
    /// Files that may be a track, and files of one release.
    static let likeTracksMax: Int64 = 50
    static let albumTracksMax: Int64 = 500
    /// Links of which is kept what was opened.
    static let playsKept: Int64 = 10_000
}
