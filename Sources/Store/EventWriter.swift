public import Smartlink
import Synchronization

/// The one door through which anything is written: events in batches, group commit, and between batches
/// the control plane's transactions.
///
/// Loops append under one short lock; a thread of its own writes (WriterThread). A second thread watches
/// that no reply waits longer than `commitMsMax` for it.
public final class EventWriter: EventLog {
    /// A transaction of the control plane or of the store itself.
    struct Job: Sendable {
        /// Runs with the writer's connection.
        var run: @Sendable (Connection) -> Void
        /// Told why it cannot run: the database does not open, or the store is closed.
        var refuse: @Sendable (StoreFailure) -> Void
    }

    struct State {
        var inbox: Inbox
        var jobs: [Job] = []
        /// Whether the threads sleep and must be rung.
        var isWriterAsleep = false
        var isWatchAsleep = false
    }

    let commitNanosecondsMax: UInt64
    let state: Mutex<State>
    let writerAlarm = Alarm()
    let watchAlarm = Alarm()
    let log: @Sendable (String) -> Void
    private let reached = Atomic<UInt64>(0)
    private let lastEvent = Atomic<Int64>(0)
    private let subscribers = Mutex<[@Sendable () -> Void]>([])
    private let figuresKept = Mutex(EventFigures())

    init(heldBytesMax: Int, commitMsMax: Int, log: @escaping @Sendable (String) -> Void) {
        commitNanosecondsMax = UInt64(commitMsMax) * 1_000_000
        state = Mutex(State(inbox: Inbox(bytesMax: heldBytesMax)))
        self.log = log
    }

    // MARK: EventLog

    public var commitment: UInt64 { reached.load(ordering: .acquiring) }

    public func append(_ batch: RawSpan, events: Int) -> UInt64 {
        let now = monotonicNanoseconds()
        var ringsWriter = false
        var ringsWatch = false
        let number = state.withLock { state in
            let number = state.inbox.append(batch, events: events, at: now)
            ringsWriter = state.isWriterAsleep
            ringsWatch = state.isWatchAsleep
            state.isWriterAsleep = false
            state.isWatchAsleep = false
            return number
        }
        if ringsWriter { writerAlarm.ring() }
        if ringsWatch { watchAlarm.ring() }
        return number
    }

    public func subscribe(_ wake: @escaping @Sendable () -> Void) {
        subscribers.withLock { $0.append(wake) }
    }

    /// What was written, held and dropped.
    public var figures: EventFigures {
        var figures = figuresKept.withLock { $0 }
        state.withLock { state in
            figures.held = state.inbox.held
            figures.dropped = state.inbox.dropped
            figures.isStalled = state.inbox.isStalled
        }
        return figures
    }

    // MARK: For the store

    func submit(_ job: Job) {
        let (isTaken, rings) = state.withLock { state in
            guard !state.inbox.isClosed else { return (false, false) }
            state.jobs.append(job)
            defer { state.isWriterAsleep = false }
            return (true, state.isWriterAsleep)
        }
        if rings { writerAlarm.ring() }
        if !isTaken { job.refuse(.domain(Self.closed)) }
    }

    /// Takes nothing more; the threads end once what they hold is written.
    func close() {
        state.withLock { $0.inbox.isClosed = true }
        writerAlarm.ring()
        watchAlarm.ring()
    }

    /// The id of the newest event this process has written.
    var lastEventID: Int64 { lastEvent.load(ordering: .relaxed) }

    static let closed = Failure(.unavailable, "The store is closing.", retryAfterSeconds: 1)

    // MARK: For its threads

    /// Changes what is reached, and wakes those who wait for it.
    func advance(_ change: (inout Inbox) -> Void) {
        state.withLock { state in
            change(&state.inbox)
            reached.store(state.inbox.reached, ordering: .releasing)
        }
        for wake in subscribers.withLock({ $0 }) { wake() }
    }

    func count(_ outcome: EventTable.Outcome, seconds: Double) {
        if outcome.events > 0 { lastEvent.store(outcome.lastID, ordering: .relaxed) }
        figuresKept.withLock { figures in
            for kind in Event.Kind.allCases {
                let count = outcome.kinds[Int(kind.rawValue)]
                if count > 0 { figures.written[kind, default: 0] += UInt64(count) }
            }
            figures.commitSeconds.observe(seconds)
        }
    }

    /// The watch: gives up the wait for commits that take too long; sleeps while there is no traffic.
    func watch() {
        var quietTurns = 0
        var gap = LogGap()
        while true {
            let now = monotonicNanoseconds()
            let (since, isBusy, isDone) = state.withLock { state in
                (
                    state.inbox.waitingSince, state.inbox.held > 0,
                    state.inbox.isClosed && state.inbox.held == 0
                )
            }
            if isDone { return }
            if let since, now > since, now - since > commitNanosecondsMax {
                advance { $0.stall() }
                if gap.passes() {
                    log("The disk is slow: fans are sent on, their events are held in memory.")
                }
            }
            quietTurns = isBusy ? 0 : quietTurns + 1
            let sleeps =
                quietTurns > 4
                && state.withLock { state in
                    let isQuiet = state.inbox.held == 0 && !state.inbox.isClosed
                    state.isWatchAsleep = isQuiet
                    return isQuiet
                }
            if sleeps {
                watchAlarm.wait()
                quietTurns = 0
            } else {
                sleepNanoseconds(commitNanosecondsMax / 2)
            }
        }
    }
}
