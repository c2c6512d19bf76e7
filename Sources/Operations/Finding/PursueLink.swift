public import Smartlink

extension Actions {
    /// One more round for a link that is not found everywhere: what is found becomes its destinations, and the next
    /// round is planned.
    ///
    /// Errors: what the store cannot do; the pursuit then falls due again by itself.
    public func pursue(_ pursuit: Pursuit) async throws(Failure) {
        guard let finder, let link = try await links.link(pursuit.code),
            let clue = try link.clue(link.address(surroundings.catalogue()), as: link.kind)
        else {
            try await findings?.settle(pursuit, nextAt: nil)
            return
        }
        let flight = finder.find(clue, told: Music(link), .missesAnew)
        try await settle(pursuit, for: link, await flight.wait(for: .over))
    }

    /// The first round, beside whoever made the link: the end of the look-up it was made with. If the process dies over
    /// it, the pursuit is in the store.
    func pursueNow(_ link: Link, _ flight: Flight) {
        let first = Pursuit(link: link.id, code: link.code, rounds: 0, nextAt: link.createdAt)
        Task {
            do throws(Failure) {
                try await self.settle(first, for: link, await flight.wait(for: .over))
            } catch {
                self.findingTrouble(error)
            }
        }
    }

    /// Has a link whose release was moved looked for around its new day, if it still lacks something.
    func pursueAnew(_ link: Link) async throws(Failure) {
        guard let findings, link.hasGaps,
            let nextAt = Pursuit.planned(for: link, after: surroundings.now())
        else { return }
        try await findings.pursue(
            Pursuit(link: link.id, code: link.code, rounds: 0, nextAt: nextAt))
    }

    /// Gives the link what a round came to, and plans the next one.
    private func settle(
        _ pursuit: Pursuit, for link: Link, _ search: Search
    ) async throws(Failure) {
        let catalogue = surroundings.catalogue()
        let artwork = await artwork(for: link, search)
        var next = pursuit
        next.rounds += 1
        do {
            let filled = try await updateLink(link.code.text, of: link.account) { link in
                link.take(search, catalogue)
                if link.artwork == nil { link.artwork = artwork }
            }
            try await findings?.settle(
                next, nextAt: pursuit.next(after: search, for: filled, at: surroundings.now()))
        } catch {
            switch error.code {
            // Deleted meanwhile: its pursuit went with it.
            case .notFound: return
            // Whatever it is that the link cannot hold will not be another thing in a minute.
            case .invalidField, .tooLarge:
                try await findings?.settle(
                    next, nextAt: Pursuit.planned(for: link, after: surroundings.now()))
                throw error
            default: throw error
            }
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
            if let address = try? catalogue.address(of: destination.url, field: "url"),
                address.isMusic
            {
                return address
            }
        }
        return nil
    }
}
