import Smartlink
import Synchronization

/// A platform that answers as the test says, in the order it says so, and remembers what it was asked.
final class ScriptedPlatform: SavingPlatform {
    struct Call: Equatable {
        var access: String
        var key: String
        var title: String
    }

    struct Joint: Equatable {
        var titles: [String]
        var access: String
        var key: String
    }

    private struct Script {
        var outcomes: [SaveOutcome] = []
        var renewals: [Result<TokenGrant, GrantRefusal>] = []
        var calls: [Call] = []
        var spent: [TokenGrant] = []
        var follows: [FollowOutcome] = []
        var followed: [Call] = []
        var togetherMax = 1
        /// Nil: refused as a whole.
        var together: [[SaveOutcome]?] = []
        var joint: [Joint] = []
        var whenSaving: (@Sendable (TokenGrant) async -> Void)?
    }

    let id: String
    private let script = Mutex(Script())

    init(_ id: String) { self.id = id }

    var calls: [Call] { script.withLock { $0.calls } }
    /// Grants it was asked to renew that it renewed or refused.
    var spent: [TokenGrant] { script.withLock { $0.spent } }

    /// The next answers; after the last one everything is saved.
    func answer(_ outcomes: SaveOutcome...) { script.withLock { $0.outcomes = outcomes } }
    /// The next answers to follows; after the last one every artist is followed.
    func answerFollows(_ outcomes: FollowOutcome...) { script.withLock { $0.follows = outcomes } }
    var followed: [Call] { script.withLock { $0.followed } }
    /// The next renewals of a grant; after the last one none is needed.
    func renew(_ renewals: Result<TokenGrant, GrantRefusal>...) { renew(renewals) }
    func renew(_ renewals: [Result<TokenGrant, GrantRefusal>]) {
        script.withLock { $0.renewals = renewals }
    }
    /// What happens while a save is under way.
    func whenSaving(_ body: @escaping @Sendable (TokenGrant) async -> Void) {
        script.withLock { $0.whenSaving = body }
    }

    func authorizeURL(state: String, challenge: String, redirect: String) -> String? { nil }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant { throw .unreachable }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        let next = script.withLock { script -> Result<TokenGrant, GrantRefusal>? in
            guard !script.renewals.isEmpty else { return nil }
            script.spent.append(grant)
            return script.renewals.removeFirst()
        }
        return try next?.get() ?? grant
    }

    func dies(_ grant: TokenGrant) -> Instant? { nil }

    func save(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> SaveOutcome {
        let (outcome, body) = script.withLock { script in
            script.calls.append(Call(access: grant.access, key: key, title: target.title))
            let outcome = script.outcomes.isEmpty ? .saved : script.outcomes.removeFirst()
            return (outcome, script.whenSaving)
        }
        await body?(grant)
        return outcome
    }

    var followTerms: FollowTerms { .covered }

    func follow(_ target: SaveTarget, with grant: TokenGrant, key: String) async -> FollowOutcome {
        script.withLock { script in
            script.followed.append(Call(access: grant.access, key: key, title: target.title))
            return script.follows.isEmpty ? .followed : script.follows.removeFirst()
        }
    }

    var togetherMax: Int { script.withLock { $0.togetherMax } }
    var joint: [Joint] { script.withLock { $0.joint } }
    /// Takes so many at once; the next answers to several, after the last one everything is saved.
    func takesTogether(_ most: Int, _ outcomes: [SaveOutcome]?...) {
        script.withLock { script in
            script.togetherMax = most
            script.together = outcomes
        }
    }

    func save(
        _ targets: [SaveTarget], with grant: TokenGrant, key: String
    ) async -> [SaveOutcome]? {
        script.withLock { script in
            script.joint.append(
                Joint(titles: targets.map(\.title), access: grant.access, key: key))
            guard script.together.isEmpty else { return script.together.removeFirst() }
            return targets.map { _ in .saved }
        }
    }
}
