// Leaving with everything and coming with much: the verbs behind export and import. What a file looks like is the
// door's to say.
public import Smartlink

public struct TransferActions: Sendable {
    public let actions: Actions
    public let fans: any FanStore
    public let store: any TransferStore
    /// Between two batches, so that a long import leaves the machine to fans.
    public let rest: @Sendable () async -> Void

    public init(
        _ actions: Actions, fans: any FanStore, store: any TransferStore,
        rest: @escaping @Sendable () async -> Void = {}
    ) {
        self.actions = actions
        self.fans = fans
        self.store = store
        self.rest = rest
    }

    public var surroundings: Surroundings { actions.surroundings }
}

/// On whose account, and by whose leave, links are imported.
public struct ImportTerms: Equatable, Sendable {
    /// Credits a link.
    public var cost: Int64
    public var codes: Codes
    public var search: Search

    /// What becomes of the codes the links had.
    public enum Codes: Sendable {
        /// Kept where they are free.
        case kept
        /// Every link gets a random one.
        case anew
    }

    /// Whether music is looked for that the file does not say.
    public enum Search: Sendable {
        case byAndBy, never
    }

    public init(cost: Int64 = Actions.linkCost, codes: Codes, search: Search = .never) {
        self.cost = cost
        self.codes = codes
        self.search = search
    }

    /// What an artist may by their own plan. Errors: `plan_required`.
    public static func own(
        of account: Account, search: Search, _ actions: Actions
    ) throws(Failure) -> ImportTerms {
        guard account.plan != .free else {
            throw actions.refusal(
                of: "Smart links need", needing: [.starter, .pro], for: account)
        }
        return ImportTerms(codes: account.plan == .pro ? .kept : .anew, search: search)
    }
}
