public import Smartlink
import Synchronization

/// What platforms have said to saves and to fans' agreements since the start, for /metrics.
public final class SaveTally: Sendable {
    /// Platform and what an attempt came to: `saved`, `waiting`, `busy`, `unreachable`, `unauthorised`,
    /// `misconfigured`, the reason of a refusal; of a follow also `followed`, `follow_refused`.
    public struct Key: Hashable, Sendable {
        public var platform: String
        public var outcome: String
    }

    private let counts = Mutex<[Key: UInt64]>([:])

    public init() {}

    public var all: [Key: UInt64] { counts.withLock { $0 } }

    func count(_ outcome: SaveOutcome, at platform: String) {
        let name =
            switch outcome {
            case .saved: "saved"
            case .notReleased: "waiting"
            case .busy: "busy"
            case .unreachable: "unreachable"
            case .unauthorised: "unauthorised"
            case .misconfigured: "misconfigured"
            case .refused(let reason): reason.rawValue
            }
        count(name, platform)
    }

    /// Counts a fan's agreement that came to no grant.
    public func count(_ refusal: GrantRefusal, at platform: String) {
        switch refusal {
        case .invalidGrant: count(Save.Reason.invalidGrant.rawValue, platform)
        case .unreachable: count("unreachable", platform)
        case .misconfigured: count("misconfigured", platform)
        }
    }

    func count(_ outcome: FollowOutcome, at platform: String) {
        switch outcome {
        case .followed: count("followed", platform)
        case .refused: count("follow_refused", platform)
        case .busy: count("busy", platform)
        case .unreachable: count("unreachable", platform)
        }
    }

    private func count(_ outcome: String, _ platform: String) {
        counts.withLock { $0[Key(platform: platform, outcome: outcome), default: 0] += 1 }
    }
}
