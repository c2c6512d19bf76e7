internal import Bytes
internal import Smartlink
internal import Synchronization

/// Who has introduced themselves and when they were last heard of.
///
/// Nothing hangs on a session but its owner: a client that lost one begins another and goes on.
final class Sessions: Sendable {
    private struct Session {
        var owner: [UInt8]
        var lastUsed: Instant
    }

    private let open = Mutex<[String: Session]>([:])

    var count: Int { open.withLock { $0.count } }

    /// Begins one and answers its name, hexadecimal digits of `random`.
    func begin(owner: [UInt8], at now: Instant, random: [UInt8]) -> String {
        let name = hexadecimal(random)
        open.withLock { open in
            if open.count >= Limits.sessionsMax { Self.makeRoom(&open, at: now) }
            open[name] = Session(owner: owner, lastUsed: now)
        }
        return name
    }

    private static func makeRoom(_ open: inout [String: Session], at now: Instant) {
        open = open.filter { now.ms - $0.value.lastUsed.ms < Limits.sessionIdleMsMax }
        guard open.count >= Limits.sessionsMax else { return }
        let oldest = open.min { $0.value.lastUsed.ms < $1.value.lastUsed.ms }
        if let oldest { open[oldest.key] = nil }
    }

    /// Whether the session is open and `owner`'s; it stays open for as long again.
    func use(_ name: String, owner: [UInt8], at now: Instant) -> Bool {
        open.withLock { open in
            guard let session = open[name], session.owner == owner else { return false }
            guard now.ms - session.lastUsed.ms < Limits.sessionIdleMsMax else {
                open[name] = nil
                return false
            }
            open[name]?.lastUsed = now
            return true
        }
    }

    /// Ends the session; false if there is none, or none of `owner`'s.
    func end(_ name: String, owner: [UInt8]) -> Bool {
        open.withLock { open in
            guard open[name]?.owner == owner else { return false }
            open[name] = nil
            return true
        }
    }
}
