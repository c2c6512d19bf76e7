import Smartlink
import Testing

@testable import Store

struct AuthorisationsTests {
    let folder = TemporaryFolder()

    private func begun(_ state: [UInt8]) throws -> Authorisation {
        Authorisation(
            state: state, browser: [4, 5], fan: 1, code: try #require(Code("summer")),
            platform: "tidal", verifier: "v", createdAt: noon2026)
    }

    @Test func `what began is taken once`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        var begun = try begun([1, 2])
        begun.wish = .follow
        try await store.begin(begun)
        #expect(try await store.take(state: [1, 3], at: noon2026) == nil)
        #expect(try await store.take(state: [1, 2], at: noon2026) == begun)
        #expect(try await store.take(state: [1, 2], at: noon2026) == nil)
    }

    @Test func `of many who come with one state, one gets it`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        try await store.begin(try begun([1]))
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { try await store.take(state: [1], at: noon2026) != nil }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
    }

    @Test func `after ten minutes it is gone`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        try await store.begin(try begun([1]))
        try await store.begin(try begun([2]))
        let end = noon2026.ms + Authorisation.msMax
        #expect(try await store.take(state: [1], at: Instant(ms: end)) != nil)
        #expect(try await store.take(state: [2], at: Instant(ms: end + 1)) == nil)
        #expect(try store.number("SELECT count(*) FROM authorisations") == 0)
    }

    @Test func `a sweep takes what nobody finished`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        for place in 0..<1_200 as Range<Int> {
            try await store.begin(try begun([UInt8(place % 256), UInt8(place / 256)]))
        }
        try await store.sweep(at: Instant(ms: noon2026.ms + Authorisation.msMax))
        #expect(try store.number("SELECT count(*) FROM authorisations") == 1_200)
        try await store.sweep(at: Instant(ms: noon2026.ms + Authorisation.msMax + 1))
        #expect(try store.number("SELECT count(*) FROM authorisations") == 0)
    }
}
