public import Smartlink

extension Actions {
    /// Adds credits to an account, or takes some back with a negative amount, with an entry in its ledger.
    ///
    /// Errors: `invalid_field`, `not_found`.
    public func grantCredits(_ amount: Int64, to account: Int64) async throws(Failure) -> Account {
        guard amount != 0, amount.magnitude <= UInt64(OperationLimits.creditsMax) else {
            throw Failure(
                .invalidField,
                "A grant is 1 to \(OperationLimits.creditsMax) credits, or as many less than none "
                    + "to take some back.",
                field: "credits")
        }
        return try await accounts.grant(amount, to: account, at: surroundings.now())
    }
}
