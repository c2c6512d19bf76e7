/// An artist (SPEC §1).
public struct Account: Equatable, Sendable {
    public var id: Int64
    public var name: String
    public var plan: Plan
    /// The balance: always the sum of the ledger.
    public var credits: Int64
    public var createdAt: Instant

    public init(id: Int64, name: String, plan: Plan, credits: Int64, createdAt: Instant) {
        self.id = id
        self.name = name
        self.plan = plan
        self.credits = credits
        self.createdAt = createdAt
    }

    public enum Plan: String, Sendable, CaseIterable { case free, starter, pro }
}

/// One movement of an account's credits.
public struct LedgerEntry: Equatable, Sendable {
    public var id: Int64
    public var at: Instant
    /// Positive when granted, negative when spent.
    public var amount: Int64
    /// What for: `grant`, `link`, …
    public var reason: String
    /// The link it was spent on.
    public var code: Code?

    public init(id: Int64, at: Instant, amount: Int64, reason: String, code: Code?) {
        self.id = id
        self.at = at
        self.amount = amount
        self.reason = reason
        self.code = code
    }
}

/// An API key as it is kept: never the key itself.
public struct Key: Equatable, Sendable {
    public var id: Int64
    public var account: Int64
    /// The first characters, so that people can tell keys apart.
    public var prefix: String
    public var createdAt: Instant
    public var revokedAt: Instant?

    public init(id: Int64, account: Int64, prefix: String, createdAt: Instant, revokedAt: Instant?)
    {
        self.id = id
        self.account = account
        self.prefix = prefix
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

extension Account {
    /// Errors: `credits_exhausted` if it has less than that.
    public func afford(_ cost: Int64) throws(Failure) {
        guard credits < cost else { return }
        throw Failure(
            .creditsExhausted,
            "This costs \(cost) credits and the account has \(credits): ask the operator for more.")
    }
}
