// What the numbers of a test prove, at whatever moment somebody looks.
//
// An artist looks every day and stops when it looks good. The usual p-value breaks under that: looked at daily for two
// months, it cries "better" for one test in four in which nothing differs. What stands here holds at all moments at
// once: the chance that it ever does so is below 5 %, over the whole life of the test.
//
// - Two rates: the mixture sequential probability ratio test (Robbins 1970; for A/B tests Johari, Pekelis and Walsh
//   2015, "Always valid inference"). With n = nA·nB ÷ (nA + nB), the pooled variance s² = p(1 − p), the difference d of
//   the rates and a mixture of normal effects of variance s² ÷ m:
//       evidence = √(m ÷ (m + n)) · exp(d²n² ÷ (2 s²(m + n)))
//   If nothing differs, this ever reaches 20 with a chance of 1 in 20; its inverse is an always-valid p-value.
// - The same read backwards is a confidence sequence: an interval of the difference that is right at all moments with
//   95 % (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021, for the rate of one variant alone).
// - One fan's visits are no independent tries. Visits weigh as many as there were different fans a day, at least half:
//   fans who asked not to be told apart cannot be counted.
//
// It is asymptotic, so nothing is said below a few conversions. Numbers of `Bench experiment` say how it fares.

/// One variant's numbers since its test began.
public struct ExperimentArm: Equatable, Sendable {
    public var variant: String
    public var visits: Int64
    /// Different fans a day, of those who can be told apart.
    public var uniques: Int64
    public var conversions: Int64

    public init(variant: String, visits: Int64, uniques: Int64, conversions: Int64) {
        self.variant = variant
        self.visits = visits
        self.uniques = uniques
        self.conversions = min(conversions, visits)
    }

    /// conversions ÷ visits; 0 without visits.
    public var rate: Double { visits == 0 ? 0 : Double(conversions) / Double(visits) }
}

/// What is known of the difference of two rates.
struct Evidence {
    /// What one variant's rate is above the other's, as observed.
    var difference: Double
    /// The rate of both together.
    var rate: Double
    /// nA·nB ÷ (nA + nB), in independent visits.
    var information: Double
    /// False while there are too few conversions, or too few visits without one, to say anything.
    var isEnough: Bool

    /// The strongest effects looked for are tiny or huge; this many visits' worth lies well between (see the bench).
    static let mixture = 250.0
    /// A false alarm over the whole test.
    static let alpha = 0.05
    /// Conversions, and visits without one, below which nothing is said.
    static let countMin: Int64 = 10
    /// The least share of a variant's visits that counts as independent.
    static let independentShareMin = 0.5

    init(of one: ExperimentArm, against other: ExperimentArm) {
        let visits = one.visits + other.visits
        let conversions = one.conversions + other.conversions
        difference = one.rate - other.rate
        rate = Double(conversions + 1) / Double(visits + 2)
        let product = Double(one.visits) * Double(other.visits)
        let fans = Self.independentShare(visits: visits, uniques: one.uniques + other.uniques)
        information = visits == 0 ? 0 : product / Double(visits) * fans
        isEnough =
            information > 0 && min(conversions, visits - conversions) >= Self.countMin
    }

    private var variance: Double { rate * (1 - rate) }

    /// The always-valid p-value: how seldom chance alone ever looks like this.
    var p: Double {
        guard isEnough else { return 1 }
        let mixture = Self.mixture
        let exponent =
            difference * difference * information * information
            / (2 * variance * (mixture + information))
        let scale = (mixture / (mixture + information)).squareRoot()
        return min(1, Exponential.of(-exponent) / scale)
    }

    /// Half the width of the interval in which the true difference is, at all moments with a chance of 1 − alpha.
    func halfWidth(alpha: Double) -> Double {
        guard information > 0 else { return .infinity }
        return (variance * Self.bound(information, alpha: alpha) / information).squareRoot()
    }

    /// How many times the present information brings the interval down to that half width; nil for never.
    func growth(to halfWidth: Double, alpha: Double) -> Double? {
        guard information > 0, halfWidth > 0 else { return nil }
        // The bound grows slowly with the information: each round corrects for it.
        var wanted = information
        for _ in 0..<Self.growthRounds {
            wanted = variance * Self.bound(wanted, alpha: alpha) / (halfWidth * halfWidth)
        }
        return wanted / information
    }

    private static let growthRounds = 30

    /// What the squared normal score may reach by chance with that information, at all moments (Robbins' boundary).
    static func bound(_ information: Double, alpha: Double) -> Double {
        let whole = information + mixture
        return whole / information * Logarithm.of(whole / (mixture * alpha * alpha))
    }

    static func independentShare(visits: Int64, uniques: Int64) -> Double {
        guard visits > 0 else { return 1 }
        return min(1, max(independentShareMin, Double(uniques) / Double(visits)))
    }

    /// The interval in which a variant's true rate is, at all moments with a chance of 95 %: Wilson's, with the wider
    /// bound.
    static func interval(of arm: ExperimentArm) -> ClosedRange<Double> {
        guard arm.visits > 0 else { return 0...1 }
        let count = Double(arm.visits) * independentShare(visits: arm.visits, uniques: arm.uniques)
        let bound = bound(count, alpha: alpha)
        let middle = (arm.rate + bound / (2 * count)) / (1 + bound / count)
        let spread =
            (arm.rate * (1 - arm.rate) * bound / count + bound * bound / (4 * count * count))
            .squareRoot() / (1 + bound / count)
        return max(0, middle - spread)...min(1, middle + spread)
    }
}

/// ln x for x > 0. This floor has no C library.
enum Logarithm {
    private static let two = 0.693_147_180_559_945_3
    private static let terms = 20

    static func of(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return x > 0 ? .infinity : -.infinity }
        // x = significand · 2^exponent; ln s = 2 artanh((s − 1) ÷ (s + 1)), whose argument is below 1/3.
        let ratio = (x.significand - 1) / (x.significand + 1)
        var power = ratio
        var sum = 0.0
        for term in 0..<terms {
            sum += power / Double(2 * term + 1)
            power *= ratio * ratio
        }
        return Double(x.exponent) * two + 2 * sum
    }
}

/// e to the power of x.
enum Exponential {
    private static let smallest = -700.0
    private static let halvings = 20
    private static let terms = 12

    static func of(_ x: Double) -> Double {
        guard x > smallest else { return 0 }
        guard x < -smallest else { return .infinity }
        // e^x = (e^(x ÷ 2^k))^(2^k), with an argument so small that a few terms do.
        let halved = x / Double(1 << halvings)
        var sum = 0.0
        for term in (1...terms).reversed() { sum = (1 + sum) * halved / Double(term) }
        // e^h − 1 squared this way keeps the digits that 1 + something small would lose.
        for _ in 0..<halvings { sum = sum * (2 + sum) }
        return 1 + sum
    }
}
