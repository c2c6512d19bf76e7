public import Smartlink

extension Actions {
    /// Changes a link; without a precondition the edit is applied to whatever it is by then.
    ///
    /// The picture at `artworkURL` is fetched first and becomes the artwork. Errors: `not_found`, `precondition_failed`,
    /// whatever `edit` throws, `invalid_field` if the outcome does not hold together.
    public func updateLink(
        _ code: String, of account: Int64, if expected: ExpectedVersion = .any,
        artworkURL: String? = nil, _ edit: LinkEdit
    ) async throws(Failure) -> Link {
        var artwork: Artwork?
        if let artworkURL {
            try expected.check(try await showLink(code, of: account))
            artwork = try await fetchArtwork(artworkURL)
        }
        var attempt = 1
        while true {
            let current = try await showLink(code, of: account)
            try expected.check(current)
            var changed = current
            try edit(&changed)
            if let artwork { changed.artwork = artwork }
            changed = try normalized(changed, catalogue: surroundings.catalogue())
            if changed == current { return current }
            do {
                let link = try await links.replace(changed, at: surroundings.now())
                try await follow(link, from: current)
                return link
            } catch {
                guard error.code == .preconditionFailed, expected == .any,
                    attempt < OperationLimits.updateAttemptsMax
                else { throw error }
                attempt += 1
            }
        }
    }
}
