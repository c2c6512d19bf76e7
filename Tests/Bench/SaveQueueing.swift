import Crypto
import EventLoop
import Operations
import Smartlink
import Store
import Synchronization

/// Puts saves into a store's queue, sealed as the server seals them.
struct SaveQueueing {
    private let folder: String

    init(folder: String) throws { self.folder = folder }

    /// One fan and one save for each pair of tokens, all due.
    func fill(_ tokens: [(access: String, refresh: String?)], on platform: String) throws {
        let now = Instant(ms: SystemClock.realMs())
        var settings = Settings(folder: folder) { now }
        settings.durability = .process
        settings.role = .tool
        let store = try Store(settings)
        defer { store.close() }
        let keys = try KeyRing(folder: "\(folder)/keys")
        try Self.wait {
            guard let code = Code("bench"), let link = try await store.link(code) else {
                throw BenchFailure("there is no link")
            }
            var number: Int64 = 1
            for token in tokens {
                let fan = Fan(id: number, locale: "en", createdAt: now)
                try await store.keep(fan)
                let save = Save(
                    id: number, fan: number, link: link.id, platform: platform, mode: .direct,
                    dueAt: now, createdAt: now)
                let grant = TokenGrant(
                    access: token.access, refresh: token.refresh, authorisedAt: now)
                _ = try await store.queue(
                    save, sealed: try keys.seal(grant.bytes, row: save.id))
                number += 1
            }
        }
    }

    private static func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
        let outcome = Mutex<Result<Void, any Error>?>(nil)
        Task {
            let result: Result<Void, any Error>
            do {
                try await body()
                result = .success(())
            } catch {
                result = .failure(error)
            }
            outcome.withLock { $0 = result }
        }
        while true {
            if let result = outcome.withLock({ $0 }) { return try result.get() }
            pause(0.001)
        }
    }
}
