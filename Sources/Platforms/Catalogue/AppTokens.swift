import Outbound
import Smartlink
import Synchronization

/// The app's own token at a platform (client credentials, RFC 6749 §4.4), fetched once and kept while it is good.
///
/// One look-up fetches it and the others wait for that: some platforms count tokens as they count nothing else.
final class AppTokens: Sendable {
    private typealias Outcome = Result<String, SourceFailure>

    private struct State {
        var grant: TokenGrant?
        /// Who waits while somebody fetches; nil while nobody does.
        var waiters: [AsyncStream<Outcome>.Continuation]?
    }

    private enum Claim {
        case fresh(String)
        case fetch
        case wait(AsyncStream<Outcome>)
    }

    private let flow: OAuthFlow
    private let door: PlatformDoor
    private let state = Mutex(State())

    /// Of `flow` only the token endpoint and the app's proof are used.
    init(_ flow: OAuthFlow, _ door: PlatformDoor) {
        self.flow = flow
        self.door = door
    }

    /// A token that is good for two minutes at least; fails with `unauthorised` for credentials that are not taken.
    func token(at now: Instant) async throws(SourceFailure) -> String {
        while !Task.isCancelled {
            switch claim(at: now) {
            case .fresh(let token): return token
            case .fetch: return try await fetch(at: now)
            case .wait(let stream):
                // Without an outcome whoever fetched has been cancelled: the next one does.
                var outcomes = stream.makeAsyncIterator()
                if let outcome = await outcomes.next() { return try outcome.get() }
            }
        }
        throw SourceFailure(.timedOut)
    }

    /// The platform did not take it: the next one is fetched anew.
    func forget(_ token: String) {
        state.withLock { if $0.grant?.access == token { $0.grant = nil } }
    }

    private func claim(at now: Instant) -> Claim {
        state.withLock { state in
            if let grant = state.grant, Self.isFresh(grant, at: now) { return .fresh(grant.access) }
            guard state.waiters != nil else {
                state.waiters = []
                return .fetch
            }
            let (stream, continuation) = AsyncStream.makeStream(of: Outcome.self)
            state.waiters?.append(continuation)
            return .wait(stream)
        }
    }

    private func fetch(at now: Instant) async throws(SourceFailure) -> String {
        let outcome: Outcome
        var fetched: TokenGrant?
        do throws(GrantRefusal) {
            let grant = try await flow.appGrant(at: now, door)
            fetched = grant
            outcome = .success(grant.access)
        } catch {
            outcome = .failure(SourceFailure(error == .unreachable ? .unreachable : .unauthorised))
        }
        let isMeant = fetched != nil || !Task.isCancelled
        let waiters = state.withLock { state in
            defer { state.waiters = nil }
            state.grant = fetched ?? state.grant
            return state.waiters ?? []
        }
        for waiter in waiters {
            if isMeant { waiter.yield(outcome) }
            waiter.finish()
        }
        return try outcome.get()
    }

    private static func isFresh(_ grant: TokenGrant, at now: Instant) -> Bool {
        guard let expiresAt = grant.expiresAt else { return true }
        return expiresAt.ms - now.ms >= Limits.renewalSecondsMin * 1_000
    }
}
