public import Smartlink

/// What a new link is asked for besides its fields.
public struct LinkOrder: Equatable, Sendable {
    /// The code the artist wants; a random one where nil.
    public var slug: String?
    /// A URL on some platform, to become that platform's destination and to find the others by.
    public var sourceURL: String?
    /// A picture that lies elsewhere, to become the artwork.
    public var artworkURL: String?
    /// As the artist says; where nil, as it is found.
    public var kind: Link.Kind?
    /// Who finds the platforms the artist does not name.
    public var search = Search.everywhere
    public var once: Once?
    /// Credits.
    public var cost = Actions.linkCost

    /// Where a new link's music is looked for.
    public enum Search: Sendable {
        case everywhere
        /// Nowhere: it is where the artist says and nowhere else.
        case nowhere
    }

    public init(
        slug: String? = nil, sourceURL: String? = nil, artworkURL: String? = nil,
        kind: Link.Kind? = nil, search: Search = .everywhere, once: Once? = nil
    ) {
        self.search = search
        self.slug = slug
        self.sourceURL = sourceURL
        self.artworkURL = artworkURL
        self.kind = kind
        self.once = once
    }
}

extension Actions {
    /// Makes a link and takes its credit in the same transaction.
    ///
    /// `edit` fills the link's fields; its account, code and times are set already. With an ISRC, a UPC or a source URL
    /// title and artist may stay empty: they are found, and so are its destinations, those that take longer by and by.
    /// Errors: `plan_required`, `credits_exhausted`, `conflict`, `invalid_field`, whatever `edit` throws; `unavailable`
    /// where the music is known by a code only and no source could say what it is.
    public func createLink(_ order: LinkOrder, for account: Account, _ edit: LinkEdit)
        async throws(Failure) -> (link: Link, isRepeat: Bool)
    {
        guard account.plan != .free else {
            throw refusal(of: "Smart links need", needing: [.starter, .pro], for: account)
        }
        if let once = order.once, let made = try await links.link(madeBy: once, of: account.id) {
            return (made, true)
        }
        let now = surroundings.now()
        let slug = try slug(order.slug, for: account)
        let code = if let slug { slug } else { try randomCode() }
        var link = Link(
            code: code, account: account.id, kind: order.kind ?? .track, title: "",
            artist: "", createdAt: now)
        try edit(&link)
        let flight = try await look(for: &link, order)
        link = try normalized(link, catalogue: surroundings.catalogue())
        if let url = order.artworkURL { link.artwork = try await fetchArtwork(url) }
        let made = try await store(
            link, order, isCodeChosen: slug != nil,
            pursueAt: flight.map { _ in Instant(ms: now.ms + OperationLimits.pursuitLeaseMs) })
        if let flight, !made.isRepeat { pursueNow(made.link, flight) }
        return made
    }

    /// Stores a new link; a random code that is taken is drawn anew.
    func store(
        _ link: Link, _ order: LinkOrder, isCodeChosen: Bool, pursueAt: Instant?
    ) async throws(Failure) -> (link: Link, isRepeat: Bool) {
        var link = link
        var attempt = 1
        while true {
            do {
                return try await links.create(
                    link, cost: order.cost, once: order.once, pursueAt: pursueAt)
            } catch {
                // A random code that is taken is nobody's fault but chance's.
                guard error.code == .conflict, error.field == Self.codeField, !isCodeChosen,
                    attempt < OperationLimits.codeAttemptsMax
                else { throw await advised(error, for: link.account) }
                link.code = try randomCode()
                attempt += 1
            }
        }
    }

    /// The field that stores name when a code is taken.
    private static let codeField = "slug"

    /// Errors: `plan_required`, `invalid_field`.
    func slug(_ text: String?, for account: Account) throws(Failure) -> Code? {
        guard let text else { return nil }
        guard account.plan == .pro else {
            throw refusal(
                of: "Without slug the link gets a random code; a custom slug needs",
                needing: [.pro], for: account, field: "slug")
        }
        return try Code.slug(text)
    }

    func randomCode() throws(Failure) -> Code {
        guard let code = Code.random(from: surroundings.random(Code.randomBytes)) else {
            throw Failure(.unavailable, "No random code could be made. Try again.")
        }
        return code
    }
}
