import Smartlink
import Synchronization

/// How fast all lanes together may go: each batch takes its share of one time line.
final class Pace: Sendable {
    private let perSecond: Int64
    /// When the next batch may begin, in µs since 1970.
    private let nextAt = Mutex<Int64>(0)
    /// A clock that was set back stops nobody for longer.
    private static let pauseMsMax: Int64 = 1_000

    init(perSecond: Int64) { self.perSecond = perSecond }

    /// Milliseconds to wait after a batch of so many.
    func pause(after count: Int, at now: Instant) -> Int64 {
        nextAt.withLock { nextAt in
            let moment = now.ms * 1_000
            nextAt = max(nextAt, moment) + Int64(count) * 1_000_000 / perSecond
            let pause = (nextAt - moment) / 1_000
            if pause > Self.pauseMsMax { nextAt = moment }
            return min(pause, Self.pauseMsMax)
        }
    }
}
