public import Smartlink

extension Actions {
    /// Gives every account the month's credits of its plan, once; to how many it gave them now.
    public func grantAllowances() async throws(Failure) -> Int {
        let allowances = surroundings.allowances()
        if allowances.isNone { return 0 }
        let now = surroundings.now()
        return try await accounts.grantAllowances(
            allowances, for: Month(of: now), to: nil, at: now)
    }

    /// The account with its month's credits, given to it now if it has not had them.
    func withAllowance(_ account: Account) async throws(Failure) -> Account {
        let allowances = surroundings.allowances()
        guard allowances[account.plan] > 0 else { return account }
        let now = surroundings.now()
        let granted = try await accounts.grantAllowances(
            allowances, for: Month(of: now), to: account.id, at: now)
        guard granted > 0 else { return account }
        return try await accounts.account(account.id) ?? account
    }

    /// What an account's plan gives it every month, and when it does so next; no time where that is nothing.
    public func allowance(of account: Account) -> (credits: Int64, nextAt: Instant?) {
        let credits = surroundings.allowances()[account.plan]
        let next = Month(of: surroundings.now()).next.start
        return (credits, credits > 0 ? next : nil)
    }
}
