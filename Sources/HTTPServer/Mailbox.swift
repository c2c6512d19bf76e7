import EventLoop
import HTTP

/// What other threads tell a loop.
enum Letter: Sendable {
    /// The control plane has answered a connection's request.
    case response(token: UInt64, Response)
    /// The next part of a body that is made while it is sent.
    case part(token: UInt64, BodyPart)
    /// Bounds and trusted proxies from now on.
    case settings(LoopSettings)
    /// Accept nothing more, finish, end.
    case drain
}

/// A loop's door for other threads; also what wakes it when a commitment is reached.
final class Mailbox: Waker {
    private let signal: WakeSignal
    private let letters = Guarded<[Letter]>([])

    init() throws(SystemFailure) {
        signal = try WakeSignal()
    }

    func join(_ epoll: borrowing Epoll, token: UInt64) throws(SystemFailure) {
        try signal.join(epoll, token: token)
    }

    func wake() {
        signal.ring()
    }

    func post(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        signal.ring()
    }

    /// All letters since the last call.
    func collect() -> [Letter] {
        letters.withLock { letters in
            let all = letters
            letters.removeAll()
            return all
        }
    }

    func fallsAsleep() -> Bool { signal.fallsAsleep() }
    func wakesUp() -> Bool { signal.wakesUp() }
}
