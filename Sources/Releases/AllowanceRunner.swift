// A month's credits come by themselves, on the first of the month or when the server is there again; who signs in
// before it has come round is given theirs then.
public import Operations
import Smartlink
public import Telemetry

/// Gives the accounts of one store what their plans give them every month.
public struct AllowanceRunner: Sendable {
    private let actions: Actions
    private let log: Log
    private let sleep: @Sendable (Int64) async -> Void

    public init(
        _ actions: Actions, log: Log, sleep: @escaping @Sendable (Int64) async -> Void
    ) {
        self.actions = actions
        self.log = log
        self.sleep = sleep
    }

    /// Works until its task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            await pass()
            await sleep(Limits.allowanceMs)
        }
    }

    /// One round.
    public func pass() async {
        do throws(Failure) {
            let count = try await actions.grantAllowances()
            if count > 0 { log.info("allowances_granted", LogField("accounts", .count(count))) }
        } catch {
            log.warning("allowances_postponed", LogField("cause", .cause(error.message)))
        }
    }
}
