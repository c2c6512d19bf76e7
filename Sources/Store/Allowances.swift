public import Smartlink

extension Store {
    public func grantAllowances(
        _ allowances: Allowances, for month: Month, to account: Int64?, at now: Instant
    ) async throws(Failure) -> Int {
        var count = 0
        for plan in Account.Plan.allCases where allowances[plan] > 0 {
            while true {
                let due = try await accountsDue(plan, month, only: account)
                if due.isEmpty { break }
                count += try await write { connection throws(StoreFailure) in
                    var granted = 0
                    for id in due {
                        let isNew = try AccountRecords(connection).grantAllowance(
                            allowances[plan], for: month, to: id, on: plan, at: now)
                        if isNew { granted += 1 }
                    }
                    return granted
                }
                if account != nil { break }
            }
        }
        return count
    }

    /// Accounts on that plan without an allowance for the month, some of them.
    private func accountsDue(
        _ plan: Account.Plan, _ month: Month, only account: Int64?
    ) async throws(Failure) -> [Int64] {
        try await read { connection throws(StoreFailure) in
            var due: [Int64] = []
            try connection.rows(
                """
                SELECT id FROM accounts WHERE plan = ?1 AND (?3 IS NULL OR id = ?3) AND NOT EXISTS (
                    SELECT 1 FROM ledger WHERE ledger.account = accounts.id AND month = ?2)
                LIMIT \(Limits.allowancesMax)
                """, [.text(plan.rawValue), .integer(month.number), Value(account)]
            ) { due.append($0.integer(0)) }
            return due
        }
    }
}

extension AccountRecords {
    /// Adds a month's credits; false if they are there already or the plan is another one by now.
    fileprivate func grantAllowance(
        _ credits: Int64, for month: Month, to id: Int64, on plan: Account.Plan, at now: Instant
    ) throws(StoreFailure) -> Bool {
        guard let account = try account(id), account.plan == plan else { return false }
        // The line is its own proof: the index takes one a month.
        try connection.run(
            """
            INSERT INTO ledger (account, at, amount, reason, month)
            VALUES (?, ?, ?, 'allowance', ?) ON CONFLICT DO NOTHING
            """,
            .integer(id), .integer(now.ms), .integer(credits), .integer(month.number))
        guard connection.changedRows == 1 else { return false }
        try connection.run(
            "UPDATE accounts SET credits = credits + ? WHERE id = ?", .integer(credits),
            .integer(id))
        return true
    }
}
