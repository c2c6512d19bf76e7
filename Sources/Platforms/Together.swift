// Several things for one fan at once: each is looked for on its own, and what was found goes out together.
import Smartlink

/// What looking for several things came to: an outcome where there is nothing to save, and what there is.
struct Findings {
    private(set) var outcomes: [SaveOutcome?] = []
    private(set) var items: [(place: Int, item: Item)] = []

    /// Looks for one after the other; a trouble of the platform's own is the outcome of all.
    init(of targets: [SaveTarget], by find: (SaveTarget) async -> Finding) async {
        for target in targets {
            let finding = await find(target)
            if case .ended(let outcome) = finding, outcome.isOfRequest || outcome == .unauthorised {
                outcomes = targets.map { _ in outcome }
                items = []
                return
            }
            note(finding)
        }
    }

    private mutating func note(_ finding: Finding) {
        switch finding {
        case .found(let item):
            items.append((outcomes.count, item))
            outcomes.append(nil)
        case .notReleased: outcomes.append(.notReleased)
        case .ended(let outcome): outcomes.append(outcome)
        }
    }

    /// Those of one kind, in the order they came; the same thing once.
    func ids(of kind: Link.Kind) -> [String] {
        var ids: [String] = []
        for (_, item) in items where item.kind == kind && !ids.contains(item.id) {
            ids.append(item.id)
        }
        return ids
    }

    mutating func settle(_ outcome: SaveOutcome, _ isMeant: (Item) -> Bool = { _ in true }) {
        for (place, item) in items where isMeant(item) { outcomes[place] = outcome }
    }

    /// One each; what no request said anything of may have been done or not.
    var settled: [SaveOutcome] { outcomes.map { $0 ?? .unreachable } }
}

extension SaveOutcome {
    /// Whether it says something of all things in a request alike; otherwise each has to be tried alone.
    var isOfRequest: Bool {
        switch self {
        case .saved, .busy, .unreachable, .misconfigured: true
        case .notReleased, .refused, .unauthorised: false
        }
    }
}
