import HTTP
import Smartlink

/// Everything the sandbox knows; a value, changed by one request at a time.
struct House: Sendable {
    var shelf = Shelf()
    var ledger = Ledger()
    var grants = GrantTable()
    var faults = FaultTable()
    var tally = Tally()
    /// What Tidal was asked under an `Idempotency-Key`.
    var repeats = BoundedTable<String, TidalDialect.Repeat>(
        countMax: SandboxLimits.idempotencyKeysMax)
    /// Developer tokens that were read and found well-formed, with their ends.
    var developerTokens = BoundedTable<String, Instant>(
        countMax: SandboxLimits.developerTokensMax)
    var draws: Draws
    /// Answers held back just now.
    var pausing = 0
    /// Fans made by the thousand so far.
    var madeFans = 0
    let digest: @Sendable ([UInt8]) -> [UInt8]

    init(_ surroundings: SandboxSurroundings) {
        draws = Draws(seed: surroundings.seed)
        digest = surroundings.digest
    }

    mutating func answer(_ request: Request, at now: Instant) -> Reply {
        let first = request.path.split(separator: "/", maxSplits: 1).first ?? ""
        if first.isEmpty { return Reply(response: FrontPage.respond(to: request, in: self)) }
        if first == "admin" {
            return Reply(response: AdminDoor.respond(to: request, in: &self, at: now))
        }
        guard let standIn = StandIn(rawValue: String(first)) else {
            return Reply(
                response: .text(404, "The sandbox has no \(first); GET / lists what is here.\n"))
        }
        return answer(Call(request, standIn, at: now))
    }

    private mutating func answer(_ call: Call) -> Reply {
        var call = call
        var reply: Reply
        if let named = call.parameter("fault"), Fault.Kind(rawValue: named) == nil {
            let known = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return Reply(response: .text(400, "The sandbox knows the faults \(known).\n"))
        }
        let fault = faults.take(for: call)
        switch fault {
        case nil: reply = Reply(response: respond(to: call))
        case .some(let fault):
            call.hidesCatalogue = fault.kind == .notReleased
            reply = fault.kind.lets ? Reply(response: respond(to: call)) : fault.reply(to: call)
            reply.pauseSeconds = fault.pauseSeconds
        }
        if reply.pauseSeconds > 0 {
            if pausing >= SandboxLimits.pausesMax {
                reply = Reply(response: .text(503, "The sandbox holds back too many answers.\n"))
            } else {
                pausing += 1
            }
        }
        tally.count(call.standIn, status: reply.response.status, fault: fault?.kind)
        return reply
    }

    private mutating func respond(to call: Call) -> Response {
        if let rules = call.standIn.dialect.oauth {
            if call.path == rules.authorizePath {
                return ConsentDoor.respond(to: call, rules, in: &self)
            }
            if call.path == rules.tokenPath {
                return TokenDoor.respond(to: call, rules, in: &self)
            }
        }
        return call.standIn.dialect.respond(to: call, in: &self)
    }
}
