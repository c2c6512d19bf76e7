import Synchronization

/// What a transfer is to do.
enum Errand: Sendable {
    case request(OutboundRequest, WebAddress)
    case letter(LetterErrand)

    /// Whom it goes to: errands to one origin wait for each other.
    var origin: String {
        switch self {
        case .request(_, let address): address.origin
        case .letter(let letter): letter.server.address.origin
        }
    }

    /// How many of them go there at once.
    var togetherMax: Int {
        switch self {
        case .request: Limits.hostConnectionsMax
        case .letter: Limits.letterConnectionsMax
        }
    }

    var host: String {
        switch self {
        case .request(_, let address): address.host
        case .letter(let letter): letter.server.address.host
        }
    }
}

/// A letter with its envelope.
struct LetterErrand: Sendable {
    var server: SMTPServer
    var sender: String
    var recipient: String
    var message: [UInt8]
}

/// How a transfer ended.
struct Outcome: Sendable {
    /// Nil if the other side answered to the end.
    var failure: OutboundFailure.Kind?
    /// Of HTTP or SMTP; 0 if there was none.
    var status = 0
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// Whether all of a letter had gone out.
    var isUploaded = false
    /// Whether sender or recipient was refused.
    var isEnvelopeRefused = false
    /// Whether the server refused name or password.
    var isLoginRefused = false
}

/// One errand on its way through the transfer thread.
final class Call: Sendable {
    let errand: Errand
    /// Milliseconds of the monotonic clock.
    let deadline: UInt64
    private let answer: CheckedContinuation<Outcome, Never>
    private let token: CancelToken

    init(
        _ errand: Errand, deadline: UInt64, token: CancelToken,
        answer: CheckedContinuation<Outcome, Never>
    ) {
        self.errand = errand
        self.deadline = deadline
        self.token = token
        self.answer = answer
    }

    var isCancelled: Bool { token.isCancelled.load(ordering: .acquiring) }

    /// Once only.
    func end(_ outcome: Outcome) { answer.resume(returning: outcome) }

    func end(_ failure: OutboundFailure.Kind) { end(Outcome(failure: failure)) }
}

/// Set by the waiting task, which may be cancelled before its call exists.
final class CancelToken: Sendable {
    let isCancelled = Atomic<Bool>(false)
}
