import Smartlink
import Store
import Synchronization
import Telemetry

/// How many saves are in which state, counted again at most every few seconds: that walks all of them.
final class SaveGauge: Sendable {
    private struct Reading {
        var counts: [Save.State: Int] = [:]
        var takenAt: Instant?
    }

    /// How old a count may be.
    static let ageMsMax: Int64 = 5_000

    private let store: Store
    private let reading = Mutex(Reading())

    init(_ store: Store) { self.store = store }

    /// Counts if the last count is too old; keeps it if the store has trouble.
    func refresh(at now: Instant) async {
        let isFresh = reading.withLock { reading in
            // A clock that was put back makes nothing young.
            reading.takenAt.map { abs(now.ms - $0.ms) < Self.ageMsMax } ?? false
        }
        guard !isFresh, let counts = try? await store.counts(link: nil) else { return }
        var sums: [Save.State: Int] = [:]
        for count in counts { sums[count.state, default: 0] += count.count }
        let fresh = sums
        reading.withLock { $0 = Reading(counts: fresh, takenAt: now) }
    }

    var samples: [Sample] {
        let counts = reading.withLock { $0.counts }
        return Save.State.allCases.map { state in
            Sample([.init("state", state.rawValue)], .number(Double(counts[state] ?? 0)))
        }
    }
}
