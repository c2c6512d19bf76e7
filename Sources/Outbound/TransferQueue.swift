import CCurl
import Synchronization

/// Where tasks leave calls for the transfer thread, and its multi handle, which they may only wake.
@safe
final class TransferQueue: Sendable {
    private struct State {
        var calls: [Call] = []
        var hasCancelled = false
        var isClosed = false
        /// Whether the thread will look before it sleeps.
        var isRung = false
        /// Calls that the thread has taken and not ended.
        var held = 0
    }

    /// What the thread finds at a turn.
    struct Turn {
        var calls: [Call]
        var hasCancelled: Bool
        var isClosed: Bool
    }

    private let state = Mutex(State())
    // All use but `curl_multi_wakeup` is the transfer thread's.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    init?() {
        guard curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK,
            let multi = unsafe curl_multi_init()
        else { return nil }
        unsafe self.multi = multi
    }

    deinit { _ = unsafe curl_multi_cleanup(multi) }

    func submit(_ call: Call) {
        let refusal: OutboundFailure.Kind? = change { state in
            if state.isClosed { return .closed }
            guard state.held + state.calls.count < Limits.waitingMax else { return .overloaded }
            state.calls.append(call)
            return nil
        }
        if let refusal { call.end(refusal) }
    }

    func cancel(_ token: CancelToken) {
        token.isCancelled.store(true, ordering: .releasing)
        change { $0.hasCancelled = true }
    }

    func close() { change { $0.isClosed = true } }

    /// What is new, `held` being what the thread has at hand already.
    func take(held: Int) -> Turn {
        state.withLock { state in
            let turn = Turn(
                calls: state.calls, hasCancelled: state.hasCancelled, isClosed: state.isClosed)
            state.calls.removeAll(keepingCapacity: true)
            state.hasCancelled = false
            state.isRung = false
            state.held = held + turn.calls.count
            return turn
        }
    }

    private func change<Value>(_ body: (inout State) -> Value) -> Value {
        let (value, wakes) = state.withLock { state in
            let value = body(&state)
            let wakes = !state.isRung
            state.isRung = true
            return (value, wakes)
        }
        if wakes { _ = unsafe curl_multi_wakeup(multi) }
        return value
    }
}
