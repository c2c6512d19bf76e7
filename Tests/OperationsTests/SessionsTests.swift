import Bytes
import Operations
import Smartlink
import Testing

@Suite(.serialized) struct SessionsTests {
    private let peer = PeerAddress(v4: 0x7F00_0001)
    private let day: Int64 = 86_400_000

    private func artist(_ desk: Desk) async throws -> (key: String, account: Int64) {
        let made = try await desk.actions.createAccount(name: "Mira", plan: .pro, credits: 5)
        return (made.secret.text, made.account.id)
    }

    private func sessions(_ desk: Desk, _ rates: SignIn.Rates = SignIn.Rates()) -> Sessions {
        Sessions(desk.store, signIn: SignIn(desk.actions, rates: rates))
    }

    @Test func `a key opens a session that reads by its secret and changes by its token`()
        async throws
    {
        let desk = try Desk()
        let artist = try await artist(desk)
        let sessions = sessions(desk)
        let opened = try await sessions.open(
            presenting: artist.key, from: peer, userAgent: String(repeating: "é", count: 1_000))
        #expect(opened.account.id == artist.account && opened.secret.text.utf8.count == 32)
        #expect(opened.session.userAgent.count == 256)
        #expect(opened.csrf.utf8.count == 64 && !opened.csrf.contains(opened.secret.text))
        let read = try await sessions.enter(
            presenting: opened.secret.text, to: .read, from: peer)
        #expect(read == opened)
        let change = Sessions.Intent.change(csrf: opened.csrf, origin: .ours)
        #expect(
            try await sessions.enter(presenting: opened.secret.text, to: change, from: peer)
                == opened)
        let second = try await sessions.open(presenting: artist.key, from: peer, userAgent: "")
        #expect(second.secret != opened.secret && second.csrf != opened.csrf)
    }

    @Test(arguments: [
        Sessions.Intent.change(csrf: nil, origin: .ours), .change(csrf: "", origin: .ours),
        .change(csrf: String(repeating: "0", count: 64), origin: .ours),
    ])
    func `a change without the session's token is forbidden`(intent: Sessions.Intent) async throws {
        let desk = try Desk()
        let sessions = sessions(desk)
        let opened = try await sessions.open(
            presenting: try await artist(desk).key, from: peer, userAgent: "")
        let failure = await #expect(throws: Failure.self) {
            try await sessions.enter(presenting: opened.secret.text, to: intent, from: peer)
        }
        #expect(failure?.code == .forbidden)
    }

    @Test func `a change from another site's page is forbidden, token or not`() async throws {
        let desk = try Desk()
        let sessions = sessions(desk)
        let opened = try await sessions.open(
            presenting: try await artist(desk).key, from: peer, userAgent: "")
        let failure = await #expect(throws: Failure.self) {
            try await sessions.enter(
                presenting: opened.secret.text,
                to: .change(csrf: opened.csrf, origin: .foreign), from: peer)
        }
        #expect(failure?.code == .forbidden)
    }

    @Test func `a session lasts thirty days from its last use`() async throws {
        let desk = try Desk()
        let sessions = sessions(desk)
        let opened = try await sessions.open(
            presenting: try await artist(desk).key, from: peer, userAgent: "")
        #expect(opened.session.endsAt.ms == desk.now.ms + 30 * day)
        desk.wait(ms: 60_000)
        let soon = try await sessions.enter(
            presenting: opened.secret.text, to: .read, from: peer)
        #expect(soon.session == opened.session)
        desk.wait(ms: 20 * day)
        let used = try await sessions.enter(
            presenting: opened.secret.text, to: .read, from: peer)
        #expect(used.session.lastSeenAt == desk.now)
        #expect(used.session.endsAt.ms == desk.now.ms + 30 * day)
        #expect(try await sessions.list(of: opened.account.id) == [used.session])
        desk.wait(ms: 30 * day)
        let failure = await #expect(throws: Failure.self) {
            try await sessions.enter(presenting: opened.secret.text, to: .read, from: peer)
        }
        #expect(failure?.code == .unauthorized)
        #expect(failure?.message.contains(opened.secret.text) == false)
    }

    @Test func `a session ends by its artist's hand and with its key`() async throws {
        let desk = try Desk()
        let artist = try await artist(desk)
        let sessions = sessions(desk)
        let one = try await sessions.open(presenting: artist.key, from: peer, userAgent: "")
        let two = try await sessions.open(presenting: artist.key, from: peer, userAgent: "")
        try await sessions.end(one.session.id, of: artist.account)
        await #expect(throws: Failure.self) {
            try await sessions.enter(presenting: one.secret.text, to: .read, from: peer)
        }
        _ = try await sessions.enter(presenting: two.secret.text, to: .read, from: peer)
        try await desk.actions.revokeKey(two.session.key)
        await #expect(throws: Failure.self) {
            try await sessions.enter(presenting: two.secret.text, to: .read, from: peer)
        }
        await #expect(throws: Failure.self) {
            try await sessions.open(presenting: artist.key, from: peer, userAgent: "")
        }
    }

    @Test func `guesses are counted per address, and each session has a rate of its own`()
        async throws
    {
        let desk = try Desk()
        var rates = SignIn.Rates()
        rates.failuresPerAddress = Rate(burst: 2, perMinute: 1)
        rates.perKey = Rate(burst: 2, perMinute: 1)
        let sessions = sessions(desk, rates)
        let key = try await artist(desk).key
        let one = try await sessions.open(presenting: key, from: peer, userAgent: "")
        let two = try await sessions.open(presenting: key, from: peer, userAgent: "")
        for _ in 0..<2 {
            _ = try await sessions.enter(presenting: one.secret.text, to: .read, from: peer)
        }
        let busy = await #expect(throws: Failure.self) {
            try await sessions.enter(presenting: one.secret.text, to: .read, from: peer)
        }
        #expect(busy?.code == .rateLimited)
        _ = try await sessions.enter(presenting: two.secret.text, to: .read, from: peer)
        var codes: [Failure.Code] = []
        for guess in ["", "x", String(repeating: "A", count: 32)] {
            do throws(Failure) {
                _ = try await sessions.enter(presenting: guess, to: .read, from: peer)
            } catch { codes.append(error.code) }
        }
        #expect(codes == [.unauthorized, .unauthorized, .rateLimited])
        _ = try await sessions.enter(presenting: two.secret.text, to: .read, from: peer)
    }
}
