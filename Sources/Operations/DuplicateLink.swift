public import Smartlink

extension Actions {
    /// Makes a second link of the same family: all of the original but its code, its dates of making and change, and
    /// its split. Its credit is taken in the same transaction.
    ///
    /// `edit` changes the copy. Of `order` only slug, artwork and `once` count: the music is known. Errors:
    /// `plan_required`, `not_found`, `credits_exhausted`, `conflict`, `invalid_field`, whatever `edit` throws.
    public func duplicateLink(
        _ code: String, of account: Account, _ order: LinkOrder, _ edit: LinkEdit
    ) async throws(Failure) -> (link: Link, isRepeat: Bool) {
        try requirePro(account)
        if let once = order.once, let made = try await links.link(madeBy: once, of: account.id) {
            return (made, true)
        }
        let original = try await showLink(code, of: account.id)
        let slug = try slug(order.slug, for: account)
        var link = original
        link.id = 0
        link.code = if let slug { slug } else { try randomCode() }
        link.family = original.familyCode
        link.split = nil
        link.createdAt = surroundings.now()
        link.updatedAt = link.createdAt
        link.version = 1
        try edit(&link)
        link = try normalized(link, catalogue: surroundings.catalogue())
        if let url = order.artworkURL { link.artwork = try await fetchArtwork(url) }
        return try await store(
            link, order, isCodeChosen: slug != nil, pursueAt: nil)
    }

    /// Errors: `plan_required`.
    func requirePro(_ account: Account) throws(Failure) {
        guard account.plan == .pro else {
            throw refusal(of: "Variants of a page need", needing: [.pro], for: account)
        }
    }
}
