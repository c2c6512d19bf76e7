import Bytes
import HTTP

/// What a loop is told at its start and may be told anew.
struct LoopSettings: Sendable {
    var limits: Limits
    /// At most `NetworkSet.capacity`; each loop makes its own set of them.
    var trustedProxies: [CIDR]
    /// This loop's share of the server's.
    var controlRequestsMax: Int
    let headMs: Int64
    let bodyMs: Int64
    let idleMs: Int64
    let writeMs: Int64
    let lingerMs: Int64
    let drainMs: Int64

    init(_ limits: Limits, trustedProxies: [CIDR], loops: Int) {
        self.limits = limits
        self.trustedProxies = trustedProxies
        controlRequestsMax = max(1, limits.controlRequestsMax / loops)
        headMs = Limits.ms(limits.headSecondsMax)
        bodyMs = Limits.ms(limits.bodySecondsMax)
        idleMs = Limits.ms(limits.idleSecondsMax)
        writeMs = Limits.ms(limits.writeSecondsMax)
        lingerMs = Limits.ms(limits.lingerSecondsMax)
        drainMs = Limits.ms(limits.drainSecondsMax)
    }

    var trusted: NetworkSet {
        guard let set = NetworkSet(trustedProxies) else {
            preconditionFailure("the server refuses more blocks than a set holds")
        }
        return set
    }
}
