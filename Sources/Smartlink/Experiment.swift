// The verdict of a test, in a state, numbers and words. What the numbers prove is `Evidence`'s to say.

/// How a test of variants stands.
public struct Experiment: Equatable, Sendable {
    /// The baseline first: every other one is measured against it.
    public var arms: [ExperimentArm]
    public var isRunning: Bool

    public init(arms: [ExperimentArm], isRunning: Bool) {
        self.arms = arms
        self.isRunning = isRunning
    }

    /// The method, for whoever wants to check it.
    public static let method =
        "Each variant against the baseline by a mixture sequential probability ratio test on the difference of the "
        + "conversion rates (Johari, Pekelis, Walsh 2015), Bonferroni-corrected for several variants; it may be looked "
        + "at as often as you like: false alarms stay below 5 % over the whole test. Intervals are 95 % confidence "
        + "sequences (Waudby-Smith et al. 2021), right at all moments at once. Visits weigh as many as there were "
        + "different fans a day."

    /// A difference below a tenth of the rate is not worth waiting for.
    static let worthwhileLift = 0.1

    public struct Verdict: Equatable, Sendable {
        public var state: State
        /// The code of the variant that is better; while it is too early, of the one that leads.
        public var variant: String?
        /// 1 − the always-valid p-value; 0 to 1.
        public var sureness: Double
        /// Visits of the link that are still missing, if all goes on as it went; nil where nobody can say.
        public var visitsMore: Int64?
        public var text: String
    }

    public enum State: String, Sendable, CaseIterable {
        /// Not enough is known yet.
        case early
        /// One variant converts better.
        case better
        /// No difference that would be worth waiting for.
        case same
        /// The test is over, and nothing was proved.
        case ended
    }

    /// The interval in which a variant's true rate is, at all moments with a chance of 95 %.
    public static func interval(of arm: ExperimentArm) -> ClosedRange<Double> {
        Evidence.interval(of: arm)
    }

    /// What can be said now.
    public var verdict: Verdict {
        guard let baseline = arms.first, arms.count > 1 else {
            return silent(isRunning ? .early : .ended)
        }
        let alpha = Evidence.alpha / Double(arms.count - 1)
        let others = arms.dropFirst().map { ($0, Evidence(of: $0, against: baseline)) }
        let leader = arms.reduce(baseline) { $1.rate > $0.rate ? $1 : $0 }
        let proved = others.filter { $0.1.p <= alpha && $0.1.difference > 0 }
        if let best = proved.max(by: { $0.0.rate < $1.0.rate }) {
            return better(best.0, p: best.1.p * Double(arms.count - 1))
        }
        // The baseline is better only if it beats every other one.
        let worst = others.map { $0.1.difference < 0 ? $0.1.p : 1 }.max() ?? 1
        if worst <= alpha { return better(baseline, p: worst * Double(arms.count - 1)) }
        let isSame = others.allSatisfy { _, evidence in
            evidence.isEnough
                && abs(evidence.difference) + evidence.halfWidth(alpha: alpha)
                    <= Self.worthwhileLift * evidence.rate
        }
        if isSame {
            return Verdict(
                state: .same, variant: nil, sureness: 1 - Evidence.alpha, visitsMore: 0,
                text: "no difference worth waiting for: less than "
                    + "\(Int(Self.worthwhileLift * 100)) % of the rate")
        }
        let p = leader == baseline ? worst : others.first { $0.0 == leader }?.1.p ?? 1
        var verdict = silent(isRunning ? .early : .ended)
        verdict.sureness = max(0, 1 - p * Double(arms.count - 1))
        verdict.variant = leader.conversions == 0 ? nil : leader.variant
        guard isRunning else { return verdict }
        verdict.visitsMore = visitsMore(others.map(\.1), leader: leader, alpha: alpha)
        if let more = verdict.visitsMore {
            verdict.text = "too early: about \(Self.grouped(more)) visits more"
        }
        return verdict
    }

    private func silent(_ state: State) -> Verdict {
        Verdict(
            state: state, variant: nil, sureness: 0, visitsMore: nil,
            text: state == .early
                ? "too early: too few conversions so far" : "over: no difference was proved")
    }

    private func better(_ arm: ExperimentArm, p: Double) -> Verdict {
        let sureness = 1 - min(1, p)
        let words = sureness > 0.99 ? "over 99 % sure" : "\(Int(sureness * 100)) % sure"
        return Verdict(
            state: .better, variant: arm.variant, sureness: sureness, visitsMore: 0,
            text: "\(arm.variant) converts better, \(words)")
    }

    /// Visits until the interval is narrow enough for a verdict, should the rates stay what they are: to tell the
    /// difference seen from none, or, where that is below what is worthwhile, to rule out a worthwhile one.
    private func visitsMore(
        _ others: [Evidence], leader: ExperimentArm, alpha: Double
    ) -> Int64? {
        let visits = Double(arms.reduce(0) { $0 + $1.visits })
        var growth = 0.0
        // A leading variant has only to beat the baseline; a leading baseline all the others.
        let asked =
            leader == arms[0]
            ? others : others.indices.filter { arms[$0 + 1] == leader }.map { others[$0] }
        for evidence in asked {
            guard evidence.isEnough else { return nil }
            let seen = abs(evidence.difference)
            let wanted = max(seen, Self.worthwhileLift * evidence.rate - seen)
            guard let needed = evidence.growth(to: wanted, alpha: alpha) else { return nil }
            growth = max(growth, needed)
        }
        let more = visits * (growth - 1)
        guard more.isFinite, more < Self.visitsShownMax else { return nil }
        return Self.rounded(max(more, 1))
    }

    private static let visitsShownMax = 1e12

    /// Two digits: more would promise a precision nobody has.
    static func rounded(_ number: Double) -> Int64 {
        var unit = 1.0
        while number / unit >= 100 { unit *= 10 }
        return Int64((number / unit).rounded(.up) * unit)
    }

    /// `1,200`
    static func grouped(_ number: Int64) -> String {
        var text = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
