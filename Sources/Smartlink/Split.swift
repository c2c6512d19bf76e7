// A test of variants on one URL: who takes part, with which weight, from when until when. How the test stands is
// `Experiment`'s to say; which fan sees which variant, `RouteSplit`'s.

/// A link's visits dealt out among variants of its page (SPEC §1, §6).
public struct Split: Equatable, Sendable {
    /// Two or more; the link's own code stands for its own page.
    public var variants: [SplitShare]
    /// At once where nil.
    public var startsAt: Instant?
    /// When somebody ends it where nil.
    public var endsAt: Instant?
    /// Since when these variants have had these weights: what fans did before belongs to another test.
    public var since: Instant

    public init(
        variants: [SplitShare], startsAt: Instant? = nil, endsAt: Instant? = nil,
        since: Instant = Instant(ms: 0)
    ) {
        self.variants = variants
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.since = since
    }

    /// From here on its visits are dealt out and counted.
    public var start: Instant { max(startsAt ?? since, since) }

    public func isRunning(at now: Instant) -> Bool {
        now >= start && now < (endsAt ?? Instant(ms: .max))
    }

    public func share(of variant: Code) -> SplitShare? {
        variants.first { $0.variant == variant }
    }

    /// What the others are measured against: the link's own page if it takes part, else the first variant.
    public func baseline(of link: Code) -> Code? {
        (share(of: link) ?? variants.first)?.variant
    }
}

/// One variant's part of the visits in a split (SPEC §6).
public struct SplitShare: Equatable, Sendable {
    public var variant: Code
    public var weight: Int
    /// The variant's link id; 0 where nobody has looked it up, and then it takes no part.
    public var link: Int64 = 0

    public init(variant: Code, weight: Int, link: Int64 = 0) {
        self.variant = variant
        self.weight = weight
        self.link = link
    }
}

extension Link {
    /// The code all variants of one link share.
    public var familyCode: Code { family ?? code }

    /// This link with the variant's words and picture: what a fan sees of a variant. Where it leads, what it is and
    /// when it comes out stay its own.
    public func dressed(as variant: Link) -> Link {
        var link = self
        link.title = variant.title
        link.headline = variant.headline
        link.bio = variant.bio
        link.cta = variant.cta
        link.artwork = variant.artwork
        return link
    }
}

/// Checks what a split says by itself; whether its variants are of the link's family is for whoever knows them.
enum SplitCheck {
    static func check(_ split: Split) throws(Failure) {
        let shares = split.variants
        guard (LinkLimits.sharesMin...LinkLimits.sharesMax).contains(shares.count) else {
            throw FieldCheck.flaw(
                "variants", "use \(LinkLimits.sharesMin) to \(LinkLimits.sharesMax) variants")
        }
        for (index, share) in shares.enumerated() {
            guard (1...LinkLimits.shareWeightMax).contains(share.weight) else {
                throw FieldCheck.flaw(
                    "variants[\(index)].weight", "use 1 to \(LinkLimits.shareWeightMax)")
            }
            guard !shares[..<index].contains(where: { $0.variant == share.variant }) else {
                throw FieldCheck.flaw(
                    "variants[\(index)].variant", "this variant stands here twice")
            }
        }
        if let startsAt = split.startsAt { try FieldCheck.instant(startsAt, "startsAt") }
        guard let endsAt = split.endsAt else { return }
        try FieldCheck.instant(endsAt, "endsAt")
        guard endsAt > split.start else {
            throw FieldCheck.flaw("endsAt", "use a time behind the start")
        }
    }
}
