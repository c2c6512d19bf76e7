import Glibc

/// Monotonic time in nanoseconds.
@inline(__always)
func monotonicNs() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(seconds * 1e9) }

func pause(_ seconds: Double) {
    let end = monotonicNs() + nanoseconds(seconds)
    while true {
        let now = monotonicNs()
        if now >= end { return }
        usleep(UInt32(min((end - now) / 1_000 + 1, 1_000_000)))
    }
}

/// Lets this process hold `count` descriptors.
func raiseDescriptorLimit(to count: Int) throws {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur < UInt(count) else { return }
    limit.rlim_cur = UInt(count)
    limit.rlim_max = max(limit.rlim_max, UInt(count))
    guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
        throw BenchFailure.system("\(count) open files")
    }
}

/// A small seeded generator (SplitMix64), so that a run can be repeated.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to just below 1.
    mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
