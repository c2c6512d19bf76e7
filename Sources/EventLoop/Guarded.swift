// ThreadSanitizer knows the C library's mutexes. It does not see inside the standard library's
// `Mutex`, which speaks to the kernel itself, and would report every value behind one; the server's
// threads are worth checking.
import Glibc

/// A value that one thread at a time may touch.
@safe
public final class Guarded<Value>: @unchecked Sendable {
    // Unchecked: `value` is touched between lock and unlock only.
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    public init(_ value: sending Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        _ = unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Waits for its turn; `body` must not lock the same value again.
    public func withLock<Result>(_ body: (inout sending Value) -> sending Result) -> sending Result
    {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
