public import Smartlink

extension Actions {
    /// One more round for a link that is not found everywhere: what is found becomes its destinations, and the next
    /// round is planned.
    ///
    /// Errors: what the store cannot do; the pursuit then falls due again by itself.
    public func pursue(_ pursuit: Pursuit) async throws(Failure) {
        try await pursue(pursuit, .missesAnew)
    }

    /// The first round, beside whoever made the link. If the process dies over it, the pursuit is in the store.
    func pursueNow(_ link: Link) {
        let first = Pursuit(link: link.id, code: link.code, rounds: 0, nextAt: link.createdAt)
        Task {
            do throws(Failure) {
                try await self.pursue(first, .kept)
            } catch {
                self.findingTrouble(error)
            }
        }
    }

    private func pursue(
        _ pursuit: Pursuit, _ freshness: MusicFinder.Freshness
    ) async throws(Failure) {
        guard let findings, let finder, let link = try await links.link(pursuit.code),
            let clue = link.clue(link.address(surroundings.catalogue()))
        else {
            try await findings?.settle(pursuit, nextAt: nil)
            return
        }
        let search = await finder.find(clue, told: Music(link), freshness).wait(for: .over)
        let catalogue = surroundings.catalogue()
        let artwork = await artwork(for: link, search)
        do {
            let filled = try await updateLink(link.code.text, of: link.account) { link in
                link.take(search, catalogue)
                if link.artwork == nil { link.artwork = artwork }
            }
            var next = pursuit
            next.rounds += 1
            try await findings.settle(
                next, nextAt: pursuit.next(after: search, for: filled, at: surroundings.now()))
        } catch {
            // Deleted meanwhile: its pursuit went with it.
            guard error.code != .notFound else { return }
            throw error
        }
    }

    /// The picture the sources name, kept here; nil if there is none or it cannot be had.
    private func artwork(for link: Link, _ search: Search) async -> Artwork? {
        guard link.artwork == nil, let url = search.music?.artworkURL else { return nil }
        do throws(Failure) {
            return try await fetchArtwork(url)
        } catch {
            findingTrouble(error)
            return nil
        }
    }
}

extension Link {
    /// Where the artist says it stands, to look for it by.
    fileprivate func address(_ catalogue: Catalogue) -> MusicAddress? {
        for destination in destinations where destination.source == .manual {
            guard let address = try? catalogue.address(of: destination.url, field: "url"),
                address.kind != .artist, address.kind != .short
            else { continue }
            return address
        }
        return nil
    }
}
