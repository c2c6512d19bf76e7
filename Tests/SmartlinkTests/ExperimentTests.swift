import Testing

@testable import Smartlink

private func arm(_ name: String, _ visits: Int64, _ conversions: Int64, uniques: Int64? = nil)
    -> ExperimentArm
{
    ExperimentArm(
        variant: name, visits: visits, uniques: uniques ?? visits, conversions: conversions)
}

private func verdict(_ arms: [ExperimentArm], isRunning: Bool = true) -> Experiment.Verdict {
    Experiment(arms: arms, isRunning: isRunning).verdict
}

struct ExperimentTests {
    @Test(arguments: [
        (1.0, 0.0), (2.718_281_828_459_045, 1), (0.001, -6.907_755_278_982_137),
        (400, 5.991_464_547_107_982), (1e300, 690.775_527_898_213_7),
    ])
    func `logarithm and exponential are each other's inverse`(x: Double, ln: Double) {
        #expect(abs(Logarithm.of(x) - ln) < 1e-12 * max(1, abs(ln)))
        #expect(abs(Exponential.of(ln) / x - 1) < 1e-9)
    }

    @Test func `what cannot be computed is an end of the scale, not a fault`() {
        #expect(Logarithm.of(0) == -.infinity)
        #expect(Exponential.of(-1_000) == 0)
        #expect(Exponential.of(1_000) == .infinity)
        #expect(Exponential.of(0) == 1)
    }

    @Test func `a clear winner is named in words`() {
        let found = verdict([arm("a", 4_000, 800), arm("b", 4_000, 1_000)])
        #expect(found.state == .better)
        #expect(found.variant == "b")
        #expect(found.text == "b converts better, over 99 % sure")
        #expect(found.visitsMore == 0)
    }

    @Test func `sureness is told in whole percent, never rounded up`() {
        let found = verdict([arm("a", 1_000, 200), arm("b", 1_000, 274)])
        #expect(found.state == .better)
        #expect(found.text == "b converts better, \(Int(found.sureness * 100)) % sure")
        #expect((0.95..<0.99).contains(found.sureness))
    }

    @Test func `a baseline wins only over every other one`() {
        let clear = verdict([arm("a", 4_000, 1_000), arm("b", 4_000, 700), arm("c", 4_000, 650)])
        #expect(clear.state == .better && clear.variant == "a")
        let half = verdict([arm("a", 4_000, 1_000), arm("b", 4_000, 700), arm("c", 4_000, 990)])
        #expect(half.state == .early)
    }

    @Test func `too early says how many visits are missing, and they suffice`() throws {
        let early = verdict([arm("a", 1_000, 100), arm("b", 1_000, 120)])
        #expect(early.state == .early)
        let more = try #require(early.visitsMore)
        #expect(early.text == "too early: about \(Experiment.grouped(more)) visits more")
        let scale = Double(2_000 + more) / 2_000
        let later = [
            arm("a", Int64(1_000 * scale), Int64(100 * scale)),
            arm("b", Int64(1_000 * scale), Int64(120 * scale) + 1),
        ]
        #expect(verdict(later).state == .better)
        let sooner = [
            arm("a", Int64(900 * scale), Int64(90 * scale)),
            arm("b", Int64(900 * scale), Int64(108 * scale)),
        ]
        #expect(verdict(sooner).state == .early)
    }

    @Test func `no difference worth waiting for is said once a tenth can be ruled out`() throws {
        let early = verdict([arm("a", 2_000, 400), arm("b", 2_000, 400)])
        #expect(early.state == .early)
        let scale = Double(4_000 + (try #require(early.visitsMore))) / 4_000
        let later = [
            arm("a", Int64(2_000 * scale), Int64(400 * scale)),
            arm("b", Int64(2_000 * scale), Int64(400 * scale)),
        ]
        let found = verdict(later)
        #expect(found.state == .same)
        #expect(found.text.hasPrefix("no difference worth waiting for"))
    }

    @Test(arguments: [
        [arm("a", 0, 0), arm("b", 0, 0)], [arm("a", 500, 0), arm("b", 500, 9)],
        [arm("a", 9, 9), arm("b", 9, 0)], [arm("a", 100, 20), arm("b", 0, 0)], [arm("a", 9, 3)],
    ])
    func `a few conversions prove nothing`(arms: [ExperimentArm]) {
        let found = verdict(arms)
        #expect(found.state == .early)
        #expect(found.text == "too early: too few conversions so far")
        #expect(found.visitsMore == nil)
        #expect(verdict(arms, isRunning: false).text == "over: no difference was proved")
    }

    @Test func `several variants must show more than one must`() {
        let two = [arm("a", 1_000, 200), arm("b", 1_000, 274)]
        #expect(verdict(two).state == .better)
        let many = two + ["c", "d", "e", "f"].map { arm($0, 1_000, 200) }
        #expect(verdict(many).state == .early)
        #expect(verdict(many).variant == "b")
    }

    @Test func `visits of the same fans weigh less`() {
        #expect(verdict([arm("a", 1_000, 200), arm("b", 1_000, 274)]).state == .better)
        let same = [
            arm("a", 1_000, 200, uniques: 600), arm("b", 1_000, 274, uniques: 600),
        ]
        #expect(verdict(same).state == .early)
    }

    @Test func `an interval holds its rate and stays between nothing and all`() {
        for arm in [arm("a", 0, 0), arm("b", 10, 0), arm("c", 10, 10), arm("d", 1_000, 200)] {
            let interval = Experiment.interval(of: arm)
            #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
            #expect(interval.contains(arm.rate) || arm.visits == 0)
        }
        let wide = Experiment.interval(of: arm("a", 100, 20))
        let narrow = Experiment.interval(of: arm("a", 10_000, 2_000))
        #expect(wide.lowerBound < narrow.lowerBound && wide.upperBound > narrow.upperBound)
    }

    @Test func `who looks daily for a month is seldom fooled where nothing differs`() {
        var chance = SeededNumbers(state: 2_026)
        var alarms = 0
        for _ in 0..<150 {
            var arms = [arm("a", 0, 0), arm("b", 0, 0)]
            day: for _ in 0..<30 {
                for visit in 0..<100 {
                    let converts = chance.next() % 5 == 0
                    arms[visit % 2].visits += 1
                    arms[visit % 2].uniques += 1
                    if converts { arms[visit % 2].conversions += 1 }
                }
                guard verdict(arms).state == .better else { continue }
                alarms += 1
                break day
            }
        }
        #expect(alarms <= 7, "\(alarms) of 150")
    }

    @Test(arguments: [(1_180.2, Int64(1_200)), (99.2, 100), (7, 7), (123_456, 130_000)])
    func `numbers are told with two digits`(number: Double, told: Int64) {
        #expect(Experiment.rounded(number) == told)
    }
}
