public import Smartlink
import Synchronization

/// A source behind its gate: asked no faster than it allows, not at all while it wants a pause or keeps failing, and
/// never for longer than a look-up may take.
///
/// All look-ups that go through one value, or its copies, share one budget.
public struct GatedSource: MusicSource {
    private let source: any MusicSource
    private let gate: Gate
    private let timeoutMs: Int64
    private let clock: @Sendable () -> Instant
    private let sleep: @Sendable (Int64) async throws -> Void
    private let hear: @Sendable (SourceEvent, String) -> Void

    /// `budget` is the documented one where none is given, `timeoutMs` six seconds; `hear` gets events and the source's
    /// id, as `SourceTally.hear` takes them.
    public init(
        _ source: any MusicSource, budget: SourceBudget? = nil, timeoutMs: Int64? = nil,
        clock: @escaping @Sendable () -> Instant,
        hear: @escaping @Sendable (SourceEvent, String) -> Void = { _, _ in }
    ) {
        self.init(
            source, budget: budget, timeoutMs: timeoutMs, clock: clock,
            sleep: { try await Task.sleep(for: .milliseconds($0)) }, hear: hear)
    }

    /// `sleep` waits so many milliseconds of `clock`'s time, and throws when the task is cancelled.
    init(
        _ source: any MusicSource, budget: SourceBudget?, timeoutMs: Int64?,
        clock: @escaping @Sendable () -> Instant,
        sleep: @escaping @Sendable (Int64) async throws -> Void,
        hear: @escaping @Sendable (SourceEvent, String) -> Void
    ) {
        self.source = source
        gate = Gate(budget ?? .documented(source.id))
        self.timeoutMs = timeoutMs ?? Limits.lookUpMs
        self.clock = clock
        self.sleep = sleep
        self.hear = hear
    }

    private final class Gate: Sendable {
        let state: Mutex<SourceGate>
        init(_ budget: SourceBudget) { state = Mutex(SourceGate(budget)) }
    }

    public var id: String { source.id }

    public var platforms: [String] { source.platforms }

    public func takes(_ clue: Clue) -> Bool { source.takes(clue) }

    /// Asks when it is this look-up's turn: `rate_limited` if that comes too late, `paused` while the source keeps
    /// failing, `timed_out` if it takes too long.
    public func find(_ clue: Clue, market: String) async -> SourceAnswer {
        let began = clock()
        let isProbe: Bool
        switch await admission(clue) {
        case .success(let admission): isProbe = admission
        // A cancelled look-up's answer is nobody's.
        case .failure(let failure):
            if !Task.isCancelled { hear(.ended(outcome: failure.kind.rawValue), id) }
            return .failed(failure)
        }
        let restMs = max(timeoutMs - max(clock().ms - began.ms, 0), min(timeoutMs, 1))
        let answer = await race(clue, market, ms: restMs)
        let now = clock()
        if Task.isCancelled {
            gate.state.withLock { $0.abandon(isProbe: isProbe, at: now) }
            return answer
        }
        let event = gate.state.withLock { $0.settle(answer, isProbe: isProbe, at: now) }
        hear(.ended(outcome: answer.outcome), id)
        if let event { hear(event, id) }
        return answer
    }

    /// Waits for the turn: whether this look-up decides if the source is back.
    private func admission(_ clue: Clue) async -> Result<Bool, SourceFailure> {
        let patienceMs = max(timeoutMs - Limits.lookUpRestMsMin, 0)
        let joined = clock()
        let ticket = gate.state.withLock { $0.join(clue, patienceMs: patienceMs, at: joined) }
        while true {
            let now = clock()
            switch gate.state.withLock({ $0.turn(ticket, at: now) }) {
            case .go(let isProbe, let event):
                if let event { hear(event, id) }
                return .success(isProbe)
            case .refused(let failure): return .failure(failure)
            case .wait(let ms):
                do {
                    try await sleep(ms)
                } catch {
                    gate.state.withLock { $0.leave(ticket) }
                    return .failure(SourceFailure(.timedOut))
                }
            }
        }
    }

    /// The source's answer if it comes in time; it is cancelled otherwise.
    private func race(_ clue: Clue, _ market: String, ms: Int64) async -> SourceAnswer {
        let source = source
        let sleep = sleep
        return await withTaskGroup(of: SourceAnswer.self) { group in
            group.addTask { await source.find(clue, market: market) }
            group.addTask {
                try? await sleep(ms)
                return .failed(SourceFailure(.timedOut))
            }
            let first = await group.next() ?? .failed(SourceFailure(.timedOut))
            group.cancelAll()
            return first
        }
    }
}
