public import Smartlink

/// What a new link is asked for besides its fields.
public struct LinkOrder: Equatable, Sendable {
    /// The code the artist wants; a random one where nil.
    public var slug: String?
    /// A URL on some platform, to become that platform's destination.
    public var sourceURL: String?
    public var once: Once?

    public init(slug: String? = nil, sourceURL: String? = nil, once: Once? = nil) {
        self.slug = slug
        self.sourceURL = sourceURL
        self.once = once
    }
}

extension Actions {
    /// Makes a link and takes its credit in the same transaction.
    ///
    /// `edit` fills the link's fields; its account, code and times are set already. Errors:
    /// `plan_required`, `credits_exhausted`, `conflict`, `invalid_field`, whatever `edit` throws.
    public func createLink(_ order: LinkOrder, for account: Account, _ edit: LinkEdit)
        async throws(Failure) -> (link: Link, isRepeat: Bool)
    {
        guard account.plan != .free else {
            throw Failure(
                .planRequired, "Smart links need the plan starter or pro; this account is on free.")
        }
        let now = surroundings.now()
        let slug = try slug(order.slug, for: account)
        let code = if let slug { slug } else { try randomCode() }
        var link = Link(
            code: code, account: account.id, kind: .track, title: "",
            artist: "", createdAt: now)
        try edit(&link)
        let catalogue = surroundings.catalogue()
        if let url = order.sourceURL { try link.addDestination(from: url, catalogue) }
        link = try normalized(link, catalogue: catalogue)
        var attempt = 1
        while true {
            do {
                return try await links.create(link, cost: Self.linkCost, once: order.once)
            } catch {
                // A random code that is taken is nobody's fault but chance's.
                guard error.code == .conflict, error.field == Self.codeField, slug == nil,
                    attempt < OperationLimits.codeAttemptsMax
                else { throw error }
                link.code = try randomCode()
                attempt += 1
            }
        }
    }

    /// The field that stores name when a code is taken.
    private static let codeField = "slug"

    private func slug(_ text: String?, for account: Account) throws(Failure) -> Code? {
        guard let text else { return nil }
        guard account.plan == .pro else {
            throw Failure(
                .planRequired,
                "A custom slug needs the plan pro; without one the link gets a random code.",
                field: "slug")
        }
        return try Code.slug(text)
    }

    private func randomCode() throws(Failure) -> Code {
        guard let code = Code.random(from: surroundings.random(Code.randomBytes)) else {
            throw Failure(.unavailable, "No random code could be made. Try again.")
        }
        return code
    }
}
