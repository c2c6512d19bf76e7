// What becomes of a save after an attempt, as the drawing in Save.swift has it.
//
//   outcome               next                                            until
//   saved                 saved
//   notReleased           waiting; a quarter of the time it has been       3 days: not_found
//                         missing, 2 to 60 min
//   busy(seconds)         queued; as the platform says, else 30 s          14 days: gave_up
//   unreachable,          queued; 1 s doubling to 1 h                      72 h: gave_up
//   unauthorised, misconfigured
//   refused(reason)       at once: reason
//
// Where the time is up and the fan can be reminded, the save becomes a reminder instead of failing. Time
// counts from the release or, where the save was first tried later, from then. The clock is not trusted:
// before the release an attempt proves nothing and the save goes back to its day; time alone ends nothing
// that was tried a few times only.

extension Save {
    /// This save after an attempt that came to `outcome`.
    ///
    /// `jitter` is any random number; `canRemind` whether the fan has a confirmed address.
    public func after(
        _ outcome: SaveOutcome, at now: Instant, jitter: UInt64, canRemind: Bool
    ) -> Save {
        switch outcome {
        case .saved: return ended(.saved, at: now)
        case .refused(let reason): return ending(reason, at: now, canRemind: canRemind)
        case .notReleased, .busy, .unreachable, .unauthorised, .misconfigured: break
        }
        // Tried too early: the clock was put back, or the artist moved the release meanwhile.
        if now < dueAt { return requeued(at: dueAt) }
        var next = self
        next.triedAt = triedAt ?? now
        let since = now.ms - max(dueAt, next.triedAt ?? now).ms
        if outcome.isUp(after: since, attempts: attempts) {
            return next.ending(outcome.reasonWhenUp, at: now, canRemind: canRemind)
        }
        next.state = outcome == .notReleased ? .waiting : .queued
        let pause = outcome.pause(after: since, attempts: attempts)
        next.nextAt = Instant(ms: now.ms + outcome.jittered(pause, by: jitter))
        if !outcome.isBusy { next.attempts = min(attempts, Int(Int32.max)) + 1 }
        return next
    }

    /// This reminder, due now: reminded where the fan has a confirmed address; else it waits for the
    /// confirmation as long as that is possible.
    public func reminding(at now: Instant, canRemind: Bool) -> Save {
        if now < dueAt { return requeued(at: dueAt) }
        if canRemind { return ended(.reminded, at: now) }
        var next = self
        next.triedAt = triedAt ?? now
        let until = max(dueAt, next.triedAt ?? now).ms + SaveLimits.unconfirmedMsMax
        guard now.ms < until else { return next.ended(.failed, at: now, reason: .unconfirmed) }
        next.state = .queued
        next.nextAt = Instant(ms: until)
        return next
    }

    /// Whether the authorisation is still good on release day, as far as anybody knows.
    public var isOutlivedByGrant: Bool {
        guard mode == .direct, let diesAt else { return true }
        return diesAt > dueAt
    }

    /// When a save that waits for its day is looked at next: on that day. Where the authorisation dies before it, a
    /// day from now, so that an artist who corrects the date soon costs nobody their pre-save.
    public func wakesAt(_ now: Instant) -> Instant {
        isOutlivedByGrant ? dueAt : min(dueAt, Instant(ms: now.ms + SaveLimits.dyingMs))
    }

    /// This save whose authorisation dies before the release: a reminder, or expired.
    public func expired(at now: Instant, canRemind: Bool) -> Save {
        canRemind
            ? asReminder(.expired, at: now) : ended(.expired, at: now, reason: .expired)
    }

    /// This save, revoked by the fan, or by the artist who deleted the link.
    public func revoked(at now: Instant, reason: Reason? = nil) -> Save {
        ended(.revoked, at: now, reason: reason)
    }

    // MARK: Steps

    private func ended(_ state: State, at now: Instant, reason: Reason? = nil) -> Save {
        var next = self
        next.state = state
        next.reason = reason
        next.endedAt = now
        next.nextAt = now
        if state != .saved { next.follow = follow.withoutGrant }
        return next
    }

    private func ending(_ reason: Reason, at now: Instant, canRemind: Bool) -> Save {
        canRemind ? asReminder(reason, at: now) : ended(.failed, at: now, reason: reason)
    }

    private func asReminder(_ reason: Reason, at now: Instant) -> Save {
        var next = requeued(at: max(now, dueAt))
        next.mode = .reminder
        next.reason = reason
        next.follow = follow.withoutGrant
        return next
    }

    private func requeued(at moment: Instant) -> Save {
        var next = self
        next.state = .queued
        next.nextAt = moment
        next.attempts = 0
        next.triedAt = nil
        return next
    }
}

extension Save.Follow {
    /// What becomes of a wish whose authorisation is gone.
    fileprivate var withoutGrant: Save.Follow { self == .wanted ? .failed : self }
}

extension SaveOutcome {
    fileprivate var isBusy: Bool { if case .busy = self { true } else { false } }

    fileprivate var reasonWhenUp: Save.Reason { self == .notReleased ? .notFound : .gaveUp }

    /// Whether the time for such outcomes is over.
    fileprivate func isUp(after elapsed: Int64, attempts: Int) -> Bool {
        if isBusy { return elapsed >= SaveLimits.busyForMsMax }
        let limit =
            self == .notReleased ? SaveLimits.pollingMsMax : SaveLimits.retryingMsMax
        return elapsed >= limit && attempts >= SaveLimits.attemptsMin
    }

    /// Milliseconds until the next attempt, before jitter.
    fileprivate func pause(after elapsed: Int64, attempts: Int) -> Int64 {
        switch self {
        case .notReleased:
            let part = max(0, elapsed) / SaveLimits.pollPart
            return min(max(part, SaveLimits.pollMsMin), SaveLimits.pollMsMax)
        case .busy(let seconds):
            guard let seconds else { return SaveLimits.busyMs }
            let bounded = min(Int64(max(0, seconds)), SaveLimits.busyMsMax / 1_000)
            return max(bounded * 1_000, SaveLimits.retryMsMin)
        case .unreachable, .unauthorised, .misconfigured:
            // 2¹² s is beyond the longest.
            let doubled = SaveLimits.retryMsMin << Int64(min(max(0, attempts), 12))
            return min(doubled, SaveLimits.retryMsMax)
        case .saved, .refused: return 0
        }
    }

    /// Spreads a pause: a platform's own is never shortened, others are on average what they were.
    fileprivate func jittered(_ pause: Int64, by jitter: UInt64) -> Int64 {
        let spread = UInt64(pause)
        if isBusy { return pause + Int64(jitter % (spread / 4 + 1)) }
        return pause / 2 + Int64(jitter % (spread + 1))
    }
}
