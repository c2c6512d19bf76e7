public import Smartlink
import Synchronization

/// A look-up under way, shared by all who want the same: each waits for as much of it as they need.
public final class Flight: Sendable {
    private let state: Mutex<State>

    private struct State {
        var search: Search
        var isOver = false
        var waiters: [Int64: Waiter] = [:]
        var waitersSoFar: Int64 = 0

        func has(_ milestone: Milestone) -> Bool {
            switch milestone {
            case .over: isOver
            case .known: isOver || search.isKnown
            }
        }
    }

    private struct Waiter {
        var milestone: Milestone
        var answer: CheckedContinuation<Search, Never>
    }

    /// How far a look-up has come.
    public enum Milestone: Sendable {
        /// Title and artist are known.
        case known
        /// Everybody has answered, or the time is over.
        case over
    }

    init(_ search: Search) { state = Mutex(State(search: search)) }

    /// What it has come to so far.
    public var search: Search { state.withLock { $0.search } }

    func update(_ search: Search, isOver: Bool) {
        let reached = state.withLock { state in
            state.search = search
            state.isOver = state.isOver || isOver
            let reached = state.waiters.filter { state.has($0.value.milestone) }
            for number in reached.keys { state.waiters[number] = nil }
            return reached.values.map(\.answer)
        }
        for answer in reached { answer.resume(returning: search) }
    }

    /// The look-up as it is at `milestone`, at the latest when it is over.
    public func wait(for milestone: Milestone) async -> Search {
        await withCheckedContinuation { answer in _ = wait(milestone, answer) }
    }

    /// The same, but no longer than `pause` takes.
    public func wait(
        for milestone: Milestone, atMost pause: @escaping @Sendable () async -> Void
    ) async -> Search {
        await withCheckedContinuation { answer in
            guard let number = wait(milestone, answer) else { return }
            Task {
                await pause()
                self.release(number)
            }
        }
    }

    /// The waiter's number; nil if it need not wait.
    private func wait(
        _ milestone: Milestone, _ answer: CheckedContinuation<Search, Never>
    ) -> Int64? {
        let (number, search) = state.withLock { state -> (Int64?, Search) in
            if state.has(milestone) { return (nil, state.search) }
            state.waitersSoFar += 1
            state.waiters[state.waitersSoFar] = Waiter(milestone: milestone, answer: answer)
            return (state.waitersSoFar, state.search)
        }
        if number == nil { answer.resume(returning: search) }
        return number
    }

    private func release(_ number: Int64) {
        let (waiter, search) = state.withLock {
            ($0.waiters.removeValue(forKey: number), $0.search)
        }
        waiter?.answer.resume(returning: search)
    }
}
