public import Smartlink

extension Actions {
    /// Puts an account on a plan.
    ///
    /// Errors: `not_found`.
    public func setPlan(_ plan: Account.Plan, of account: Int64) async throws(Failure) -> Account {
        try await accounts.setPlan(plan, of: account)
    }
}
