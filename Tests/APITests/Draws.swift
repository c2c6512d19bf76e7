import Synchronization

/// Random bytes of which one draw can be made to come twice.
final class Draws: Sendable {
    private let state = Mutex((number: UInt64(0), repeats: false))

    func repeatLast() { state.withLock { $0.repeats = true } }

    func next(_ count: Int) -> [UInt8] {
        let number = state.withLock { state in
            if state.repeats { state.repeats = false } else { state.number += 1 }
            return state.number
        }
        return House.digest(Array("draw \(number)".utf8), bytes: count)
    }
}
