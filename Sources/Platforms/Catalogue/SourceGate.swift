import Smartlink

/// Whose turn it is to ask one source: a queue before a token bucket, pauses the source asked for, a circuit breaker.
/// A value, the time comes in.
///
/// Look-ups go in the order they came. One whose turn comes too late for it is turned away with a time to come back at,
/// each one later than the one before, so that they do not all come back at once.
struct SourceGate: Sendable {
    private let budget: SourceBudget
    private var tokens: Double
    private var filledAt: Instant?
    private var queue: [Ticket] = []
    private var ticketsGiven = 0
    private var breaker = CircuitBreaker()
    /// Why it is left alone, as those are told who ask meanwhile: credentials are something to do about.
    private var closedBy = SourceFailure.Kind.paused
    private var restsUntil: Instant?
    /// Rests in a row whose length the source did not say.
    private var restsUnsaid = 0
    private var promisedUntil: Instant?

    /// A place in the queue.
    struct Ticket: Sendable {
        fileprivate var number: Int
        fileprivate var cost: Double
        /// A turn after this is none.
        fileprivate var until: Instant
    }

    enum Turn: Equatable {
        case go(isProbe: Bool, after: SourceEvent?)
        /// Look again in so many milliseconds.
        case wait(ms: Int64)
        case refused(SourceFailure)
    }

    init(_ budget: SourceBudget) {
        self.budget = budget
        tokens = budget.burst
    }

    /// Look-ups that wait.
    var waiting: Int { queue.count }

    /// A place at the end; it waits for its turn for so long.
    mutating func join(_ clue: Clue, patienceMs: Int64, at now: Instant) -> Ticket {
        ticketsGiven += 1
        let ticket = Ticket(
            number: ticketsGiven, cost: budget.cost(of: clue),
            until: Instant(ms: now.ms + patienceMs))
        queue.append(ticket)
        return ticket
    }

    /// Gives up a place.
    mutating func leave(_ ticket: Ticket) { queue.removeAll { $0.number == ticket.number } }

    mutating func turn(_ ticket: Ticket, at now: Instant) -> Turn {
        let admission = breaker.admission(at: now)
        if case .refused(let ms) = admission {
            leave(ticket)
            return .refused(SourceFailure(closedBy, retryAfterSeconds: Self.seconds(ms)))
        }
        refill(at: now)
        let wait = waitMs(ticket, at: now)
        guard wait == 0 else {
            if now.ms + wait <= ticket.until.ms { return .wait(ms: wait) }
            leave(ticket)
            return .refused(
                SourceFailure(.rateLimited, retryAfterSeconds: promise(wait, ticket.cost, at: now)))
        }
        leave(ticket)
        tokens -= ticket.cost
        if admission == .probe { breaker.beginProbe() }
        defer { restsUntil = nil }
        return .go(isProbe: admission == .probe, after: restsUntil == nil ? nil : .restEnded)
    }

    /// Takes in how a look-up ended; what there is to tell.
    mutating func settle(
        _ answer: SourceAnswer, isProbe: Bool, at now: Instant
    ) -> SourceEvent? {
        switch answer {
        case .found, .missed:
            restsUnsaid = 0
            return breaker.succeed() ? .breakerClosed : nil
        // It wants to be left alone, but it is there.
        case .failed(let failure) where failure.kind == .rateLimited:
            let isBack = breaker.succeed()
            return rest(failure.retryAfterSeconds, at: now) ?? (isBack ? .breakerClosed : nil)
        case .failed(let failure) where failure.kind == .paused:
            breaker.abandonProbe(at: now)
            return nil
        case .failed(let failure):
            closedBy = failure.kind == .unauthorised ? .unauthorised : .paused
            return breaker.fail(isProbe: isProbe, at: now).map {
                .breakerOpened(seconds: Self.seconds($0))
            }
        }
    }

    /// A look-up that was given up, which says nothing about the source.
    mutating func abandon(isProbe: Bool, at now: Instant) {
        if isProbe { breaker.abandonProbe(at: now) }
    }

    // MARK: Time

    private mutating func rest(_ seconds: Int?, at now: Instant) -> SourceEvent? {
        var length = min(seconds ?? 0, Limits.retrySecondsMax)
        if seconds == nil {
            length = min(
                Limits.restSecondsMin << min(restsUnsaid, 10), Limits.restSecondsMax)
            restsUnsaid += 1
        }
        let until = Instant(ms: now.ms + Int64(length) * 1_000)
        guard length > 0, !isResting(at: now) || until > restsUntil ?? now else { return nil }
        let isLonger = isResting(at: now)
        restsUntil = until
        // At its end one goes, then the others at their pace.
        tokens = 1
        filledAt = until
        return isLonger ? nil : .restBegan(seconds: length)
    }

    /// A rest longer than any that is believed was asked for under another clock.
    private func isResting(at now: Instant) -> Bool {
        guard let restsUntil else { return false }
        return restsUntil > now
            && restsUntil.ms - now.ms <= Int64(Limits.retrySecondsMax) * 1_000
    }

    private mutating func refill(at now: Instant) {
        if isResting(at: now) { return }
        let elapsedMs = filledAt.map { max(now.ms - $0.ms, 0) } ?? 0
        tokens = min(tokens + Double(elapsedMs) * budget.perSecond / 1_000, budget.burst)
        filledAt = now
    }

    /// Until the bucket holds enough for everybody up to and with `ticket`; 0 if it does now.
    private func waitMs(_ ticket: Ticket, at now: Instant) -> Int64 {
        var missing = 0.0
        // What costs nothing need not stand behind what does.
        if ticket.cost > 0 {
            for other in queue where other.number <= ticket.number { missing += other.cost }
            missing = max(missing - tokens, 0)
        }
        let restMs = isResting(at: now) ? (restsUntil?.ms ?? now.ms) - now.ms : 0
        return restMs + Int64((missing / budget.perSecond * 1_000 - 0.001).rounded(.up))
    }

    /// Seconds after which one who is turned away comes back.
    private mutating func promise(_ waitMs: Int64, _ cost: Double, at now: Instant) -> Int {
        let next = now.ms + waitMs
        let apartMs = Int64((cost / budget.perSecond * 1_000).rounded(.up))
        var moment = max(next, (promisedUntil?.ms ?? 0) + apartMs)
        if moment - next > Limits.promiseMsMax { moment = next }
        promisedUntil = Instant(ms: moment)
        return Self.seconds(moment - now.ms)
    }

    private static func seconds(_ ms: Int64) -> Int { Int((ms + 999) / 1_000) }
}
