public import Smartlink

extension Actions {
    /// A link of this account; somebody else's is as absent as one that does not exist.
    ///
    /// Errors: `not_found`.
    public func showLink(_ code: String, of account: Int64) async throws(Failure) -> Link {
        guard let code = Code(code), let link = try await links.link(code),
            link.account == account
        else { throw Failure(.notFound, "There is no link “\(code)”.") }
        return link
    }
}
