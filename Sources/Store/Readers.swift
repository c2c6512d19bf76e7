import Smartlink
import Synchronization

/// A few threads with a connection each, for the control plane's reads: a task never waits inside SQLite.
final class Readers: Sendable {
    private struct State {
        var jobs: [EventWriter.Job] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let alarm = Alarm()
    private let open: @Sendable () throws(StoreFailure) -> Connection

    init(open: @escaping @Sendable () throws(StoreFailure) -> Connection) { self.open = open }

    func submit(_ job: EventWriter.Job) {
        let isTaken = state.withLock { state in
            if !state.isClosed { state.jobs.append(job) }
            return !state.isClosed
        }
        if isTaken { alarm.ring() } else { job.refuse(.domain(EventWriter.closed)) }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        alarm.ring()
    }

    /// One thread's work, until the pool is closed and its queue empty.
    func run() {
        var connection: Connection?
        while true {
            let (job, isMore, isClosed) = state.withLock { state in
                let job = state.jobs.isEmpty ? nil : state.jobs.removeFirst()
                return (job, !state.jobs.isEmpty, state.isClosed)
            }
            // The alarm remembers one ring only: whoever takes a job wakes the next for the rest.
            if isMore || isClosed { alarm.ring() }
            guard let job else {
                if isClosed { return }
                alarm.wait()
                continue
            }
            do throws(StoreFailure) {
                let present = try Connection.kept(in: &connection, open)
                job.run(present)
            } catch {
                job.refuse(error)
            }
        }
    }
}
