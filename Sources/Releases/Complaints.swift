import Smartlink
import Synchronization

/// Troubles that meet every save of a platform alike, told of once in a while instead of once a save.
final class Complaints: Sendable {
    private struct Count {
        var saves = 0
        var toldAt: Instant?
    }

    private let counts = Mutex<[String: Count]>([:])

    /// Counts one more save; how many it has been since it was told of last, nil if that was just now.
    func count(_ platform: String, at now: Instant) -> Int? {
        counts.withLock { counts in
            var count = counts[platform, default: Count()]
            defer { counts[platform] = count }
            count.saves += 1
            // A clock that was put back silences nobody.
            if let toldAt = count.toldAt, abs(now.ms - toldAt.ms) < Limits.complaintMs {
                return nil
            }
            let saves = count.saves
            count = Count(toldAt: now)
            return saves
        }
    }
}
