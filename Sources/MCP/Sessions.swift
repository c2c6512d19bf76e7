internal import Bytes
internal import Smartlink
internal import Synchronization

/// Who has introduced themselves and when they were last heard of.
///
/// Nothing hangs on a session but its owner and the version it speaks: a client that lost one begins another and goes on.
final class Sessions: Sendable {
    private struct Session {
        var owner: [UInt8]
        var version: ProtocolVersion
        var lastUsed: Instant
    }

    private let open = Mutex<[String: Session]>([:])

    var count: Int { open.withLock { $0.count } }

    /// Begins one and answers its name, hexadecimal digits of `random`.
    func begin(
        owner: [UInt8], speaking version: ProtocolVersion, at now: Instant, random: [UInt8]
    ) -> String {
        let name = hexadecimal(random)
        open.withLock { open in
            if open.count >= Limits.sessionsMax { Self.makeRoom(&open, at: now) }
            open[name] = Session(owner: owner, version: version, lastUsed: now)
        }
        return name
    }

    private static func makeRoom(_ open: inout [String: Session], at now: Instant) {
        open = open.filter { now.ms - $0.value.lastUsed.ms < Limits.sessionIdleMsMax }
        guard open.count >= Limits.sessionsMax else { return }
        let oldest = open.min { $0.value.lastUsed.ms < $1.value.lastUsed.ms }
        if let oldest { open[oldest.key] = nil }
    }

    /// What was agreed to be spoken in the session, if it is open and `owner`'s; it stays open for as long again.
    func use(_ name: String, owner: [UInt8], at now: Instant) -> ProtocolVersion? {
        open.withLock { open in
            guard let session = open[name], session.owner == owner else { return nil }
            guard now.ms - session.lastUsed.ms < Limits.sessionIdleMsMax else {
                open[name] = nil
                return nil
            }
            open[name]?.lastUsed = now
            return session.version
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
