// Whether the verdict of an A/B test holds under daily looks: many tests in which nothing differs, and many with a true
// lift. Seeded: a run can be repeated.
import Smartlink

extension Command {
    static let experiment = Command(
        name: "experiment",
        summary: "A/B verdicts under daily looks: false alarms, and how soon a lift is found",
        options: [
            Option("tests", "N", "10000", help: "simulated tests a row"),
            Option("days", "N", "60", help: "days each is looked at"),
            Option("lift", "percent", "20", help: "what the better variant has above the other"),
            Option("seed", "N", "1", help: "the same seed gives the same numbers"),
        ]
    ) { arguments in
        var report = Report("A/B verdicts, looked at once a day")
        report.columns = [
            "case", "visits a day", "rate %", "false alarms %", "lift found %", "median days",
            "median visits",
        ]
        let tests = try arguments.whole("tests", 1...1_000_000)
        let days = try arguments.whole("days", 1...1_000)
        let lift = 1 + Double(try arguments.whole("lift", 1...90)) / 100
        var chance = Chance(state: UInt64(try arguments.whole("seed", 0...1_000_000_000)))
        for plan in TestPlan.all {
            let same = plan.run(tests, days: days, lift: 1, &chance)
            let better = plan.run(tests, days: days, lift: lift, &chance)
            let alarms = 100 * Double(same.alarms) / Double(tests)
            let median = better.medianDay(of: tests)
            report.rows.append([
                .text(plan.name), .whole(plan.visits), .whole(Int(plan.rate * 100)),
                .decimal(alarms, digits: 2),
                .decimal(100 * Double(better.found.count) / Double(tests), digits: 1),
                median.map { .whole($0) } ?? .missing,
                median.map { .whole($0 * plan.visits) } ?? .missing,
            ])
            complain("\(plan.name), \(plan.visits) visits a day, rate \(plan.rate): done")
            if alarms >= alarmsPercentMax { report.hasFailed = true }
        }
        report.add("tests a row", .whole(tests))
        report.add("days", .whole(days))
        return report
    }

    private static let alarmsPercentMax = 5.0
}

/// One row: what a test is like.
private struct TestPlan {
    var name: String
    var visits: Int
    /// The baseline's conversion rate.
    var rate: Double
    var arms = 2
    /// How often each fan comes a day, always doing the same.
    var visitsAFan = 1

    static let all: [TestPlan] =
        [200, 2_000].flatMap { visits in
            [0.05, 0.2, 0.5].map { TestPlan(name: "two variants", visits: visits, rate: $0) }
        } + [
            TestPlan(name: "four variants", visits: 2_000, rate: 0.2, arms: 4),
            TestPlan(name: "each fan twice", visits: 2_000, rate: 0.2, visitsAFan: 2),
        ]

    struct Outcome {
        /// Tests in which a variant was called better that is not.
        var alarms = 0
        /// The day on which the variant that is better was called so.
        var found: [Int] = []

        /// Nil if it was found in less than half of all.
        func medianDay(of tests: Int) -> Int? {
            found.count * 2 < tests ? nil : found.sorted()[(tests - 1) / 2]
        }
    }

    /// Follows that many tests, each until its first verdict. The last arm's rate has the lift.
    func run(_ tests: Int, days: Int, lift: Double, _ chance: inout Chance) -> Outcome {
        let fans = visits / arms / visitsAFan
        let plain = Binomial(fans, rate)
        let lifted = Binomial(fans, rate * lift)
        var outcome = Outcome()
        for _ in 0..<tests {
            var numbers = (0..<arms).map {
                ExperimentArm(variant: "\($0)", visits: 0, uniques: 0, conversions: 0)
            }
            for day in 1...days {
                for place in 0..<arms {
                    let isBetter = place == arms - 1
                    let converted = (isBetter ? lifted : plain).draw(&chance)
                    numbers[place].visits += Int64(fans * visitsAFan)
                    numbers[place].uniques += Int64(fans)
                    numbers[place].conversions += Int64(converted * visitsAFan)
                }
                let verdict = Experiment(arms: numbers, isRunning: true).verdict
                guard verdict.state == .better else { continue }
                if lift > 1, verdict.variant == numbers.last?.variant {
                    outcome.found.append(day)
                } else {
                    outcome.alarms += 1
                }
                break
            }
        }
        return outcome
    }
}

/// How many of so many tries succeed, drawn from the exact distribution.
private struct Binomial {
    /// The chance of at most so many successes.
    private var sums: [Double] = []

    init(_ tries: Int, _ rate: Double) {
        // From the likeliest outcome on both ways, so that nothing underflows; then made to add up to one.
        let middle = Int(Double(tries) * rate)
        var weights = [Double](repeating: 0, count: tries + 1)
        weights[middle] = 1
        let odds = rate / (1 - rate)
        for count in stride(from: middle, to: tries, by: 1) {
            weights[count + 1] = weights[count] * odds * Double(tries - count) / Double(count + 1)
        }
        for count in stride(from: middle, to: 0, by: -1) {
            weights[count - 1] = weights[count] / odds * Double(count) / Double(tries - count + 1)
        }
        let total = weights.reduce(0, +)
        var sum = 0.0
        for weight in weights {
            sum += weight / total
            sums.append(sum)
        }
    }

    func draw(_ chance: inout Chance) -> Int {
        let point = chance.fraction()
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < point { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// SplitMix64.
private struct Chance {
    var state: UInt64

    /// From 0 up to 1.
    mutating func fraction() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / 9_007_199_254_740_992
    }
}
