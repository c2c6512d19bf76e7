import Loopback
import Smartlink
import Synchronization
import Testing

@testable import Platforms

struct GatedSourceTests {
    /// A source that says what a test tells it to.
    private final class Told: MusicSource {
        let id = "told"
        private let answer: @Sendable (Int) async -> SourceAnswer
        private let count = Mutex(0)

        init(_ answer: @escaping @Sendable (Int) async -> SourceAnswer) { self.answer = answer }

        var asked: Int { count.withLock { $0 } }

        func takes(_ clue: Clue) -> Bool {
            if case .upc = clue { return false }
            return true
        }

        func find(_ clue: Clue, market: String) async -> SourceAnswer {
            await answer(
                count.withLock {
                    $0 += 1
                    return $0
                })
        }
    }

    /// A clock that moves only when somebody sleeps.
    private final class Dial: Sendable {
        private let ms = Mutex<Int64>(1_800_000_000_000)
        private let heard = Mutex<[SourceEvent]>([])

        var events: [SourceEvent] { heard.withLock { $0 } }
        var now: Instant { Instant(ms: ms.withLock { $0 }) }

        func hear(_ event: SourceEvent, _ source: String) { heard.withLock { $0.append(event) } }
        func advance(_ step: Int64) { ms.withLock { $0 += step } }
    }

    private let clue = Clue.isrc("USRC17607839")

    /// Its waits for a turn take no time at all; look-ups are not raced.
    private func gated(
        _ source: any MusicSource, _ dial: Dial,
        _ budget: SourceBudget = SourceBudget(burst: 9, perSecond: 1)
    ) -> GatedSource {
        GatedSource(
            source, budget: budget, timeoutMs: 6_000, clock: { dial.now },
            sleep: { ms in
                // The race's clock runs for as long as a look-up may take; no turn here comes that late.
                if ms > 3_000 { return try await Task.sleep(for: .seconds(60)) }
                dial.advance(ms)
            }, hear: dial.hear)
    }

    @Test func `an answer passes through and is counted`() async {
        let dial = Dial()
        let gate = gated(Told { _ in .missed }, dial)
        #expect(await gate.find(clue, market: "DE") == .missed)
        #expect(dial.events == [.ended(outcome: "missed")])
        #expect(gate.id == "told")
        #expect(gate.takes(clue) && !gate.takes(.upc("602475093060")))
    }

    @Test func `what takes too long is cancelled`() async {
        let dial = Dial()
        let wasCancelled = Mutex(false)
        let source = Told { _ in
            try? await Task.sleep(for: .seconds(60))
            wasCancelled.withLock { $0 = Task.isCancelled }
            return .missed
        }
        let gate = GatedSource(
            source, timeoutMs: 20, clock: { dial.now }, hear: dial.hear)
        #expect(await gate.find(clue, market: "DE") == .failed(SourceFailure(.timedOut)))
        #expect(wasCancelled.withLock { $0 })
        #expect(dial.events == [.ended(outcome: "timed_out")])
    }

    @Test func `a turn that comes in time is waited for`() async {
        let dial = Dial()
        let start = dial.now
        let gate = gated(Told { _ in .missed }, dial, SourceBudget(burst: 1, perSecond: 1))
        #expect(await gate.find(clue, market: "DE") == .missed)
        let other = Clue.words(Music(kind: .track, title: "Low Tide", artist: "Mira"))
        #expect(await gate.find(other, market: "DE") == .missed)
        #expect(dial.now.ms - start.ms == 1_000)
    }

    @Test func `one that does not is refused, without asking`() async {
        let dial = Dial()
        let source = Told { _ in .missed }
        let gate = gated(source, dial, SourceBudget(burst: 1, perSecond: 0.1))
        _ = await gate.find(clue, market: "DE")
        let copy = gate
        #expect(
            await copy.find(clue, market: "DE")
                == .failed(SourceFailure(.rateLimited, retryAfterSeconds: 10)))
        #expect(source.asked == 1)
        #expect(dial.events.last == .ended(outcome: "rate_limited"))
    }

    @Test func `a rest is told when it begins and when the next look-up goes out`() async {
        let dial = Dial()
        let start = dial.now
        let source = Told { count in
            count == 1 ? .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2)) : .missed
        }
        let gate = gated(source, dial)
        #expect(
            await gate.find(clue, market: "DE")
                == .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2)))
        #expect(await gate.find(clue, market: "DE") == .missed)
        #expect(dial.now.ms - start.ms == 2_000)
        #expect(
            dial.events == [
                .ended(outcome: "rate_limited"), .restBegan(seconds: 2), .restEnded,
                .ended(outcome: "missed"),
            ])
    }

    @Test func `a real catalogue's Retry-After is kept, and the next request goes out behind it`()
        async throws
    {
        let dial = Dial()
        let isFirst = Atomic(true)
        let stage = try LookupStage("itunes") { _ in
            isFirst.exchange(false, ordering: .relaxed)
                ? .answer(429, fields: [("Retry-After", "2")])
                : .answer(200, #"{"resultCount":0,"results":[]}"#)
        }
        let start = dial.now
        let gate = gated(stage.source, dial)
        #expect(
            await gate.find(.release, market: "DE")
                == .failed(SourceFailure(.rateLimited, retryAfterSeconds: 2)))
        #expect(stage.requests.count == 1)
        #expect(await gate.find(.release, market: "DE") == .missed)
        #expect(dial.now.ms - start.ms == 2_000)
        #expect(stage.requests.count == 2)
        #expect(dial.events.suffix(2) == [.restEnded, .ended(outcome: "missed")])
    }

    @Test func `a source that keeps failing is left alone and comes back`() async {
        let dial = Dial()
        let source = Told { $0 < 6 ? .failed(SourceFailure(.garbled)) : .missed }
        let gate = gated(source, dial)
        for _ in 0..<5 {
            #expect(await gate.find(clue, market: "DE") == .failed(SourceFailure(.garbled)))
        }
        #expect(
            await gate.find(clue, market: "DE")
                == .failed(SourceFailure(.paused, retryAfterSeconds: 1)))
        #expect(source.asked == 5)
        dial.advance(1_000)
        #expect(await gate.find(clue, market: "DE") == .missed)
        #expect(dial.events.filter { $0 == .breakerOpened(seconds: 1) }.count == 1)
        #expect(dial.events.suffix(2) == [.ended(outcome: "missed"), .breakerClosed])
    }

    @Test func `a look-up that nobody waits for any more says nothing about the source`() async {
        let dial = Dial()
        let source = Told { count in
            if count > 6 { return .missed }
            try? await Task.sleep(for: .seconds(60))
            return .failed(SourceFailure(.unreachable))
        }
        let gate = gated(source, dial)
        for _ in 0..<6 {
            let task = Task { await gate.find(clue, market: "DE") }
            task.cancel()
            _ = await task.value
        }
        #expect(dial.events == [])
        #expect(await gate.find(clue, market: "DE") == .missed)
    }
}
