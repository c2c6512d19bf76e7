import Synchronization

/// A number that only grows, counted from any thread.
public final class Counter: Sendable {
    private let total = Atomic<UInt64>(0)

    public init() {}

    public func add(_ amount: Int = 1) {
        total.wrappingAdd(UInt64(clamping: amount), ordering: .relaxed)
    }

    public var value: UInt64 { total.load(ordering: .relaxed) }
}
