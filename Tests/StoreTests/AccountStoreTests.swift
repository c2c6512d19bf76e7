import Smartlink
import Testing

@testable import Store

struct AccountStoreTests {
    let folder = TemporaryFolder()

    @Test func `the balance is the ledger's sum`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .free, credits: 5, at: noon2026)
        #expect(try await store.grant(7, to: account.id, at: noon2026).credits == 12)
        #expect(try await store.grant(-2, to: account.id, at: noon2026).credits == 10)
        for amount in [-11, Int64.max, Int64.min] {
            let failure = await #expect(throws: Failure.self) {
                try await store.grant(amount, to: account.id, at: noon2026)
            }
            #expect(failure?.code == .invalidField)
        }
        #expect(try await store.setPlan(.pro, of: account.id).plan == .pro)
        var amounts: [Int64] = []
        var cursor: String?
        repeat {
            let page = try await store.ledger(of: account.id, limit: 2, cursor: cursor)
            amounts += page.items.map(\.amount)
            cursor = page.next
        } while cursor != nil
        #expect(amounts == [-2, 7, 5])
        #expect(try await store.accounts().map(\.credits) == [10])
        #expect(try await store.check() == [])
    }

    @Test func `a revoked key opens nothing from that moment on`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let account = try await store.createAccount(
            name: "A", plan: .free, credits: 0, at: noon2026)
        let hash = [UInt8](repeating: 7, count: 32)
        let key = try await store.addKey(
            hash: hash, prefix: "segue_ab", to: account.id, at: noon2026)
        #expect(try await store.account(keyHash: hash) == account)
        #expect(try await store.account(keyHash: [1]) == nil)
        try await store.revokeKey(key.id, at: Instant(ms: 9))
        #expect(try await store.account(keyHash: hash) == nil)
        try await store.revokeKey(key.id, at: Instant(ms: 10))
        #expect(try await store.keys(of: account.id).map(\.revokedAt) == [Instant(ms: 9)])
    }

    @Test func `what is not there is not found`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        #expect(try await store.account(1) == nil)
        let failures = [
            await #expect(throws: Failure.self) { try await store.setPlan(.pro, of: 1) },
            await #expect(throws: Failure.self) { try await store.grant(1, to: 1, at: noon2026) },
            await #expect(throws: Failure.self) { try await store.revokeKey(1, at: noon2026) },
            await #expect(throws: Failure.self) {
                try await store.addKey(hash: [1], prefix: "", to: 1, at: noon2026)
            },
        ]
        #expect(failures.allSatisfy { $0?.code == .notFound })
    }

    @Test func `platforms keep their numbers`() async throws {
        let store = try openStore(folder)
        #expect(try await store.numbers(for: ["a", "b"]) == ["a": 1, "b": 2])
        store.close()
        let second = try openStore(folder)
        defer { second.close() }
        #expect(try await second.numbers(for: ["c", "b"]) == ["c": 3, "b": 2])
        let failure = await #expect(throws: Failure.self) {
            try await second.numbers(for: (0..<61).map { "p\($0)" })
        }
        #expect(failure?.code == .invalidField)
        #expect(try await second.numbers(for: ["d"]) == ["d": 4])
        await #expect(throws: Never.self) {
            try await second.numbers(for: (0..<59).map { "p\($0)" })
        }
    }
}
