internal import Synchronization

/// The tables in force; loops notice a replacement by one atomic load a turn.
public final class FanTablesInForce: Sendable {
    private let current: Mutex<FanTables>
    private let replacements = Atomic<Int>(0)

    public init(_ tables: FanTables) {
        current = Mutex(tables)
    }

    /// Puts other tables in force from each loop's next turn on.
    public func replace(with tables: FanTables) {
        current.withLock { $0 = tables }
        replacements.add(1, ordering: .releasing)
    }

    public var tables: FanTables { current.withLock { $0 } }

    /// Counts replacements.
    var count: Int { replacements.load(ordering: .acquiring) }
}
