import Smartlink

/// Whether a source that fails is asked at all. After failures in a row it is left alone; then one look-up goes through
/// and decides. A value, the time comes in.
///
/// | state | asked | a failure | an answer |
/// |---|---|---|---|
/// | closed | yes | counts; the last one allowed opens it | starts the count anew |
/// | open | no, until the pause is over | of one still under way: nothing | closes it |
/// | probing | no, one look-up is out | of that one: open again, for twice as long | closes it |
struct CircuitBreaker: Sendable {
    private enum State {
        case closed(failures: Int)
        case open(until: Instant)
        case probing
    }

    private var state = State.closed(failures: 0)
    private var breakMs = Limits.breakMsMin

    enum Admission: Equatable {
        case free
        /// Its outcome decides.
        case probe
        case refused(ms: Int64)
    }

    func admission(at now: Instant) -> Admission {
        switch state {
        case .closed: .free
        case .probing: .refused(ms: Limits.breakMsMin)
        case .open(let until):
            // Further off than any pause is another clock's time.
            until > now && until.ms - now.ms <= Limits.breakMsMax
                ? .refused(ms: until.ms - now.ms) : .probe
        }
    }

    mutating func beginProbe() { state = .probing }

    /// The probe came to nothing, good or bad: the next one is it.
    mutating func abandonProbe(at now: Instant) {
        if case .probing = state { state = .open(until: now) }
    }

    /// Whether it closes now.
    mutating func succeed() -> Bool {
        breakMs = Limits.breakMsMin
        defer { state = .closed(failures: 0) }
        if case .closed = state { return false }
        return true
    }

    /// Milliseconds for which it opens now, having been closed; nil if it stays what it is.
    mutating func fail(isProbe: Bool, at now: Instant) -> Int64? {
        switch state {
        case .closed(let failures) where failures + 1 < Limits.failuresInRowMax:
            state = .closed(failures: failures + 1)
            return nil
        case .closed:
            state = .open(until: Instant(ms: now.ms + breakMs))
            return breakMs
        case .probing where isProbe:
            breakMs = min(breakMs * 2, Limits.breakMsMax)
            state = .open(until: Instant(ms: now.ms + breakMs))
            return nil
        case .open, .probing: return nil
        }
    }
}
