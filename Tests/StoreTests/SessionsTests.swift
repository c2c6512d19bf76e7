import Smartlink
import Testing

@testable import Store

struct SessionsTests {
    let folder = TemporaryFolder()
    private let end = Instant(ms: noon2026.ms + 1_000)

    private func hash(_ number: Int) -> [UInt8] { [1, UInt8(number & 255), UInt8(number >> 8)] }

    /// An account with a key whose hash is `[name]`.
    private func artist(_ name: UInt8, _ store: Store) async throws -> (account: Int64, key: Int64)
    {
        let account = try await store.createAccount(
            name: "\(name)", plan: .pro, credits: 0, at: noon2026)
        let key = try await store.addKey(
            hash: [name], prefix: "segue_", to: account.id, at: noon2026)
        return (account.id, key.id)
    }

    private func open(_ number: Int, key: UInt8, _ store: Store, at now: Instant = noon2026)
        async throws -> OwnedSession?
    {
        try await store.openSession(
            secretHash: hash(number), keyHash: [key], userAgent: "Firefox", at: now, until: end)
    }

    @Test func `a session is found by its secret's hash until it ends`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let artist = try await artist(7, store)
        let opened = try #require(try await open(1, key: 7, store))
        #expect(opened.account.id == artist.account && opened.session.key == artist.key)
        #expect(opened.session.userAgent == "Firefox" && opened.session.lastSeenAt == noon2026)
        #expect(try await store.session(secretHash: hash(1), at: noon2026) == opened)
        #expect(try await store.session(secretHash: hash(2), at: noon2026) == nil)
        #expect(try await store.session(secretHash: hash(1), at: end) == nil)
        let later = Instant(ms: end.ms + 5_000)
        try await store.renewSession(opened.session.id, at: end, until: later)
        let renewed = try await store.session(secretHash: hash(1), at: end)
        #expect(renewed?.session.lastSeenAt == end && renewed?.session.endsAt == later)
    }

    @Test func `no key, no session; and it ends with its key`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let artist = try await artist(7, store)
        #expect(try await open(1, key: 8, store) == nil)
        #expect(try await open(1, key: 7, store) != nil)
        _ = try await store.addKey(
            hash: [9], prefix: "segue_", to: artist.account, at: noon2026)
        #expect(try await open(2, key: 9, store) != nil)
        try await store.revokeKey(artist.key, at: noon2026)
        #expect(try await store.session(secretHash: hash(1), at: noon2026) == nil)
        #expect(try await store.session(secretHash: hash(2), at: noon2026) != nil)
        #expect(try await store.sessions(of: artist.account, at: noon2026).count == 1)
        #expect(try await open(3, key: 7, store) == nil)
    }

    @Test func `nobody ends somebody else's session`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let (mira, other) = (try await artist(7, store), try await artist(8, store))
        let session = try #require(try await open(1, key: 7, store)).session
        let failure = await #expect(throws: Failure.self) {
            try await store.endSession(session.id, of: other.account)
        }
        #expect(failure?.code == .notFound)
        #expect(try await store.sessions(of: other.account, at: noon2026).isEmpty)
        try await store.endSession(session.id, of: mira.account)
        #expect(try await store.session(secretHash: hash(1), at: noon2026) == nil)
    }

    @Test func `an account has so many sessions, and those used longest ago go first`() async throws
    {
        let store = try openStore(folder)
        defer { store.close() }
        let artist = try await artist(7, store)
        let most = Int(Limits.sessionsMax)
        for number in 0..<most { _ = try await open(number, key: 7, store) }
        let first = try #require(try await store.session(secretHash: hash(0), at: noon2026))
        let later = Instant(ms: noon2026.ms + 1)
        try await store.renewSession(first.session.id, at: later, until: end)
        _ = try await open(most, key: 7, store, at: later)
        let left = try await store.sessions(of: artist.account, at: later)
        #expect(left.count == most && left.last?.id == first.session.id + 2)
        #expect(Set(left.prefix(2).map(\.lastSeenAt)) == [later])
        #expect(try await store.session(secretHash: hash(1), at: later) == nil)
    }

    @Test func `what has ended is swept when somebody signs in`() async throws {
        let store = try openStore(folder)
        defer { store.close() }
        let artist = try await artist(7, store)
        _ = try await open(1, key: 7, store)
        _ = try await store.addKey(
            hash: [9], prefix: "segue_", to: artist.account, at: noon2026)
        _ = try await open(2, key: 9, store)
        try await store.revokeKey(artist.key, at: noon2026)
        let rows: @Sendable () async throws -> Int64? = {
            try await store.read { connection throws(StoreFailure) in
                try connection.integer("SELECT count(*) FROM sessions")
            }
        }
        #expect(try await rows() == 2)
        _ = try await open(3, key: 9, store)
        #expect(try await rows() == 2)
        _ = try await store.openSession(
            secretHash: hash(4), keyHash: [9], userAgent: "", at: end,
            until: Instant(ms: end.ms + 1))
        #expect(try await rows() == 1)
    }
}
