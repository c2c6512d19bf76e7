public import Smartlink

extension Actions {
    /// All accounts of this server.
    public func listAccounts() async throws(Failure) -> [Account] {
        try await accounts.accounts()
    }
}
