public import Smartlink

extension Actions {
    /// Adds credits to an account, with an entry in its ledger.
    ///
    /// Errors: `invalid_field`, `not_found`.
    public func grantCredits(_ amount: Int64, to account: Int64) async throws(Failure) -> Account {
        guard (1...OperationLimits.creditsMax).contains(amount) else {
            throw Failure(
                .invalidField, "A grant is 1 to \(OperationLimits.creditsMax) credits.",
                field: "credits")
        }
        return try await accounts.grant(amount, to: account, at: surroundings.now())
    }
}
