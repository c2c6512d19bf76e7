public import Bytes
public import Smartlink
internal import Synchronization

/// Who is asking, and how often they may.
///
/// Keys cannot be guessed (192 bits); the limit per address keeps guessing cheap for the server. A
/// key that has been good before still gets in from an address that has used its failures up, so
/// nobody behind the same address is locked out by a neighbour.
public final class SignIn: Sendable {
    /// Settings with these defaults.
    public struct Rates: Equatable, Sendable {
        public var perKey = Rate(burst: 600, perMinute: 3_600)
        public var failuresPerAddress = Rate(burst: 20, perMinute: 20)

        public init() {}
    }

    private struct Tables {
        var keys: RateTable<[UInt8]>
        var failures: RateTable<PeerAddress>
        /// Hashes that were good, so that they are looked up however many failures their address
        /// has.
        var good: Set<[UInt8]> = []
        /// Accounts whose allowance has been looked after, by their plan and month.
        var seen: [Int64: (plan: Account.Plan, month: Month)] = [:]
    }

    let actions: Actions
    private let tables: Mutex<Tables>

    public init(_ actions: Actions, rates: Rates = Rates()) {
        self.actions = actions
        tables = Mutex(
            Tables(
                keys: RateTable(rates.perKey, subjectsMax: OperationLimits.rateSubjectsMax),
                failures: RateTable(
                    rates.failuresPerAddress, subjectsMax: OperationLimits.rateSubjectsMax)))
    }

    /// What somebody shows to be let in.
    enum Pass {
        case key, session

        var name: String { self == .key ? "key" : "session" }

        /// What is said to one that is not valid.
        var refusal: String {
            switch self {
            case .key:
                "This key is not valid here. `segue key create` makes one; it is sent as "
                    + "`Authorization: Bearer segue_…`."
            case .session: "This session has ended: sign in again, with a key."
            }
        }
    }

    /// The account of a key, one request of the key's rate taken.
    ///
    /// Errors: `unauthorized`, `rate_limited` with the seconds to wait.
    public func account(presenting text: String, from peer: PeerAddress) async throws(Failure)
        -> Account
    {
        let account = try await admit(.key, KeySecret(text)?.text, from: peer) {
            (hash) throws(Failure) in try await actions.accounts.account(keyHash: hash)
        }
        return try await withAllowance(account)
    }

    /// Whoever `owner` finds by the hash of a secret, one request of its rate taken; a secret without the right shape
    /// is nil.
    ///
    /// Errors: `unauthorized`, `rate_limited` with the seconds to wait.
    func admit<Owner: Sendable>(
        _ pass: Pass, _ secret: String?, from peer: PeerAddress,
        owner: ([UInt8]) async throws(Failure) -> Owner?
    ) async throws(Failure) -> Owner {
        let now = actions.surroundings.now()
        let source = Self.source(peer)
        guard let secret else { throw refusal(of: pass, from: source, at: now) }
        let hash = actions.surroundings.sha256(Array(secret.utf8))
        let wait = tables.withLock { tables in
            tables.good.contains(hash) ? nil : tables.failures.wait(source, at: now)
        }
        if let wait { throw Self.tooManyFailures(wait) }
        guard let owner = try await owner(hash) else {
            tables.withLock { _ = $0.good.remove(hash) }
            throw refusal(of: pass, from: source, at: now)
        }
        let ownWait = tables.withLock { tables in
            if tables.good.count >= OperationLimits.rateSubjectsMax { tables.good.removeAll() }
            tables.good.insert(hash)
            return tables.keys.take(hash, at: now)
        }
        if let ownWait {
            throw Failure(
                .rateLimited, "This \(pass.name) asks too often. Try again in \(ownWait) s.",
                retryAfterSeconds: ownWait)
        }
        return owner
    }

    /// Once a month for each account, plan and process: the store knows whether it has had it.
    func withAllowance(_ account: Account) async throws(Failure) -> Account {
        let month = Month(of: actions.surroundings.now())
        let isSeen = tables.withLock {
            $0.seen[account.id]?.plan == account.plan
                && $0.seen[account.id]?.month == month
        }
        if isSeen { return account }
        let granted = try await actions.withAllowance(account)
        tables.withLock { tables in
            if tables.seen.count >= OperationLimits.rateSubjectsMax { tables.seen.removeAll() }
            tables.seen[account.id] = (account.plan, month)
        }
        return granted
    }

    /// What a failed sign-in is answered with, counted against its address.
    private func refusal(of pass: Pass, from source: PeerAddress, at now: Instant) -> Failure {
        if let wait = tables.withLock({ $0.failures.take(source, at: now) }) {
            return Self.tooManyFailures(wait)
        }
        return Failure(.unauthorized, pass.refusal)
    }

    private static func tooManyFailures(_ wait: Int) -> Failure {
        Failure(
            .rateLimited,
            "Too many sign-ins have failed from this address. Try again in \(wait) s.",
            retryAfterSeconds: wait)
    }

    /// One subscriber is one IPv4 address or one IPv6 /64.
    private static func source(_ peer: PeerAddress) -> PeerAddress {
        peer.v4 == nil ? PeerAddress(high: peer.high, low: 0) : peer
    }
}
