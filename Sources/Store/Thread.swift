// The store's own threads: SQLite blocks, so neither loops nor tasks may wait inside it.
import Glibc

/// A thread that runs one function to its end.
final class Thread: Sendable {
    private let handle: pthread_t

    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    init(_ body: @escaping @Sendable () -> Void) throws(StoreFailure) {
        let start = unsafe Unmanaged.passRetained(Start(body))
        var created = pthread_t()
        let error = unsafe pthread_create(
            &created, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                // Signals are for the program's own threads.
                var all = sigset_t()
                unsafe sigfillset(&all)
                unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
                start.body()
                return nil
            }, start.toOpaque())
        guard error == 0 else {
            unsafe start.release()
            throw .file(path: "of the store", error: error, doing: "start a thread")
        }
        handle = created
    }

    /// Waits for its end; once only.
    func join() { pthread_join(handle, nil) }
}

/// Something to sleep on: a ring before the wait is not lost.
@safe
final class Alarm: Sendable {
    @unsafe
    private struct State {
        var mutex = unsafe pthread_mutex_t()
        var condition = pthread_cond_t()
        var isRung = false
    }

    // The C types must not move; all use is between lock and unlock.
    private nonisolated(unsafe) let state: UnsafeMutablePointer<State>

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
        unsafe pthread_mutex_init(&state.pointee.mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(&state.pointee.condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(&state.pointee.condition)
        unsafe pthread_mutex_destroy(&state.pointee.mutex)
        unsafe state.deallocate()
    }

    func ring() {
        unsafe pthread_mutex_lock(&state.pointee.mutex)
        unsafe state.pointee.isRung = true
        unsafe pthread_mutex_unlock(&state.pointee.mutex)
        unsafe pthread_cond_signal(&state.pointee.condition)
    }

    /// Waits for a ring, at most until `deadline` in nanoseconds of the monotonic clock.
    func wait(until deadline: UInt64 = .max) {
        unsafe pthread_mutex_lock(&state.pointee.mutex)
        var time = timespec()
        time.tv_sec = Int(deadline / 1_000_000_000)
        time.tv_nsec = Int(deadline % 1_000_000_000)
        while unsafe !state.pointee.isRung {
            if deadline == .max {
                unsafe pthread_cond_wait(&state.pointee.condition, &state.pointee.mutex)
            } else if unsafe pthread_cond_timedwait(
                &state.pointee.condition, &state.pointee.mutex, &time) == ETIMEDOUT
            {
                break
            }
        }
        unsafe state.pointee.isRung = false
        unsafe pthread_mutex_unlock(&state.pointee.mutex)
    }
}

/// Nanoseconds of a clock that never jumps.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Nanoseconds since 1970.
func realNanoseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}

func sleepNanoseconds(_ count: UInt64) {
    var time = timespec()
    time.tv_sec = Int(count / 1_000_000_000)
    time.tv_nsec = Int(count % 1_000_000_000)
    unsafe nanosleep(&time, nil)
}

/// Lets a log line through now and then, however often its cause comes up.
struct LogGap: Sendable {
    private var last: UInt64?

    mutating func passes() -> Bool {
        let now = monotonicNanoseconds()
        if let last, now - last < Limits.logGapNanoseconds { return false }
        last = now
        return true
    }
}

/// The system's words for an `errno`.
func systemMessage(_ error: Int32) -> String {
    unsafe String(cString: strerror(error))
}
