public import Smartlink
import Synchronization
public import Telemetry

/// What happens at a source's gate that an operator may want to know.
public enum SourceEvent: Equatable, Sendable {
    /// A look-up ended: `found`, `missed`, or a failure's name.
    case ended(outcome: String)
    /// The source asked to be left alone for so long.
    case restBegan(seconds: Int)
    /// The first look-up after that goes out.
    case restEnded
    /// It failed so often that it is left alone.
    case breakerOpened(seconds: Int)
    /// It answers again.
    case breakerClosed
}

extension SourceAnswer {
    /// Its name in metrics and texts.
    public var outcome: String {
        switch self {
        case .found: "found"
        case .missed: "missed"
        case .failed(let failure): failure.kind.rawValue
        }
    }
}

/// What became of look-ups since the start, for /metrics, and what is told the log.
public final class SourceTally: Sendable {
    public struct Key: Hashable, Sendable {
        /// The source's id.
        public var platform: String
        public var outcome: String
    }

    private let log: Log
    private let counts = Mutex<[Key: UInt64]>([:])

    public init(_ log: Log) { self.log = log }

    public var all: [Key: UInt64] { counts.withLock { $0 } }

    /// Takes an event in: counts ends, logs the others.
    public func hear(_ event: SourceEvent, from source: String) {
        let name = LogField("source", .name(source))
        switch event {
        case .ended(let outcome):
            counts.withLock { $0[Key(platform: source, outcome: outcome), default: 0] += 1 }
        case .restBegan(let seconds):
            log.info("source_rests", name, LogField("seconds", .count(seconds)))
        case .restEnded: log.info("source_asked_again", name)
        case .breakerOpened(let seconds):
            log.warning("source_paused", name, LogField("seconds", .count(seconds)))
        case .breakerClosed: log.info("source_back", name)
        }
    }
}
