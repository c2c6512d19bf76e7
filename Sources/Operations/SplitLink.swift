public import Smartlink

/// A test as an artist orders it.
public struct SplitOrder: Equatable, Sendable {
    public var variants: [Share]
    /// At once where nil.
    public var startsAt: Instant?
    /// When somebody ends it where nil.
    public var endsAt: Instant?

    public struct Share: Equatable, Sendable {
        /// The variant's code; the link's own stands for its own page.
        public var variant: String
        public var weight: Int

        public init(variant: String, weight: Int) {
            self.variant = variant
            self.weight = weight
        }
    }

    public init(variants: [Share], startsAt: Instant? = nil, endsAt: Instant? = nil) {
        self.variants = variants
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

extension Actions {
    /// Deals a link's visits out among variants of its family; a test that runs is replaced.
    ///
    /// Other variants or weights begin the counting anew: numbers won under different odds do not mix. Other dates alone
    /// do not. Errors: `plan_required`, `not_found`, `precondition_failed`, `invalid_field` (a variant that is not of the
    /// link's family, weights, dates).
    public func splitLink(
        _ code: String, of account: Account, _ order: SplitOrder,
        if expected: ExpectedVersion = .any
    ) async throws(Failure) -> Link {
        try requirePro(account)
        let now = surroundings.now()
        let link = try await showLink(code, of: account.id)
        var split = Split(
            variants: [], startsAt: order.startsAt, endsAt: order.endsAt, since: now)
        // What is too many is refused before anybody looks them up.
        for (index, share) in order.variants.prefix(LinkLimits.sharesMax + 1).enumerated() {
            let variant = try await variant(share.variant, of: link, "variants[\(index)].variant")
            split.variants.append(
                SplitShare(variant: variant.code, weight: share.weight, link: variant.id))
        }
        if let endsAt = order.endsAt, endsAt <= now {
            throw Failure(
                .invalidField, "endsAt has passed already; DELETE …/split ends a test now.",
                field: "endsAt")
        }
        return try await updateLink(code, of: account.id, if: expected) { link in
            var split = split
            if let present = link.split, present.variants == split.variants {
                split.since = present.since
            }
            link.split = split
        }
    }

    /// Ends a link's test, whatever it shows. With `keeping` the page takes that variant's headline, bio, call to action,
    /// artwork and title.
    ///
    /// Errors: `not_found` (link, or it has no test), `precondition_failed`, `invalid_field`.
    public func endSplit(
        _ code: String, of account: Int64, keeping kept: String? = nil,
        if expected: ExpectedVersion = .any
    ) async throws(Failure) -> Link {
        let link = try await showLink(code, of: account)
        guard let split = link.split else {
            throw Failure(.notFound, "The link “\(code)” has no test to end.")
        }
        var winner: Link?
        if let kept {
            guard split.variants.contains(where: { $0.variant.text == kept }) else {
                throw Failure(
                    .invalidField, "“\(kept)” takes no part in this test.", field: "keep")
            }
            winner = try await variant(kept, of: link, "keep")
        }
        return try await updateLink(code, of: account, if: expected) { link in
            link.split = nil
            if let winner { link = link.dressed(as: winner) }
        }
    }

    /// A link of the same family, be it the link itself.
    private func variant(
        _ code: String, of link: Link, _ field: String
    ) async throws(Failure) -> Link {
        guard let name = Code(code), let variant = try await links.link(name),
            variant.account == link.account
        else { throw Failure(.invalidField, "There is no link “\(code)”.", field: field) }
        guard variant.familyCode == link.familyCode else {
            throw Failure(
                .invalidField,
                "“\(code)” is no variant of “\(link.code)”: POST …/links/\(link.code)/duplicate makes one.",
                field: field)
        }
        return variant
    }
}
