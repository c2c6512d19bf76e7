// Links whose music is not found everywhere yet are looked for again when their time comes: some at once, so that an
// import of thousands takes its time and nobody at the links feels it.
public import Operations
public import Smartlink
public import Telemetry

/// Works off the pursuits of one store; one runner a process.
public struct PursuitRunner: Sendable {
    private let actions: Actions
    private let findings: any FindingStore
    private let log: Log
    private let sleep: @Sendable (Int64) async -> Void

    public init(
        _ actions: Actions, _ findings: any FindingStore, log: Log,
        sleep: @escaping @Sendable (Int64) async -> Void
    ) {
        self.actions = actions
        self.findings = findings
        self.log = log
        self.sleep = sleep
    }

    /// Works until its task is cancelled.
    ///
    /// In lanes, so that a batch with a slow source in it holds up nobody who falls due meanwhile.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Limits.pursuitLanes { group.addTask { await work() } }
        }
    }

    private func work() async {
        while !Task.isCancelled {
            do throws(Failure) {
                if try await pass() == 0 { await rest() }
            } catch {
                log.warning("pursuits_postponed", LogField("cause", .cause(error.message)))
                await sleep(Limits.troubleMs)
            }
        }
    }

    /// One batch; how many rounds it was.
    public func pass() async throws(Failure) -> Int {
        let now = actions.surroundings.now()
        let leased = try await findings.leasePursuits(
            Limits.pursuitsMax, at: now, until: Instant(ms: now.ms + Limits.pursuitLeaseMs))
        await withTaskGroup(of: Void.self) { group in
            for pursuit in leased { group.addTask { await round(pursuit) } }
        }
        return leased.count
    }

    private func round(_ pursuit: Pursuit) async {
        log.info(
            "link_looked_for", LogField("link", .name(pursuit.code.text)),
            LogField("round", .count(pursuit.rounds + 1)))
        do throws(Failure) {
            try await actions.pursue(pursuit)
        } catch {
            // Its lease runs out, and it falls due again.
            log.warning(
                "pursuit_postponed", LogField("link", .name(pursuit.code.text)),
                LogField("cause", .cause(error.message)))
        }
    }

    private func rest() async {
        let now = actions.surroundings.now()
        let next = try? await findings.nextPursuit()
        let wait = next.map { $0.ms - now.ms } ?? Limits.sleepMsMax
        await sleep(min(max(wait, Limits.sleepMsMin), Limits.sleepMsMax))
    }
}
