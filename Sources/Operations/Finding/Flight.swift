public import Smartlink
import Synchronization

/// A look-up under way, shared by all who want the same: each waits for as much of it as they need.
public final class Flight: Sendable {
    private let state: Mutex<State>

    private struct State {
        var search: Search
        var isOver = false
        /// Counts what was learned.
        var news = 0
        var waiters: [Int64: Waiter] = [:]
        var waitersSoFar: Int64 = 0

        func has(_ milestone: Milestone) -> Bool {
            switch milestone {
            case .over: isOver
            case .known: isOver || search.isKnown
            case .news(let last): isOver || news > last
            }
        }

        var glance: Glance { Glance(search: search, news: news, isOver: isOver) }
    }

    private struct Waiter {
        var milestone: Milestone
        var answer: CheckedContinuation<Glance, Never>
    }

    /// How far a look-up has come.
    public enum Milestone: Sendable {
        /// Title and artist are known.
        case known
        /// Everybody has answered, or the time is over.
        case over
        /// More has been learned than at that glance, by its count.
        case news(after: Int)
    }

    /// A look-up at one moment.
    public struct Glance: Sendable {
        public var search: Search
        /// Counts what was learned; more than at any glance before.
        public var news: Int
        public var isOver: Bool
    }

    init(_ search: Search) { state = Mutex(State(search: search)) }

    /// What it has come to so far.
    public var search: Search { state.withLock { $0.search } }

    func update(_ search: Search, isOver: Bool) {
        let (reached, glance) = state.withLock { state in
            state.search = search
            state.isOver = state.isOver || isOver
            state.news += 1
            let reached = state.waiters.filter { state.has($0.value.milestone) }
            for number in reached.keys { state.waiters[number] = nil }
            return (reached.values.map(\.answer), state.glance)
        }
        for answer in reached { answer.resume(returning: glance) }
    }

    /// The look-up as it is at `milestone`, at the latest when it is over.
    public func wait(for milestone: Milestone) async -> Search {
        await glance(at: milestone).search
    }

    /// The same, with how far it has come.
    public func glance(at milestone: Milestone) async -> Glance {
        await withCheckedContinuation { answer in _ = wait(milestone, answer) }
    }

    /// The same, but no longer than `pause` takes.
    public func wait(
        for milestone: Milestone, atMost pause: @escaping @Sendable () async -> Void
    ) async -> Search {
        let glance = await withCheckedContinuation { answer in
            guard let number = wait(milestone, answer) else { return }
            Task {
                await pause()
                self.release(number)
            }
        }
        return glance.search
    }

    /// The waiter's number; nil if it need not wait.
    private func wait(
        _ milestone: Milestone, _ answer: CheckedContinuation<Glance, Never>
    ) -> Int64? {
        let (number, glance) = state.withLock { state -> (Int64?, Glance) in
            if state.has(milestone) { return (nil, state.glance) }
            state.waitersSoFar += 1
            state.waiters[state.waitersSoFar] = Waiter(milestone: milestone, answer: answer)
            return (state.waitersSoFar, state.glance)
        }
        if number == nil { answer.resume(returning: glance) }
        return number
    }

    private func release(_ number: Int64) {
        let (waiter, glance) = state.withLock {
            ($0.waiters.removeValue(forKey: number), $0.glance)
        }
        waiter?.answer.resume(returning: glance)
    }
}
