// What the writer's own two threads do.
import Synchronization

extension EventWriter {
    /// The writer's thread: runs the jobs, writes what no loop has written, tries again what could not be; works until
    /// the store is closed and nothing is left.
    func run() {
        while turn() {}
    }

    private func turn() -> Bool {
        let (jobs, events, isClosed, isLed) = state.withLock { state in
            state.isWriterAsleep = state.isLed
            if state.isLed { return ([Job](), 0, false, true) }
            let jobs = state.jobs
            state.jobs.removeAll(keepingCapacity: true)
            return (jobs, state.inbox.events, state.inbox.isClosed, false)
        }
        if isLed {
            writerAlarm.wait()
            return true
        }
        for job in jobs { desk.perform(job) }
        if desk.isKept {
            if isClosed || monotonicNanoseconds() >= desk.retryAt {
                desk.attempt(for: self)
                if desk.isKept, isClosed { desk.giveUpClosing(for: self) }
            } else {
                sleep(until: desk.retryAt)
            }
        } else if events > 0 {
            state.withLock { $0.inbox.take(into: &desk.batch) }
            desk.isKept = true
            desk.attempt(for: self)
            desk.lookAfterLog()
            desk.finishLog()
        } else if jobs.isEmpty {
            if isClosed { return false }
            sleep(until: .max)
        }
        return true
    }

    private func sleep(until deadline: UInt64) {
        let hasWork = state.withLock { state in
            let hasWork =
                !state.jobs.isEmpty || state.inbox.isClosed
                || !desk.isKept && state.inbox.events > 0
            state.isWriterAsleep = !hasWork
            return hasWork
        }
        if !hasWork { writerAlarm.wait(until: deadline) }
    }

    /// Has another thread carry on for a leader the disk has caught. Under the lock, so that the leader learns of it
    /// when it comes back.
    private func relieveLeader() {
        state.withLock { state in
            if let relieve = state.relieve, relieve() { state.relieve = nil }
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
                relieveLeader()
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
