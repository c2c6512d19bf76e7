public import Smartlink

extension Actions {
    /// Makes an account and its first key.
    ///
    /// Errors: `invalid_field`.
    public func createAccount(name: String, plan: Account.Plan, credits: Int64)
        async throws(Failure) -> (account: Account, secret: KeySecret)
    {
        guard (1...OperationLimits.accountNameBytesMax).contains(name.utf8.count),
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw Failure(
                .invalidField,
                "A name has 1 to \(OperationLimits.accountNameBytesMax) bytes and no control "
                    + "characters.",
                field: "name")
        }
        guard (0...OperationLimits.creditsMax).contains(credits) else {
            throw Failure(
                .invalidField, "Credits are 0 to \(OperationLimits.creditsMax).", field: "credits")
        }
        let account = try await accounts.createAccount(
            name: name, plan: plan, credits: credits, at: surroundings.now())
        let made = try await createKey(for: account.id)
        return (account, made.secret)
    }
}
