// Order of the two flags: the ringer sets `isRung`, then looks at `isAsleep`; the sleeper sets
// `isAsleep`, then looks at `isRung`. Sequentially consistent, so one of them always sees the
// other.
import CLinux
import Glibc
import Synchronization

/// Wakes one loop from any thread, with a system call only while that loop sleeps.
public final class WakeSignal: Sendable {
    private let descriptor: Descriptor
    private let isRung = Atomic<Bool>(false)
    private let isAsleep = Atomic<Bool>(false)

    public init() throws(SystemFailure) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw SystemFailure("eventfd") }
        descriptor = Descriptor(owning: number)
    }

    /// Watches this signal; edge-triggered, so its counter never needs to be read.
    public func join(_ epoll: borrowing Epoll, token: UInt64) throws(SystemFailure) {
        try epoll.add(descriptor.number, token: token, for: [.input, .edge])
    }

    public func ring() {
        isRung.store(true, ordering: .sequentiallyConsistent)
        guard isAsleep.load(ordering: .sequentiallyConsistent),
            isAsleep.exchange(false, ordering: .sequentiallyConsistent)
        else { return }
        var one: UInt64 = 1
        _ = unsafe Glibc.write(descriptor.number, &one, 8)
    }

    /// Announces sleep; false if somebody rang meanwhile and the loop must look again first.
    public func fallsAsleep() -> Bool {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        return !isRung.load(ordering: .sequentiallyConsistent)
    }

    /// Ends the sleep; true if somebody rang since the last call.
    public func wakesUp() -> Bool {
        isAsleep.store(false, ordering: .relaxed)
        guard isRung.load(ordering: .relaxed) else { return false }
        return isRung.exchange(false, ordering: .sequentiallyConsistent)
    }
}
