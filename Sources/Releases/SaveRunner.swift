// Release day. Due saves are leased in batches, platform by platform, tried side by side within its budget, and
// settled together; what became of a batch is in the store before the platform's next one is leased. A killed
// process's leases run out and its saves are tried again: a platform's own call is idempotent, and Tidal gets the
// same key.
public import Operations
public import Smartlink
public import Telemetry

/// Runs the queue of one store; one runner a process.
public struct SaveRunner: Sendable {
    let actions: FanActions
    private let budgets: [String: Double]
    let log: Log
    public let tally: SaveTally
    let sleep: @Sendable (Int64) async -> Void
    let complaints = Complaints()
    private let pace = Pace(perSecond: Limits.savesPerSecondMax)

    /// `perSecond`: saves a second and platform; `sleep`: pauses that many milliseconds, less when cancelled.
    public init(
        _ actions: FanActions, perSecond: [String: Double], tally: SaveTally, log: Log,
        sleep: @escaping @Sendable (Int64) async -> Void
    ) {
        self.actions = actions
        budgets = perSecond
        self.tally = tally
        self.log = log
        self.sleep = sleep
    }

    /// Works until its task is cancelled.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for others in lanes { group.addTask { await run(without: others) } }
        }
    }

    /// Works off what is due now; how many saves were tried (`segue saves run`).
    public func runDue() async throws(Failure) -> Int {
        let results = await withTaskGroup(of: Result<Int, Failure>.self) { group in
            for others in lanes {
                group.addTask {
                    do throws(Failure) {
                        return .success(try await runDue(without: others))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var sum = 0
        for result in results { sum += try result.get() }
        return sum
    }

    /// What each lane leaves to the others: one lane a platform, so that a slow one holds up nobody else's, and one
    /// for what no platform of ours is asked for. Reminders are anybody's.
    private var lanes: [Set<String>] {
        let ids = Set(actions.platforms().keys)
        return ids.map { ids.subtracting([$0]) } + [ids]
    }

    private func run(without others: Set<String>) async {
        var budget = Budget(perSecond: budgets)
        while !Task.isCancelled {
            do throws(Failure) {
                let count = try await pass(without: others, &budget)
                if count == 0 {
                    await rest()
                } else {
                    await sleep(pace.pause(after: count, at: actions.surroundings.now()))
                }
            } catch {
                log.warning("saves_postponed", LogField("cause", .cause(error.message)))
                await sleep(Limits.troubleMs)
            }
        }
    }

    private func runDue(without others: Set<String>) async throws(Failure) -> Int {
        var budget = Budget(perSecond: budgets)
        var sum = 0
        while !Task.isCancelled {
            let count = try await pass(without: others, &budget)
            if count == 0 { return sum }
            sum += count
        }
        return sum
    }

    private func rest() async {
        let now = actions.surroundings.now()
        let next = try? await actions.fans.nextSave()
        // What is due and yet was not handed out waits for its platform's pause to end.
        let wait = next.map { $0 > now ? $0.ms - now.ms : Limits.pausedMs } ?? Limits.sleepMsMax
        await sleep(min(max(wait, Limits.sleepMsMin), Limits.sleepMsMax))
    }

    /// One batch; how many saves it held.
    private func pass(
        without others: Set<String>, _ budget: inout Budget
    ) async throws(Failure) -> Int {
        let now = actions.surroundings.now()
        let leased = try await actions.fans.leaseSaves(
            Limits.leasedMax, without: others.union(budget.paused(at: now)), at: now,
            until: Instant(ms: now.ms + Limits.leaseMs))
        guard !leased.isEmpty else { return 0 }
        let links = try await links(of: leased)
        var settled: [LeasedSave] = []
        settled.reserveCapacity(leased.count)
        var errands: [SaveErrand] = []
        for leased in leased {
            if let link = links[leased.save.link] {
                errands.append(SaveErrand(leased: leased, link: link))
            } else {
                settled.append(leased.ended(at: actions.surroundings.now()))
            }
        }
        var waiting = together(errands)[...]
        await withTaskGroup(of: [SaveAttempt].self) { group in
            var underway = 0
            while !waiting.isEmpty || underway > 0 {
                while underway < Limits.underwayMax, let next = waiting.popFirst() {
                    // A runner that is stopped, or whose lease may run out, lets go of what it has not begun.
                    guard !Task.isCancelled, isHeld(since: now), let delay = turn(of: next, &budget)
                    else {
                        settled += next.map { $0.leased.putBack(until: now) }
                        continue
                    }
                    underway += 1
                    group.addTask {
                        if delay > 0 { await sleep(delay) }
                        if delay > 0, Task.isCancelled {
                            return next.map { ($0.leased.putBack(until: now), nil) }
                        }
                        return await attempt(next, since: now)
                    }
                }
                guard let attempts = await group.next() else { continue }
                underway -= 1
                for (save, outcome) in attempts {
                    settled.append(save)
                    note(outcome, of: save.save, &budget)
                }
            }
        }
        try await actions.fans.settle(settled)
        return settled.count
    }

    /// Whether enough of a lease is left to begin something.
    func isHeld(since moment: Instant) -> Bool {
        actions.surroundings.now().ms - moment.ms < Limits.leaseMs / 2
    }

    /// When a request may go to its platform; nil if not soon. A reminder goes to nobody's.
    private func turn(of errands: [SaveErrand], _ budget: inout Budget) -> Int64? {
        guard let save = errands.first?.leased.save, save.mode == .direct else { return 0 }
        return budget.turn(save.platform, at: actions.surroundings.now())
    }

    private func note(_ outcome: SaveOutcome?, of save: Save, _ budget: inout Budget) {
        guard let outcome else { return }
        tally.count(outcome, at: save.platform)
        let now = actions.surroundings.now()
        switch outcome {
        case .busy(let seconds):
            let pause = seconds.map { Int64(max(1, min($0, 86_400))) * 1_000 } ?? Limits.busyMs
            budget.pause(save.platform, until: Instant(ms: now.ms + pause))
            log.warning(
                "platform_busy", LogField("platform", .name(save.platform)),
                LogField("pauseMs", .count(Int(pause))))
        case .refused(let reason):
            log.info(
                "save_refused", LogField("platform", .name(save.platform)),
                LogField("reason", .name(reason.rawValue)))
        case .unreachable:
            log.info("save_unreachable", LogField("platform", .name(save.platform)))
        case .misconfigured:
            if let count = complaints.count(save.platform, at: now) {
                log.error(
                    "credentials_refused", LogField("platform", .name(save.platform)),
                    LogField("saves", .count(count)))
            }
        case .unauthorised:
            // It renewed the grant, and takes the new one no more than the old.
            log.info("save_unauthorised", LogField("platform", .name(save.platform)))
        case .saved, .notReleased: break
        }
    }

    private func links(of leased: [LeasedSave]) async throws(Failure) -> [Int64: Link] {
        var links: [Int64: Link] = [:]
        for id in Set(leased.map(\.save.link)) { links[id] = try await actions.links.link(id: id) }
        return links
    }
}

extension LeasedSave {
    /// Its link is gone.
    fileprivate func ended(at now: Instant) -> LeasedSave {
        var changed = self
        changed.save = save.revoked(at: now, reason: .linkDeleted)
        return changed
    }

    /// Not tried: its platform has no turn for it now.
    func putBack(until moment: Instant) -> LeasedSave {
        var changed = self
        changed.save.state = .queued
        changed.save.nextAt = moment
        return changed
    }
}
