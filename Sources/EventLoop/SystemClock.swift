import Glibc

/// The two clocks of the machine; loops read them when they have waited.
public enum SystemClock {
    /// Nanoseconds since an arbitrary point; never goes back.
    public static func monotonicNs() -> Int64 {
        read(CLOCK_MONOTONIC)
    }

    /// Milliseconds since 1970.
    public static func realMs() -> Int64 {
        read(CLOCK_REALTIME) / 1_000_000
    }

    /// Lets the thread rest; a signal may end it early.
    public static func sleep(ns: Int64) {
        var time = timespec()
        time.tv_sec = Int(ns / 1_000_000_000)
        time.tv_nsec = Int(ns % 1_000_000_000)
        _ = unsafe nanosleep(&time, nil)
    }

    private static func read(_ clock: Int32) -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
