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

    private let actions: Actions
    private let tables: Mutex<Tables>

    public init(_ actions: Actions, rates: Rates = Rates()) {
        self.actions = actions
        tables = Mutex(
            Tables(
                keys: RateTable(rates.perKey, subjectsMax: OperationLimits.rateSubjectsMax),
                failures: RateTable(
                    rates.failuresPerAddress, subjectsMax: OperationLimits.rateSubjectsMax)))
    }

    /// The account of a key, one request of the key's rate taken.
    ///
    /// Errors: `unauthorized`, `rate_limited` with the seconds to wait.
    public func account(presenting text: String, from peer: PeerAddress) async throws(Failure)
        -> Account
    {
        let now = actions.surroundings.now()
        let source = Self.source(peer)
        guard let secret = KeySecret(text) else { throw refusal(of: source, at: now) }
        let hash = actions.surroundings.sha256(Array(secret.text.utf8))
        let wait = tables.withLock { tables in
            tables.good.contains(hash) ? nil : tables.failures.wait(source, at: now)
        }
        if let wait { throw Self.tooManyFailures(wait) }
        guard let account = try await actions.accounts.account(keyHash: hash) else {
            tables.withLock { _ = $0.good.remove(hash) }
            throw refusal(of: source, at: now)
        }
        let keyWait = tables.withLock { tables in
            if tables.good.count >= OperationLimits.rateSubjectsMax { tables.good.removeAll() }
            tables.good.insert(hash)
            return tables.keys.take(hash, at: now)
        }
        if let keyWait {
            throw Failure(
                .rateLimited, "This key asks too often. Try again in \(keyWait) s.",
                retryAfterSeconds: keyWait)
        }
        return try await withAllowance(account, at: now)
    }

    /// Once a month for each account, plan and process: the store knows whether it has had it.
    private func withAllowance(_ account: Account, at now: Instant) async throws(Failure) -> Account
    {
        let month = Month(of: now)
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
    private func refusal(of source: PeerAddress, at now: Instant) -> Failure {
        if let wait = tables.withLock({ $0.failures.take(source, at: now) }) {
            return Self.tooManyFailures(wait)
        }
        return Failure(
            .unauthorized,
            "This key is not valid here. `segue key create` makes one; it is sent as "
                + "`Authorization: Bearer segue_…`.")
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
