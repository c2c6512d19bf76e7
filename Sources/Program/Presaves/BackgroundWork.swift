import Releases
import Synchronization
import Telemetry

/// The tasks that run beside the server: the release-day queue and the post.
final class BackgroundWork: Sendable {
    private let tasks = Mutex<[Task<Void, Never>]>([])

    func start(_ body: @escaping @Sendable () async -> Void) {
        let task = Task { await body() }
        tasks.withLock { $0.append(task) }
    }

    /// Ends them; what they were at is leased and comes up again.
    func stop() async {
        let running = tasks.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in running { task.cancel() }
        for task in running { await task.value }
    }

    /// Between two batches of something long: a moment in which fans come first.
    static let rest: @Sendable () async -> Void = { await sleep(restMs) }
    private static let restMs: Int64 = 2

    /// A pause that a stop cuts short.
    static let sleep: @Sendable (Int64) async -> Void = { ms in
        try? await Task.sleep(nanoseconds: UInt64(max(0, ms)) * 1_000_000)
    }
}
