import Synchronization

/// Where one thread leaves what another waits for.
final class Answer<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let alarm = Alarm()

    func give(_ answer: Value) {
        value.withLock { $0 = answer }
        alarm.ring()
    }

    /// The answer; nil if it has not come by `deadline`, in nanoseconds of the monotonic clock.
    func wait(until deadline: UInt64 = .max) -> Value? {
        alarm.wait(until: deadline)
        return value.withLock { $0 }
    }
}
