public import Smartlink

extension Actions {
    /// One page of an account's links.
    ///
    /// Errors: `invalid_field` (limit, search, cursor).
    public func listLinks(of account: Int64, _ query: LinkQuery) async throws(Failure) -> Page<Link>
    {
        guard (1...OperationLimits.pageLinksMax).contains(query.limit) else {
            throw Failure(
                .invalidField, "limit is 1 to \(OperationLimits.pageLinksMax).", field: "limit")
        }
        guard query.search.map({ $0.utf8.count <= OperationLimits.searchBytesMax }) ?? true else {
            throw Failure(
                .invalidField, "search has at most \(OperationLimits.searchBytesMax) bytes.",
                field: "search")
        }
        return try await links.links(of: account, query)
    }
}
