/// What a test of variants that runs at the moment asked about makes of a visit.
public struct Allotment: Equatable, Sendable {
    /// Those that take part, with their weights.
    public var variants: [SplitShare]
    public var endsAt: Instant?
    /// The variant the fan is shown; nil where chance decides, and where no variant is shown.
    public var variant: Code?
    public var cause: Cause

    public enum Cause: String, Sendable, CaseIterable {
        /// The fan's cookie names a variant that takes part.
        case cookie
        /// Chance, by weight.
        case weight
        /// None: the fan is sent on without a page, or is no human.
        case none
    }

    /// Nil where no test runs.
    init?(of enquiry: Enquiry, at link: Link, _ decision: Decision) {
        guard let split = link.split, split.isRunning(at: enquiry.now), !split.variants.isEmpty
        else { return nil }
        variants = split.variants
        endsAt = split.endsAt
        guard case .human = enquiry.agent.kind,
            decision.kind == .page || decision.kind == .presave
        else {
            cause = .none
            return
        }
        variant = enquiry.variant.flatMap { Code($0) }.flatMap { split.share(of: $0)?.variant }
        cause = variant == nil ? .weight : .cookie
    }

    /// The same in words.
    public var why: String {
        let weights = variants.map { "\($0.variant) \($0.weight)" }.joined(separator: ", ")
        return switch cause {
        case .cookie: "a test runs, and the cookie names \(variant?.text ?? "")"
        case .weight: "a test runs, and chance decides by weight: \(weights)"
        case .none: "a test runs, but this visit is shown none of its variants"
        }
    }
}
