import Bytes
import Synchronization

/// What the writer's thread does, and the things only it touches.
///
/// One turn: run the jobs, wait for company if that pays, take the inbox, commit, tell the loops. A batch
/// that cannot be written is kept and tried again, in order, before any newer one.
final class WriterThread {
    private let writer: EventWriter
    private let open: () throws(StoreFailure) -> Connection
    private let checkpointer: Checkpointer
    private var connection: Connection?
    private var table: EventTable?
    private var window = CommitWindow()

    private var batch: [UInt8] = []
    /// Whether `batch` holds events that are not written yet.
    private var isKept = false
    private var retryAt: UInt64 = 0
    private var retryMs = Limits.retryMsMin
    /// Attempts on the same batch while the store is closing.
    private var lastAttempts = 0

    init(
        _ writer: EventWriter, checkpointer: Checkpointer,
        open: @escaping () throws(StoreFailure) -> Connection
    ) {
        self.writer = writer
        self.checkpointer = checkpointer
        self.open = open
    }

    /// Works until the store is closed and nothing is left to write.
    func run() {
        while turn() {}
    }

    private func turn() -> Bool {
        let (jobs, events, firstAt, isClosed) = writer.state.withLock { state in
            let jobs = state.jobs
            state.jobs.removeAll(keepingCapacity: true)
            return (jobs, state.inbox.events, state.inbox.firstAt, state.inbox.isClosed)
        }
        for job in jobs { perform(job) }
        if isKept {
            if isClosed || monotonicNanoseconds() >= retryAt {
                attempt()
                if isKept, isClosed { giveUpClosing() }
            } else {
                sleep(until: retryAt)
            }
        } else if events > 0 {
            if !isClosed { gather(events, since: firstAt) }
            writer.state.withLock { $0.inbox.take(into: &batch) }
            isKept = true
            attempt()
        } else if jobs.isEmpty {
            if isClosed { return false }
            sleep(until: .max)
        }
        return true
    }

    private func sleep(until deadline: UInt64) {
        let hasWork = writer.state.withLock { state in
            let hasWork =
                !state.jobs.isEmpty || state.inbox.isClosed || !isKept && state.inbox.events > 0
            state.isWriterAsleep = !hasWork
            return hasWork
        }
        if !hasWork { writer.writerAlarm.wait(until: deadline) }
    }

    // MARK: Jobs

    private func perform(_ job: EventWriter.Job) {
        do throws(StoreFailure) {
            job.run(try connected())
        } catch {
            job.refuse(error)
        }
        lookAfterLog()
    }

    private func connected() throws(StoreFailure) -> Connection {
        if let connection { return connection }
        let opened = try open()
        opened.watchLog()
        connection = opened
        return opened
    }

    // MARK: Events

    /// Waits while that is worth it, counted from the first event's arrival.
    private func gather(_ events: Int, since firstAt: UInt64) {
        let wait = window.wait(atHand: events)
        guard wait > 0 else { return }
        let start = monotonicNanoseconds()
        let deadline = max(firstAt &+ wait, start)
        let slice = window.slice(of: wait)
        var seen = events
        var now = start
        while now < deadline {
            let before = now
            sleepNanoseconds(min(slice, deadline - now))
            now = monotonicNanoseconds()
            let (present, hasJobs) = writer.state.withLock { state in
                (state.inbox.events, !state.jobs.isEmpty || state.inbox.isClosed)
            }
            let gathered = present - seen
            seen = present
            if hasJobs || window.isBarren(now - before, gathered: gathered) { break }
        }
        if now > start { window.waited(now - start, gathered: seen - events) }
    }

    /// Writes the batch; keeps it for later if that fails.
    private func attempt() {
        let start = monotonicNanoseconds()
        do throws(StoreFailure) {
            let outcome = try write()
            let end = monotonicNanoseconds()
            let unreadable = writer.state.withLock { state in
                state.inbox.underwayEvents - outcome.events
            }
            // Before the loops are told: a figure never lags behind a reply.
            writer.count(outcome, seconds: Double(end - start) / 1e9)
            writer.advance { inbox in
                if unreadable > 0 { inbox.drop(unreadable) }
                inbox.settle()
            }
            window.committed(outcome.events, in: end - start, at: end)
            isKept = false
            if retryMs > Limits.retryMsMin {
                writer.log("The store writes again: held events are being written.")
            }
            retryMs = Limits.retryMsMin
            if unreadable > 0 {
                writer.log("\(unreadable) events of a damaged batch were dropped.")
            }
            lookAfterLog()
        } catch {
            fail(error)
        }
    }

    private func write() throws(StoreFailure) -> EventTable.Outcome {
        let connection = try connected()
        if table == nil { table = try EventTable(connection) }
        let records = batch
        return try unsafe table?.write(records.span.bytes) ?? EventTable.Outcome()
    }

    private func fail(_ error: StoreFailure) {
        if retryMs == Limits.retryMsMin {
            writer.log("Events cannot be written and are held in memory: \(error)")
        }
        writer.advance { $0.stall() }
        retryAt = monotonicNanoseconds() + retryMs * 1_000_000
        retryMs = min(retryMs * 2, Limits.retryMsMax)
    }

    private func giveUpClosing() {
        lastAttempts += 1
        guard lastAttempts >= 3 else {
            sleepNanoseconds(Limits.retryMsMin * 1_000_000)
            return
        }
        let count = writer.state.withLock { $0.inbox.held }
        writer.log("\(count) events could not be written before the end and are lost.")
        writer.advance { $0.abandon() }
        batch = []
        isKept = false
    }

    /// Has the log copied back once it is long; finishes that itself where traffic outruns the copying.
    private func lookAfterLog() {
        guard let connection, connection.logPages >= Limits.checkpointPages else { return }
        checkpointer.ring()
        if connection.logPages >= Limits.logPagesMax, checkpointer.takeUnfinished() {
            // Nothing is appended meanwhile, so this reaches the end and the log starts over.
            _ = try? connection.checkpoint()
        }
    }
}
