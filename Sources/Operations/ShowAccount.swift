public import Smartlink

extension Actions {
    /// An account as it is now, and a page of its ledger, newest first.
    ///
    /// Errors: `not_found`, `invalid_field` (limit, cursor).
    public func showAccount(_ id: Int64, limit: Int, cursor: String?) async throws(Failure) -> (
        account: Account, ledger: Page<LedgerEntry>
    ) {
        guard (1...OperationLimits.pageEntriesMax).contains(limit) else {
            throw Failure(
                .invalidField, "limit is 1 to \(OperationLimits.pageEntriesMax).", field: "limit")
        }
        guard let account = try await accounts.account(id) else {
            throw Failure(.notFound, "There is no account \(id).")
        }
        return (account, try await accounts.ledger(of: id, limit: limit, cursor: cursor))
    }
}
