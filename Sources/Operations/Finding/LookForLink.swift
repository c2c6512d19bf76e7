// A new link is looked for as far as a moment allows; the rest comes by and by (PursueLink).
import Smartlink

extension Actions {
    /// Fills a new link with what can be found at once; the look-up, as long as it may bring more. Nil: nothing is
    /// looked for.
    ///
    /// Errors: `invalid_field` for codes and URLs that cannot be, and for a kind they are not of; if the artist says
    /// neither title nor artist, and nobody else can, `invalid_field` or `unavailable` with each source's reason.
    func look(for link: inout Link, _ order: LinkOrder) async throws(Failure) -> Flight? {
        let catalogue = surroundings.catalogue()
        if let isrc = link.isrc { link.isrc = try ISRC.checked(isrc, field: "isrc") }
        if let upc = link.upc { link.upc = try GTIN.checked(upc, field: "upc") }
        let isNamed = !link.title.isEmpty && !link.artist.isEmpty
        var address: MusicAddress?
        if let url = order.sourceURL {
            address = try link.addDestination(from: url, isNamed: isNamed, catalogue)
        }
        guard order.search == .everywhere, let finder, finder.hasSources,
            let clue = try link.clue(address, as: order.kind)
        else { return nil }
        if order.kind == nil, let kind = clue.kind { link.kind = kind }
        let flight = finder.find(clue, told: isNamed ? Music(link) : nil)
        if !isNamed {
            let search = await flight.wait(for: .known)
            guard search.isKnown else { throw search.failure(order, link) }
        }
        // Most answers come together: a moment's patience shows the artist nearly all of them.
        let sleep = surroundings.sleep
        let search = await flight.wait(for: .over) { await sleep(OperationLimits.graceMs) }
        if order.kind == nil, let music = search.music { link.kind = music.kind }
        link.open(search, catalogue)
        return flight
    }
}

extension Link {
    /// What to look for it by: the ISRC first, then the UPC, then where it stands; of those that are of its kind, where
    /// the artist says a kind, and by title and artist if none is. Nil if it has none of the three.
    ///
    /// Errors: `invalid_field` where nothing is known of it but something of another kind.
    func clue(_ address: MusicAddress?, as kind: Kind?) throws(Failure) -> Clue? {
        let clues: [Clue] =
            (isrc.map { [.isrc($0)] } ?? []) + (upc.map { [.upc($0)] } ?? [])
            + (address.map { [.address($0)] } ?? [])
        guard let first = clues.first else { return nil }
        guard let kind else { return first }
        if let own = clues.first(where: { $0.kind == kind }) { return own }
        guard !title.isEmpty, !artist.isEmpty else {
            let theirs = first.kind?.rawValue ?? "something else"
            throw Failure(
                .invalidField,
                "This finds a link of kind \(theirs): leave kind out, or give title and artist.",
                field: "kind")
        }
        return .words(Music(self))
    }

    /// Makes a URL the destination of the platform whose it is, unless the artist gave one there; what stands at it.
    ///
    /// An address that is no music (yet) still is a destination for a link that says what it is: a short link, a
    /// campaign page. Errors: `invalid_field`.
    mutating func addDestination(
        from text: String, isNamed: Bool, _ catalogue: Catalogue
    ) throws(Failure) -> MusicAddress? {
        do throws(Failure) {
            let address = try catalogue.address(of: text, field: "sourceUrl")
            guard address.isMusic else { throw address.refusal }
            add(Destination(platform: address.platform, url: address.url))
            return address
        } catch {
            guard isNamed, let url = try? WebURL(text),
                let platform = catalogue.platform(owning: url.host)
            else { throw error }
            add(Destination(platform: platform.id, url: url.text))
            return nil
        }
    }

    private mutating func add(_ destination: Destination) {
        guard !destinations.contains(where: { $0.platform == destination.platform }) else { return }
        destinations.append(destination)
    }
}

extension MusicAddress {
    /// Whether a track, an album or a playlist stands there.
    var isMusic: Bool { kind != .artist && kind != .short }

    /// Why it is nothing to look for.
    var refusal: Failure {
        Failure(
            .invalidField,
            kind == .artist
                ? "This is an artist's page: give the URL of a track, an album or a playlist."
                : "This is a short link, and only the platform knows where it leads: open it, and give the URL it ends at.",
            field: "sourceUrl")
    }
}

extension Clue {
    /// What it is a clue to; nil if that is not said.
    var kind: Link.Kind? {
        switch self {
        case .isrc: .track
        case .upc: .album
        case .address(let address): Link.Kind(rawValue: address.kind.rawValue)
        case .words(let music): music.kind
        }
    }
}

extension Search {
    /// Why nobody could say what the music is.
    func failure(_ order: LinkOrder, _ link: Link) -> Failure {
        let field = order.sourceURL != nil ? "sourceUrl" : link.isrc != nil ? "isrc" : "upc"
        let reasons = reports.compactMap { report in
            report.outcome == .notAsked ? nil : Failure.Reason(report.source, report.message)
        }
        let told = "Give title and artist, and it is looked for again by and by."
        let hasFailures = reports.contains {
            if case .failed = $0.outcome { true } else { false }
        }
        var failure =
            hasFailures
            ? Failure(.unavailable, "Not every source could be asked what this is. \(told)")
            : Failure(.invalidField, "No source knows what this is (yet). \(told)", field: field)
        failure.reasons = reasons
        failure.retryAfterSeconds = reports.compactMap { report in
            if case .failed(let failure) = report.outcome { failure.retryAfterSeconds } else { nil }
        }.min()
        return failure
    }
}
