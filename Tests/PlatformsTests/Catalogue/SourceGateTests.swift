import Smartlink
import Testing

@testable import Platforms

struct SourceGateTests {
    private let clue = Clue.isrc("USRC17607839")
    private let address = Clue.address(
        MusicAddress(platform: "youtube", kind: .track, id: "x", url: "https://youtu.be/x"))

    private func at(_ ms: Int64) -> Instant { Instant(ms: 1_800_000_000_000 + ms) }

    /// The gate as something expectations can be had of.
    private final class Desk {
        private var gate: SourceGate

        init(_ budget: SourceBudget) { gate = SourceGate(budget) }

        var waiting: Int { gate.waiting }
        func leave(_ ticket: SourceGate.Ticket) { gate.leave(ticket) }
        func turn(_ ticket: SourceGate.Ticket, at now: Instant) -> SourceGate.Turn {
            gate.turn(ticket, at: now)
        }
        func join(_ clue: Clue, patienceMs: Int64, at now: Instant) -> SourceGate.Ticket {
            gate.join(clue, patienceMs: patienceMs, at: now)
        }
        func settle(
            _ answer: SourceAnswer, isProbe: Bool = false, at now: Instant
        ) -> SourceEvent? {
            gate.settle(answer, isProbe: isProbe, at: now)
        }
    }

    /// Joins and asks at once.
    private func turn(_ gate: Desk, _ ms: Int64, patience: Int64 = 5_000) -> SourceGate.Turn {
        let ticket = gate.join(clue, patienceMs: patience, at: at(ms))
        return gate.turn(ticket, at: at(ms))
    }

    private let go = SourceGate.Turn.go(isProbe: false, after: nil)
    private let limited = SourceFailure(.rateLimited, retryAfterSeconds: 3)

    @Test func `a burst goes at once, then one look-up an interval`() {
        let gate = Desk(SourceBudget(burst: 2, perSecond: 0.5))
        #expect(turn(gate, 0) == go)
        #expect(turn(gate, 0) == go)
        #expect(turn(gate, 0) == .wait(ms: 2_000))
        #expect(turn(gate, 500) == .wait(ms: 3_500))
    }

    @Test func `look-ups go in the order they came`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 1))
        #expect(turn(gate, 0) == go)
        let first = gate.join(clue, patienceMs: 5_000, at: at(0))
        let second = gate.join(clue, patienceMs: 5_000, at: at(0))
        #expect(gate.turn(second, at: at(1_000)) == .wait(ms: 1_000))
        #expect(gate.turn(first, at: at(1_000)) == go)
        #expect(gate.turn(second, at: at(2_000)) == go)
        #expect(gate.waiting == 0)
    }

    @Test func `a place that is given up lets the next one forward`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 1))
        #expect(turn(gate, 0) == go)
        let first = gate.join(clue, patienceMs: 5_000, at: at(0))
        let second = gate.join(clue, patienceMs: 5_000, at: at(0))
        #expect(gate.turn(second, at: at(0)) == .wait(ms: 2_000))
        gate.leave(first)
        #expect(gate.turn(second, at: at(0)) == .wait(ms: 1_000))
    }

    @Test func `who would wait too long is told a time of their own`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 0.2))
        #expect(turn(gate, 0) == go)
        for place in 1...500 {
            // Nobody waits: the fifth second is one too many.
            let answer = turn(gate, 0, patience: 4_999)
            #expect(answer == .refused(SourceFailure(.rateLimited, retryAfterSeconds: place * 5)))
        }
        #expect(gate.waiting == 0)
        #expect(turn(gate, 5_000) == go)
    }

    @Test func `of five hundred at once as many wait as have their turn in time`() {
        let gate = Desk(SourceBudget(burst: 10, perSecond: 4))
        var went = 0
        var waits: [Int64] = []
        var promises: Set<Int> = []
        for _ in 0..<500 {
            switch turn(gate, 0) {
            case .go: went += 1
            case .wait(let ms): waits.append(ms)
            case .refused(let failure): promises.insert(failure.retryAfterSeconds ?? 0)
            }
        }
        #expect(went == 10)
        #expect(waits == (1...20).map { Int64($0) * 250 })
        // 470 of them come back at four a second.
        #expect(promises.count == 118)
        #expect(promises.min() == 6)
        #expect(promises.max() == 123)
    }

    @Test func `promises do not run further ahead than an hour`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 1.0 / 1_800))
        #expect(turn(gate, 0) == go)
        let seconds = (0..<4).map { _ -> Int? in
            guard case .refused(let failure) = turn(gate, 0) else { return nil }
            return failure.retryAfterSeconds
        }
        #expect(seconds == [1_800, 3_600, 5_400, 1_800])
    }

    @Test func `what a source asks for is kept to the millisecond`() {
        let gate = Desk(SourceBudget(burst: 5, perSecond: 1))
        #expect(turn(gate, 0) == go)
        #expect(
            gate.settle(.failed(limited), at: at(100)) == .restBegan(seconds: 3))
        #expect(turn(gate, 100, patience: 2_999) == .refused(limited))
        let ticket = gate.join(clue, patienceMs: 5_000, at: at(3_099))
        #expect(gate.turn(ticket, at: at(3_099)) == .wait(ms: 1))
        #expect(gate.turn(ticket, at: at(3_100)) == .go(isProbe: false, after: .restEnded))
    }

    @Test func `after a rest the first look-up says so, and the burst is gone`() {
        let gate = Desk(SourceBudget(burst: 5, perSecond: 1))
        _ = gate.settle(.failed(limited), at: at(0))
        #expect(turn(gate, 3_000) == .go(isProbe: false, after: .restEnded))
        #expect(turn(gate, 3_000) == .wait(ms: 1_000))
    }

    @Test func `who waits already waits on when the source asks for a rest`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 1))
        #expect(turn(gate, 0) == go)
        let early = gate.join(clue, patienceMs: 5_000, at: at(0))
        let late = gate.join(clue, patienceMs: 3_000, at: at(0))
        #expect(gate.turn(early, at: at(0)) == .wait(ms: 1_000))
        _ = gate.settle(.failed(limited), at: at(500))
        #expect(gate.turn(early, at: at(1_000)) == .wait(ms: 2_500))
        guard case .refused(let failure) = gate.turn(late, at: at(1_000)) else {
            Issue.record("it would come after its time")
            return
        }
        #expect(failure.kind == .rateLimited)
        #expect(gate.turn(early, at: at(3_500)) == .go(isProbe: false, after: .restEnded))
    }

    @Test func `a rest without length grows from five seconds to five minutes`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 10))
        var lengths: [Int] = []
        var ms: Int64 = 0
        for _ in 0..<8 {
            let event = gate.settle(
                .failed(SourceFailure(.rateLimited)), at: at(ms))
            guard case .restBegan(let seconds)? = event else { continue }
            lengths.append(seconds)
            ms += Int64(seconds) * 1_000
        }
        #expect(lengths == [5, 10, 20, 40, 80, 160, 300, 300])
        _ = gate.settle(.missed, at: at(ms))
        let event = gate.settle(.failed(SourceFailure(.rateLimited)), at: at(ms))
        #expect(event == .restBegan(seconds: 5))
    }

    @Test func `a second wish within a rest is no second rest`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 10))
        _ = gate.settle(.failed(limited), at: at(0))
        #expect(gate.settle(.failed(limited), at: at(10)) == nil)
        #expect(turn(gate, 3_000) == .wait(ms: 10))
    }

    @Test func `while it keeps failing it is not asked, and one look-up finds out`() {
        let gate = Desk(SourceBudget(burst: 50, perSecond: 50))
        let broken = SourceAnswer.failed(SourceFailure(.unreachable))
        for _ in 0..<4 { #expect(gate.settle(broken, at: at(0)) == nil) }
        #expect(gate.settle(broken, at: at(0)) == .breakerOpened(seconds: 1))
        #expect(
            turn(gate, 1) == .refused(SourceFailure(.paused, retryAfterSeconds: 1)))
        #expect(turn(gate, 1_000) == .go(isProbe: true, after: nil))
        #expect(
            turn(gate, 1_000) == .refused(SourceFailure(.paused, retryAfterSeconds: 1)))
        #expect(gate.settle(.missed, isProbe: true, at: at(1_100)) == .breakerClosed)
        #expect(turn(gate, 1_100) == go)
    }

    @Test func `who is not asked because of credentials is told of the credentials`() {
        let gate = Desk(SourceBudget(burst: 50, perSecond: 50))
        let refused = SourceAnswer.failed(SourceFailure(.unauthorised))
        for _ in 0..<5 { _ = gate.settle(refused, at: at(0)) }
        #expect(
            turn(gate, 1) == .refused(SourceFailure(.unauthorised, retryAfterSeconds: 1)))
    }

    @Test func `a source without budget for searches still shows what stands at an address`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 0.1, counting: .searches))
        #expect(turn(gate, 0) == go)
        guard case .refused = turn(gate, 0) else {
            Issue.record("the budget of searches is used up")
            return
        }
        let ticket = gate.join(address, patienceMs: 5_000, at: at(0))
        #expect(gate.turn(ticket, at: at(0)) == go)
    }

    @Test func `a clock that is put back stops nobody`() {
        let gate = Desk(SourceBudget(burst: 1, perSecond: 1))
        #expect(turn(gate, 1_000_000_000) == go)
        _ = gate.settle(.failed(limited), at: at(1_000_000_000))
        let ticket = gate.join(clue, patienceMs: 5_000, at: at(0))
        #expect(gate.turn(ticket, at: at(0)) == .go(isProbe: false, after: .restEnded))
    }
}
