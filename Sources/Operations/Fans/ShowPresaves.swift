public import Smartlink

extension FanActions {
    /// A link's pre-saves, how many in which state; nobody's identity.
    ///
    /// Errors: `not_found`.
    public func showPresaves(
        _ code: String, of account: Int64
    ) async throws(Failure) -> [SaveCount] {
        try await fans.counts(link: own(code, account).id)
    }

    /// Fans who confirmed that the artist may write to them, oldest first.
    ///
    /// Errors: `not_found`, `invalid_field` for a cursor that is none.
    public func listFans(
        _ code: String, of account: Int64, limit: Int, cursor: String?
    ) async throws(Failure) -> Page<(subscription: Subscription, fan: Fan)> {
        try await fans.fans(of: own(code, account).id, limit: limit, cursor: cursor)
    }

    /// Moves a link's queue after its release has been moved.
    public func reschedule(_ link: Link) async throws(Failure) {
        try await fans.reschedule(link: link.id, at: surroundings.now()) { [zones] fan in
            dueMoment(of: link, for: fan, zones: zones)
        }
    }

    private func own(_ name: String, _ account: Int64) async throws(Failure) -> Link {
        guard let code = Code(name), let link = try await links.link(code),
            link.account == account
        else { throw Failure(.notFound, "There is no link “\(name)”.") }
        return link
    }
}
