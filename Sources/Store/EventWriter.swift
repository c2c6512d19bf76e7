public import Smartlink
import Synchronization

/// The one door through which anything is written: events in batches, group commit, and between batches
/// the control plane's transactions.
///
/// Loops append under one short lock. Who writes: a loop that has appended, on its own thread, where nobody else
/// writes and the disk is prompt (it *leads*); else the writer's thread, which also runs the jobs and looks after
/// what could not be written. A second thread watches that no reply waits longer than `commitMsMax`, and has
/// a leader relieved whom the disk has caught.
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
        /// Whether a loop's thread is at the desk; how it is relieved, until it is.
        var isLed = false
        var relieve: (@Sendable () -> Bool)?
        /// Whether the threads sleep and must be rung.
        var isWriterAsleep = false
        var isWatchAsleep = false
    }

    let commitNanosecondsMax: UInt64
    let state: Mutex<State>
    /// Touched by the leader while `isLed`, else by the writer's thread while it is awake.
    let desk: WriterDesk
    let writerAlarm = Alarm()
    let watchAlarm = Alarm()
    let log: @Sendable (String) -> Void
    private let reached = Atomic<UInt64>(0)
    private let lastEvent = Atomic<Int64>(0)
    private let subscribers = Mutex<[@Sendable () -> Void]>([])
    private let figuresKept = Mutex(EventFigures())

    init(
        heldBytesMax: Int, commitMsMax: Int, desk: WriterDesk,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.desk = desk
        commitNanosecondsMax = UInt64(commitMsMax) * 1_000_000
        state = Mutex(State(inbox: Inbox(bytesMax: heldBytesMax)))
        self.log = log
    }

    // MARK: EventLog

    public var commitment: UInt64 { reached.load(ordering: .acquiring) }

    public func append(_ batch: RawSpan, events: Int) -> UInt64 {
        let now = monotonicNanoseconds()
        var ringsWatch = false
        let number = state.withLock { state in
            ringsWatch = state.isWatchAsleep
            state.isWatchAsleep = false
            return state.inbox.append(batch, events: events, at: now)
        }
        if ringsWatch { watchAlarm.ring() }
        return number
    }

    public func ring() {
        let rings = state.withLock { state in
            // A leader rings by itself if it leaves anything behind.
            if state.isLed { return false }
            defer { state.isWriterAsleep = false }
            return state.isWriterAsleep
        }
        if rings { writerAlarm.ring() }
    }

    public func write(relieve: @escaping @Sendable () -> Bool) -> Bool {
        let leads = state.withLock { state in
            guard state.isWriterAsleep, !state.isLed, state.jobs.isEmpty, state.inbox.events > 0,
                !state.inbox.isStalled, !state.inbox.isClosed, desk.isPrompt
            else { return false }
            state.isLed = true
            state.relieve = relieve
            state.inbox.take(into: &desk.batch)
            return true
        }
        guard leads else {
            ring()
            return true
        }
        desk.isKept = true
        desk.attempt(for: self)
        desk.lookAfterLog()
        return endLead()
    }

    /// Leaves the desk; false if the leader was relieved.
    private func endLead() -> Bool {
        let (isOwn, rings) = state.withLock { state in
            let isOwn = state.relieve != nil
            state.relieve = nil
            state.isLed = false
            let hasWork =
                desk.isKept || !state.jobs.isEmpty || state.inbox.events > 0
                || state.inbox.isClosed
            defer { if hasWork { state.isWriterAsleep = false } }
            return (isOwn, hasWork && state.isWriterAsleep)
        }
        if rings { writerAlarm.ring() }
        return isOwn
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

    /// The batch underway is durable; what of it could not be read is dropped.
    func settle(_ events: Int) {
        var unreadable = 0
        advance { inbox in
            unreadable = inbox.underwayEvents - events
            if unreadable > 0 { inbox.drop(unreadable) }
            inbox.settle()
        }
        if unreadable > 0 { log("\(unreadable) events of a damaged batch were dropped.") }
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
}
