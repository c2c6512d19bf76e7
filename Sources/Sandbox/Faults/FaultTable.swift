import HTTP

/// Faults that were asked for ahead.
struct FaultTable: Sendable {
    struct Rule: Sendable {
        var fault: Fault
        /// Nil: every stand-in.
        var standIn: StandIn?
        /// Beginning of the path, with the platform's own segment; nil: where the fault makes sense.
        var path: String?
        /// Nil: until it is reset.
        var timesLeft: Int?
    }

    private(set) var rules: [Rule] = []

    /// False if there are too many.
    mutating func add(_ rule: Rule) -> Bool {
        guard rules.count < SandboxLimits.faultsMax else { return false }
        rules.append(rule)
        return true
    }

    /// The fault this call meets: the one it names itself, else the first that was asked for.
    mutating func take(for call: Call) -> Fault? {
        if let named = call.parameter("fault"), let kind = Fault.Kind(rawValue: named) {
            return Fault(kind: kind, seconds: call.parameter("seconds").flatMap(Double.init))
        }
        guard !rules.isEmpty else { return nil }
        guard let place = rules.firstIndex(where: { meets($0, call) }) else { return nil }
        let fault = rules[place].fault
        if let left = rules[place].timesLeft {
            if left <= 1 { rules.remove(at: place) } else { rules[place].timesLeft = left - 1 }
        }
        return fault
    }

    private func meets(_ rule: Rule, _ call: Call) -> Bool {
        if let standIn = rule.standIn, standIn != call.standIn { return false }
        if let path = rule.path { return call.request.path.hasPrefix(path) }
        let oauth = call.standIn.dialect.oauth
        // Pages for people are spared unless they are named.
        if call.path == oauth?.authorizePath || call.path == AppleDialect.scriptPath {
            return false
        }
        let isToken = call.path == oauth?.tokenPath
        switch rule.fault.kind {
        case .invalidGrant: return isToken
        case .notRegistered, .notReleased, .quotaExceeded: return !isToken
        default: return true
        }
    }
}
