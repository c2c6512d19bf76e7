public import Smartlink

extension Actions {
    /// A link of this account; somebody else's is as absent as one that does not exist.
    ///
    /// Errors: `not_found`.
    public func showLink(_ code: String, of account: Int64) async throws(Failure) -> Link {
        guard let code = Code(code), let link = try await links.link(code),
            link.account == account
        else { throw Self.noLink(code) }
        return link
    }

    /// A link whoever's it is, for the operator.
    ///
    /// Errors: `not_found`.
    public func showLink(_ code: String) async throws(Failure) -> Link {
        guard let named = Code(code), let link = try await links.link(named) else {
            throw Self.noLink(code)
        }
        return link
    }

    private static func noLink(_ code: String) -> Failure {
        Failure(.notFound, "There is no link “\(code)”.")
    }
}
