public import Smartlink

extension Actions {
    /// An account's keys as they are kept, revoked ones included.
    public func listKeys(of account: Int64) async throws(Failure) -> [Key] {
        try await accounts.keys(of: account)
    }
}
