public import Smartlink

extension Actions {
    /// The link as a change would leave it; nothing is stored.
    ///
    /// Errors: `not_found`, whatever `edit` throws, `invalid_field` if the outcome does not hold together.
    public func draftLink(
        _ code: String, of account: Int64, _ edit: LinkEdit
    ) async throws(Failure) -> Link {
        var link = try await showLink(code, of: account)
        try edit(&link)
        return try normalized(link, catalogue: surroundings.catalogue())
    }
}
