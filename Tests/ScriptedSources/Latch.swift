import Synchronization

/// Opens once; who waits goes on then.
public final class Latch: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>(
        (false, []))

    public init() {}

    public func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for answer in waiting { answer.resume() }
    }

    public func wait() async {
        await withCheckedContinuation { answer in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(answer) }
                return state.isOpen
            }
            if isOpen { answer.resume() }
        }
    }
}
