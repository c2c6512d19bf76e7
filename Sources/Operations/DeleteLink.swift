public import Smartlink

extension Actions {
    /// Deletes a link, which can be restored for 30 days; its code is never given to another.
    ///
    /// Errors: `not_found`, `precondition_failed`.
    public func deleteLink(
        _ code: String, of account: Int64, if expected: ExpectedVersion = .any
    ) async throws(Failure) {
        let link = try await showLink(code, of: account)
        try expected.check(link)
        try await links.delete(link.code, of: account, at: surroundings.now())
    }
}
