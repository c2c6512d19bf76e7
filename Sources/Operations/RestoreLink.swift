public import Smartlink

extension Actions {
    /// Gives a deleted link back, as it was and under its code; what fans queued goes on.
    ///
    /// Free of charge. Errors: `not_found`, also for one whose 30 days are over.
    public func restoreLink(_ code: String, of account: Int64) async throws(Failure) -> Link {
        guard let named = Code(code) else {
            throw Failure(.notFound, "There is no link “\(code)”.")
        }
        let link = try await links.restore(named, of: account, at: surroundings.now())
        // Its pursuit found no link meanwhile and ended.
        try await pursueAnew(link)
        return link
    }
}
