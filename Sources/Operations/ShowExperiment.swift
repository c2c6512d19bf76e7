public import Smartlink

/// A link's test and how it stands.
public struct ExperimentReport: Equatable, Sendable {
    public var startsAt: Instant
    public var endsAt: Instant?
    public var experiment: Experiment
}

extension Actions {
    /// How the test on a link's URL stands; nil where there is none. Counted is what happened since it began, with these
    /// variants under these weights, in whole hours as all statistics are.
    ///
    /// Errors: `not_found`.
    public func showExperiment(
        _ code: String, of account: Int64
    ) async throws(Failure) -> ExperimentReport? {
        let link = try await showLink(code, of: account)
        guard let split = link.split else { return nil }
        let now = surroundings.now()
        let end = min(split.endsAt ?? now, now)
        var counts: [String: Counts] = [:]
        if split.start < end {
            let found = try await statistics.statistics(
                of: link.id, from: split.start, to: end, grain: .month, filter: [:])
            for row in found.by[.variant] ?? [] { counts[row.key] = row.counts }
        }
        var arms = split.variants.map { share in
            // A variant that was deleted meanwhile is listed under its number.
            let counted = counts[share.variant.text] ?? counts["deleted \(share.link)"] ?? Counts()
            return ExperimentArm(
                variant: share.variant.text, visits: counted.visits, uniques: counted.uniques,
                conversions: counted.conversions)
        }
        let baseline = split.baseline(of: link.code)?.text
        if let place = arms.firstIndex(where: { $0.variant == baseline }) {
            arms.insert(arms.remove(at: place), at: 0)
        }
        let isOver = split.endsAt.map { $0 <= now } ?? false
        return ExperimentReport(
            startsAt: split.start, endsAt: split.endsAt,
            experiment: Experiment(arms: arms, isRunning: !isOver))
    }
}
