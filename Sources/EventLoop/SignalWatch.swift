import Glibc

/// Signals as calls on a thread of their own, where anything may be done.
public enum SignalWatch {
    /// Blocks the signals in this thread, and so in every thread started after it, and waits for
    /// them elsewhere.
    ///
    /// Call it before other threads start.
    public static func start(
        _ signals: [Int32], _ handler: @escaping @Sendable (Int32) -> Void
    ) throws(SystemFailure) {
        let watched = signals
        var set = Self.set(of: watched)
        let code = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        guard code == 0 else { throw SystemFailure("pthread_sigmask", code: code) }
        try LoopThread.start(named: "segue-signals") {
            var set = Self.set(of: watched)
            while true {
                var signal: Int32 = 0
                if unsafe sigwait(&set, &signal) == 0 { handler(signal) }
            }
        }
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        for signal in signals { _ = unsafe sigaddset(&set, signal) }
        return set
    }
}
