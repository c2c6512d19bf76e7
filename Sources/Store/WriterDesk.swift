/// Where everything is written: the connection, the batch that is being written, and what becomes of it.
///
/// One thread at a time works here: the writer's own, or a loop's that leads a commit (EventWriter says who).
/// A batch that cannot be written is kept and tried again, in order, before any newer one.
final class WriterDesk: @unchecked Sendable {
    // Unchecked: who may touch it is settled under EventWriter's lock.
    private let open: @Sendable () throws(StoreFailure) -> Connection
    private let checkpointer: Checkpointer
    private var connection: Connection?
    private var table: EventTable?

    var batch: [UInt8] = []
    /// Whether `batch` holds events that are not written yet.
    var isKept = false
    private(set) var retryAt: UInt64 = 0
    private var retryMs = Limits.retryMsMin
    /// Attempts on the same batch while the store is closing.
    private var lastAttempts = 0
    /// What a commit takes, on the average of recent ones.
    private var commitNanoseconds = Double(Limits.ledNanosecondsMax)

    init(
        checkpointer: Checkpointer, open: @escaping @Sendable () throws(StoreFailure) -> Connection
    ) {
        self.checkpointer = checkpointer
        self.open = open
    }

    /// Whether a loop may commit here: nothing is kept or overdue, and the disk has been prompt.
    var isPrompt: Bool {
        guard let connection, !isKept else { return false }
        return commitNanoseconds < Double(Limits.ledNanosecondsMax)
            && connection.logPages < Limits.logPagesMax
    }

    // MARK: Jobs

    func perform(_ job: EventWriter.Job) {
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

    /// Writes the batch; keeps it for later if that fails.
    func attempt(for writer: EventWriter) {
        let start = monotonicNanoseconds()
        do throws(StoreFailure) {
            let outcome = try write()
            let elapsed = monotonicNanoseconds() - start
            commitNanoseconds = 0.9 * commitNanoseconds + 0.1 * Double(elapsed)
            isKept = false
            // Before the loops are told: a figure never lags behind a reply.
            writer.count(outcome, seconds: Double(elapsed) / 1e9)
            writer.settle(outcome.events)
            if retryMs > Limits.retryMsMin {
                writer.log("The store writes again: held events are being written.")
            }
            retryMs = Limits.retryMsMin
        } catch {
            fail(error, for: writer)
        }
    }

    private func write() throws(StoreFailure) -> EventTable.Outcome {
        let connection = try connected()
        if table == nil { table = try EventTable(connection) }
        let records = batch
        return try unsafe table?.write(records.span.bytes) ?? EventTable.Outcome()
    }

    private func fail(_ error: StoreFailure, for writer: EventWriter) {
        if retryMs == Limits.retryMsMin {
            writer.log("Events cannot be written and are held in memory: \(error)")
        }
        writer.advance { $0.stall() }
        retryAt = monotonicNanoseconds() + retryMs * 1_000_000
        retryMs = min(retryMs * 2, Limits.retryMsMax)
    }

    /// Gives a kept batch up after a few more attempts: the store is closing.
    func giveUpClosing(for writer: EventWriter) {
        lastAttempts += 1
        guard lastAttempts >= 3 else {
            sleepNanoseconds(Limits.retryMsMin * 1_000_000)
            return
        }
        let count = writer.figures.held
        writer.log("\(count) events could not be written before the end and are lost.")
        writer.advance { $0.abandon() }
        batch = []
        isKept = false
    }

    // MARK: The log

    /// Has the log copied back once it is long.
    func lookAfterLog() {
        guard let connection, connection.logPages >= Limits.checkpointPages else { return }
        checkpointer.ring()
    }

    /// Finishes the copying itself where traffic outruns it.
    func finishLog() {
        guard let connection, connection.logPages >= Limits.logPagesMax,
            checkpointer.takeUnfinished()
        else { return }
        // Nothing is appended meanwhile, so this reaches the end and the log starts over.
        _ = try? connection.checkpoint()
    }
}
