internal import Synchronization

/// Which links changed, told to every event loop: writers publish, each loop reads at its own
/// cursor.
///
/// Readers take no lock and never wait. A loop that slept through more than `capacity` changes is
/// told so and forgets its whole cache.
public final class LinkChanges: Sendable {
    public static let capacity: UInt64 = 1024

    // Slot n % capacity holds change n: its hash, and its number + 1 once the hash is in place.
    private let hashes: InlineArray<1024, Atomic<UInt64>>
    private let stamps: InlineArray<1024, Atomic<UInt64>>
    private let published = Atomic<UInt64>(0)
    private let turn = Mutex<Void>(())

    public init() {
        hashes = InlineArray { _ in Atomic(0) }
        stamps = InlineArray { _ in Atomic(0) }
    }

    /// Where a loop starts that begins with an empty cache.
    public var newest: UInt64 { published.load(ordering: .acquiring) }

    /// Tells every loop that the link with this hash changed.
    public func publish(_ hash: UInt64) {
        turn.withLock { _ in
            let number = published.load(ordering: .relaxed)
            let slot = Int(number % Self.capacity)
            stamps[slot].store(0, ordering: .sequentiallyConsistent)
            hashes[slot].store(hash, ordering: .sequentiallyConsistent)
            stamps[slot].store(number + 1, ordering: .sequentiallyConsistent)
            published.store(number + 1, ordering: .releasing)
        }
    }

    /// What a loop is told.
    @frozen
    public enum Change: Equatable, Sendable {
        case hash(UInt64)
        /// Too many changes to name: forget everything.
        case overrun
        case none
    }

    /// The change at `cursor`, which moves on; `.none` at the newest.
    @_noLocks
    public func next(_ cursor: inout UInt64) -> Change {
        let newest = published.load(ordering: .acquiring)
        if cursor == newest { return .none }
        if newest &- cursor > 1024 {
            cursor = newest
            return .overrun
        }
        let slot = Int(truncatingIfNeeded: cursor & 1023)
        let before = stamps[slot].load(ordering: .sequentiallyConsistent)
        let hash = hashes[slot].load(ordering: .sequentiallyConsistent)
        let after = stamps[slot].load(ordering: .sequentiallyConsistent)
        guard before == cursor &+ 1, after == before else {
            cursor = newest
            return .overrun
        }
        cursor &+= 1
        return .hash(hash)
    }
}
