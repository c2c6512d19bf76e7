// The messages to artists' webhooks. Each webhook that has something due is leased and served by a task of its own, one
// message after the other in the order of events, so that a receiver that hangs holds up itself alone. A process that
// is killed between a message and its settlement sends the same event once more, under the same id.
public import Operations
public import Smartlink
import Synchronization
public import Telemetry

/// Delivers the events of one store; one runner a process.
public final class WebhookRunner: Sendable {
    private let actions: WebhookActions
    private let tally: WebhookTally
    private let log: Log
    private let sleep: @Sendable (Int64) async -> Void
    private let underway = Atomic(0)

    public init(
        _ actions: WebhookActions, tally: WebhookTally, log: Log,
        sleep: @escaping @Sendable (Int64) async -> Void
    ) {
        self.actions = actions
        self.tally = tally
        self.log = log
        self.sleep = sleep
    }

    /// Works until its task is cancelled.
    public func run() async {
        var sweptAt = Instant(ms: 0)
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do throws(Failure) {
                    let now = actions.surroundings.now()
                    try await look(at: now)
                    if now.ms - sweptAt.ms >= Limits.deliverySweepMs || now < sweptAt {
                        try await sweep(at: now)
                        sweptAt = now
                    }
                    for leased in try await lease(at: now) {
                        group.addTask { await self.serve(leased) }
                    }
                    await sleep(Limits.webhookSleepMs)
                } catch {
                    log.warning("webhooks_postponed", LogField("cause", .cause(error.message)))
                    await sleep(Limits.troubleMs)
                }
            }
        }
    }

    /// What time brings, then all that is due, once; how many webhooks had something due.
    public func pass() async throws(Failure) -> Int {
        let now = actions.surroundings.now()
        try await look(at: now)
        let leased = try await lease(at: now)
        await withDiscardingTaskGroup { group in
            for leased in leased { group.addTask { await self.serve(leased) } }
        }
        return leased.count
    }

    /// Ends and erases what has had its time.
    public func sweep(at now: Instant) async throws(Failure) {
        let dropped = try await actions.webhooks.sweepDeliveries(at: now)
        if dropped > 0 { log.warning("webhook_queue_full", LogField("events", .count(dropped))) }
    }

    private func look(at now: Instant) async throws(Failure) {
        while try await actions.webhooks.noteReleases(at: now) > 0 {}
        try await actions.webhooks.noteClicks(at: now)
    }

    private func lease(at now: Instant) async throws(Failure) -> [LeasedWebhook] {
        let room = Limits.webhooksTogetherMax - underway.load(ordering: .relaxed)
        guard room > 0 else { return [] }
        let leased = try await actions.webhooks.leaseWebhooks(
            room, each: Limits.deliveriesMax, at: now,
            until: Instant(ms: now.ms + Limits.webhookLeaseMs))
        underway.add(leased.count, ordering: .relaxed)
        return leased
    }

    private func serve(_ leased: LeasedWebhook) async {
        defer { underway.subtract(1, ordering: .relaxed) }
        do throws(Failure) {
            try await deliver(leased)
        } catch {
            // The lease runs out, and it falls due again.
            log.warning("webhook_postponed", LogField("cause", .cause(error.message)))
        }
    }

    /// One after the other until something fails.
    private func deliver(_ leased: LeasedWebhook) async throws(Failure) {
        var webhook = leased.webhook
        let secret = try actions.vault.open(leased.sealed, row: webhook.id)
        for delivery in leased.deliveries {
            if Task.isCancelled { break }
            let lease = webhook.nextAt
            var turn = DeliveryTurn(webhook: webhook, delivery: delivery)
            var goesOn = true
            if let body = try await actions.write(.delivery(delivery)) {
                let answer = await actions.post.send(
                    WebhookMessage(
                        url: webhook.url, secret: secret, type: delivery.kind.rawValue,
                        event: delivery.event, body: body))
                // Stopped in the middle of it, it says nothing about the receiver.
                if Task.isCancelled, !answer.isTaken { break }
                let bytes = actions.surroundings.random(8)
                turn.settle(
                    answer, at: actions.surroundings.now(),
                    jitter: bytes.reduce(0) { $0 << 8 | UInt64($1) })
                goesOn = answer.isTaken
            } else {
                turn.drop(at: actions.surroundings.now())
            }
            if goesOn {
                turn.webhook.nextAt = Instant(
                    ms: max(lease.ms, actions.surroundings.now().ms + Limits.webhookLeaseMs))
            }
            let holds = try await actions.webhooks.settle(turn, leasedUntil: lease)
            tally.count(turn.delivery)
            webhook = turn.webhook
            if !goesOn { return note(turn) }
            // Its artist has changed it, or another process took it over.
            if !holds { return }
        }
        try await actions.webhooks.release(
            webhook: webhook.id, leasedUntil: webhook.nextAt, at: actions.surroundings.now())
    }

    private func note(_ turn: DeliveryTurn) {
        guard turn.webhook.state == .failed else { return }
        log.warning(
            "webhook_given_up", LogField("webhook", .count(Int(turn.webhook.id))),
            LogField("account", .count(Int(turn.webhook.account))),
            LogField("cause", .cause(turn.delivery.error ?? "")))
    }
}

/// What has become of deliveries since the start, for /metrics.
public final class WebhookTally: Sendable {
    private let counts = Mutex<[String: UInt64]>([:])

    public init() {}

    /// By outcome: `delivered`, `postponed`, `dead`, `dropped`.
    public var all: [String: UInt64] {
        counts.withLock { counts in
            let outcomes = ["delivered", "postponed", "dead", "dropped"].map { ($0, UInt64(0)) }
            return counts.merging(outcomes) { present, _ in present }
        }
    }

    func count(_ delivery: Delivery) {
        let name = delivery.state == .queued ? "postponed" : delivery.state.rawValue
        counts.withLock { $0[name, default: 0] += 1 }
    }
}
