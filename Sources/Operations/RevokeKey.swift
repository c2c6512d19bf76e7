public import Smartlink

extension Actions {
    /// Ends a key at once, for every door.
    ///
    /// Errors: `not_found`.
    public func revokeKey(_ id: Int64) async throws(Failure) {
        try await accounts.revokeKey(id, at: surroundings.now())
    }

    /// Ends one of the account's own keys at once, be it the one in use. Errors: `not_found`.
    public func revokeKey(_ id: Int64, of account: Int64) async throws(Failure) {
        guard try await listKeys(of: account).contains(where: { $0.id == id }) else {
            throw Failure(.notFound, "There is no key \(id).")
        }
        try await revokeKey(id)
    }
}
