import Smartlink

/// Accounts in the database, and the ledger their balances add up from.
struct AccountRecords {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private static let columns = "accounts.id, name, plan, credits, accounts.createdAt"

    func account(_ id: Int64) throws(StoreFailure) -> Account? {
        try connection.row(
            "SELECT \(Self.columns) FROM accounts WHERE id = ?", .integer(id), take: Self.account)
    }

    /// Errors: `not_found`.
    func required(_ id: Int64) throws(StoreFailure) -> Account {
        guard let account = try account(id) else {
            throw .domain(Failure(.notFound, "There is no account \(id)."))
        }
        return account
    }

    func account(keyHash: [UInt8]) throws(StoreFailure) -> Account? {
        try connection.row(
            """
            SELECT \(Self.columns) FROM accounts JOIN keys ON keys.account = accounts.id
            WHERE keys.hash = ? AND keys.revokedAt IS NULL
            """, .blob(keyHash), take: Self.account)
    }

    func all() throws(StoreFailure) -> [Account] {
        var accounts: [Account] = []
        try connection.rows("SELECT \(Self.columns) FROM accounts ORDER BY id") {
            accounts.append(Self.account($0))
        }
        return accounts
    }

    func insert(
        name: String, plan: Account.Plan, credits: Int64, at now: Instant
    ) throws(StoreFailure) -> Account {
        try connection.run(
            "INSERT INTO accounts (name, plan, credits, createdAt) VALUES (?, ?, 0, ?)",
            .text(name), .text(plan.rawValue), .integer(now.ms))
        let id = connection.lastInsertedRow
        if credits != 0 { try move(credits, of: required(id), reason: "grant", code: nil, at: now) }
        return try required(id)
    }

    /// Adds `amount` to the balance, with its line in the ledger; below zero it does not go.
    func grant(_ amount: Int64, to id: Int64, at now: Instant) throws(StoreFailure) {
        let account = try required(id)
        let (sum, overflows) = account.credits.addingReportingOverflow(amount)
        guard !overflows, sum >= 0 else {
            throw .domain(
                Failure(
                    .invalidField,
                    "The account has \(account.credits) credits: \(amount) cannot be added.",
                    field: "credits"))
        }
        try move(amount, of: account, reason: "grant", code: nil, at: now)
    }

    /// Errors: `credits_exhausted`, `not_found`.
    func spend(
        _ cost: Int64, of id: Int64, for code: Code, at now: Instant
    ) throws(StoreFailure) {
        let account = try required(id)
        if cost == 0 { return }
        do throws(Failure) {
            try account.afford(cost)
        } catch {
            throw .domain(error)
        }
        try move(-cost, of: account, reason: "link", code: code, at: now)
    }

    private func move(
        _ amount: Int64, of account: Account, reason: String, code: Code?, at now: Instant
    ) throws(StoreFailure) {
        try connection.run(
            "UPDATE accounts SET credits = credits + ? WHERE id = ?", .integer(amount),
            .integer(account.id))
        try connection.run(
            "INSERT INTO ledger (account, at, amount, reason, code) VALUES (?, ?, ?, ?, ?)",
            .integer(account.id), .integer(now.ms), .integer(amount), .text(reason),
            Value(code?.text))
    }

    private static func account(_ row: borrowing Statement) -> Account {
        Account(
            id: row.integer(0), name: row.text(1),
            plan: Account.Plan(rawValue: row.text(2)) ?? .free, credits: row.integer(3),
            createdAt: Instant(ms: row.integer(4)))
    }
}
