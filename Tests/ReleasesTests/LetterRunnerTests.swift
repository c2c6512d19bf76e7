import Operations
import Smartlink
import Synchronization
import Testing

@testable import Releases

struct LetterRunnerTests {
    private let post = ScriptedPost()

    /// Letters that say for whom and what they are.
    private func runner(_ day: ReleaseDay) -> LetterRunner {
        LetterRunner(day.actions, post: post, log: day.log, sleep: day.sleep) { leased, _, _ in
            (Array("\(leased.letter.kind)".utf8), "segue@example.org")
        }
    }

    private func subscribed() async throws -> (day: ReleaseDay, link: Link) {
        let day = try await ReleaseDay()
        let link = try await day.link()
        try await day.queue(1, link, "tidal", .reminder)
        try await day.subscribe(10, of: 1, link)
        return (day, link)
    }

    @Test func `a letter is sent once`() async throws {
        let (day, _) = try await subscribed()
        let runner = runner(day)
        #expect(try await runner.pass() == 1)
        #expect(try await runner.pass() == 0)
        #expect(post.sent == ["fan1@example.org confirmation"])
        #expect(try day.number("SELECT count(*) FROM letters") == 0)
        day.wait(ms: 86_400_000)
        #expect(try await runner.pass() == 0)
    }

    @Test func `the release writes the reminder of a confirmed address`() async throws {
        let (day, _) = try await subscribed()
        let runner = runner(day)
        _ = try await runner.pass()
        try await day.confirm(10)
        day.set(ReleaseDay.release)
        try await day.run()
        #expect(try await runner.pass() == 1)
        #expect(post.sent.last == "fan1@example.org reminder")
    }

    @Test func `a letter that cannot go now is tried again, ever more rarely, for 72 hours`()
        async throws
    {
        let (day, _) = try await subscribed()
        let runner = runner(day)
        post.fail(.transient("451 greylisted"))
        var pauses: [Int64] = []
        var last = day.now
        while try await runner.pass() == 1 {
            pauses.append(day.now.ms - last.ms)
            last = day.now
            guard try day.number("SELECT count(*) FROM letters") == 1 else { break }
            day.set(Instant(ms: try day.number("SELECT nextAt FROM letters")))
        }
        #expect(Array(pauses.prefix(4)) == [0, 30_000, 60_000, 120_000])
        #expect(pauses.allSatisfy { $0 <= Limits.letterRetryMsMax })
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        let age = day.now.ms - ReleaseDay.start.ms
        #expect(age > Limits.letterMsMax && age <= Limits.letterMsMax + Limits.letterRetryMsMax)
        #expect(try day.number("SELECT count(*) FROM letters") == 0)
        #expect(post.sent.isEmpty)
        #expect(try day.logged().contains("letter_postponed"))
        #expect(try !day.logged().contains("fan1@example.org"))
    }

    @Test func `a letter that went out at the second attempt is not sent a third time`()
        async throws
    {
        let (day, _) = try await subscribed()
        let runner = runner(day)
        post.fail(.transient("no connection"))
        _ = try await runner.pass()
        post.fail(nil)
        day.wait(ms: Limits.letterRetryMsMin)
        #expect(try await runner.pass() == 1)
        day.wait(ms: Limits.letterMsMax)
        #expect(try await runner.pass() == 0)
        #expect(post.sent.count == 1)
    }

    @Test func `a letter that is refused for good is dropped, and its reminder did not come`()
        async throws
    {
        let (day, _) = try await subscribed()
        try await day.confirm(10)
        day.set(ReleaseDay.release)
        try await day.run()
        post.fail(.permanent("550 no such mailbox"))
        #expect(try await runner(day).pass() == 1)
        #expect(try day.number("SELECT count(*) FROM letters") == 0)
        let save = try await day.save(of: 1)
        #expect(save.state == .failed && save.reason == .rejected)
        #expect(try day.logged().contains("letter_refused"))
    }

    @Test
    func `nothing goes to an address that was withdrawn, not even while the batch is under way`()
        async throws
    {
        let (day, link) = try await subscribed()
        try await day.queue(2, link, "tidal", .reminder)
        try await day.subscribe(20, of: 2, link)
        // Whoever is written to first, the other one says stop meanwhile.
        let stops = [("fan1@example.org", Int64(20)), ("fan2@example.org", 10)]
        post.whenSending { address in
            for (first, other) in stops where first == address {
                _ = try? await day.actions.fans.unsubscribe(subscription: other, at: day.now)
            }
        }
        #expect(try await runner(day).pass() == 2)
        #expect(post.sent.count == 1)
        #expect(try day.number("SELECT count(*) FROM letters") == 0)
    }

    @Test func `a letter whose link is gone is dropped`() async throws {
        let (day, link) = try await subscribed()
        try await day.delete(link)
        _ = try await runner(day).pass()
        #expect(post.sent.isEmpty)
        #expect(try day.number("SELECT count(*) FROM letters") == 0)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a runner that runs also erases what was not confirmed in time`() async throws {
        let (day, _) = try await subscribed()
        let runner = LetterRunner(
            day.actions, post: post, log: day.log,
            sleep: { _ in
                day.wait(ms: 600_000)
                await Task.yield()
            }, write: { _, _, _ in ([], "segue@example.org") })
        let running = Task { await runner.run() }
        while try day.number("SELECT count(*) FROM subscriptions") == 1 {
            try await Task.sleep(nanoseconds: 1_000_000)
        }
        running.cancel()
        await running.value
        #expect(day.now.ms - ReleaseDay.start.ms > Subscription.unconfirmedMsMax)
        #expect(post.sent.count == 1)
    }
}

/// A post that takes letters or fails as it is told.
final class ScriptedPost: Post {
    private struct State {
        var failure: PostFailure?
        var sent: [String] = []
        var whenSending: (@Sendable (String) async -> Void)?
    }

    private let state = Mutex(State())

    /// Recipient and text of what went out.
    var sent: [String] { state.withLock { $0.sent } }
    func fail(_ failure: PostFailure?) { state.withLock { $0.failure = failure } }
    func whenSending(_ body: @escaping @Sendable (String) async -> Void) {
        state.withLock { $0.whenSending = body }
    }

    func send(
        _ message: [UInt8], from sender: String, to recipient: String
    ) async throws(PostFailure) {
        let (failure, body) = state.withLock { ($0.failure, $0.whenSending) }
        await body?(recipient)
        if let failure { throw failure }
        let text = String(decoding: message, as: UTF8.self)
        state.withLock { $0.sent.append("\(recipient) \(text)") }
    }
}
