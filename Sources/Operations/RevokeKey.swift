public import Smartlink

extension Actions {
    /// Ends a key at once, for every door.
    ///
    /// Errors: `not_found`.
    public func revokeKey(_ id: Int64) async throws(Failure) {
        try await accounts.revokeKey(id, at: surroundings.now())
    }
}
