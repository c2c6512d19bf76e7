import Operations
import Smartlink
import Store
import Synchronization
import Testing

@testable import Releases

struct WebhookRunnerTests {
    private let post = ScriptedReceivers()

    /// A day with two webhooks and the verbs over them.
    private func desk() async throws -> (day: ReleaseDay, actions: WebhookActions) {
        let day = try await ReleaseDay()
        let actions = WebhookActions(
            webhooks: day.store, vault: day.keys, post: post,
            surroundings: day.actions.surroundings, reach: .publicOnly
        ) { news in
            if case .delivery(let delivery) = news { Array(delivery.event.utf8) } else { [] }
        }
        return (day, actions)
    }

    private func runner(_ day: ReleaseDay, _ actions: WebhookActions) -> WebhookRunner {
        WebhookRunner(actions, tally: WebhookTally(), log: day.log, sleep: day.sleep)
    }

    private func hear(_ actions: WebhookActions, _ host: String) async throws -> Int64 {
        try await actions.createWebhook(
            at: "https://\(host)/", hearing: ["link.created"], for: 1
        ).webhook.id
    }

    @Test func `events go in order, each signed with the webhook's own secret`() async throws {
        let (day, actions) = try await desk()
        let made = try await actions.createWebhook(
            at: "https://a.example.org/", hearing: ["link.created"], for: 1)
        for name in ["one", "two", "three"] { _ = try await day.link(name) }
        #expect(try await runner(day, actions).pass() == 1)
        let last = try await actions.listDeliveries(of: made.webhook.id, of: 1)
        #expect(post.sent.map(\.event) == last.reversed().map(\.event))
        #expect(post.sent.map(\.body) == post.sent.map { Array($0.event.utf8) })
        #expect(Set(post.sent.map(\.secret)) == [Array(try #require(made.secret).text.utf8)])
        #expect(last.allSatisfy { $0.state == .delivered })
        #expect(try await runner(day, actions).pass() == 0)
    }

    @Test func `a receiver that fails is asked again later, under the same id`() async throws {
        let (day, actions) = try await desk()
        let id = try await hear(actions, "a.example.org")
        _ = try await day.link()
        let runner = runner(day, actions)
        post.answer("a.example.org", .status(503))
        #expect(try await runner.pass() == 1)
        #expect(try await runner.pass() == 0)
        var shown = try #require(try await actions.listDeliveries(of: id, of: 1).first)
        #expect(shown.state == .queued && shown.status == 503 && shown.error != nil)
        day.set(shown.nextAt)
        post.answer("a.example.org", .status(200))
        #expect(try await runner.pass() == 1)
        #expect(post.sent.count == 2 && post.sent[0].event == post.sent[1].event)
        shown = try #require(try await actions.listDeliveries(of: id, of: 1).first)
        #expect(shown.state == .delivered && shown.attempts == 2)
        #expect(try await actions.showWebhook(id, of: 1).failingSince == nil)
    }

    @Test func `a day of failures gives a webhook up, and its artist brings it back`()
        async throws
    {
        let (day, actions) = try await desk()
        let id = try await hear(actions, "a.example.org")
        _ = try await day.link()
        let runner = runner(day, actions)
        post.answer("a.example.org", .trouble("a.example.org: no connection."))
        for _ in 0..<20 {
            _ = try await runner.pass()
            guard let next = try await actions.listDeliveries(of: id, of: 1).first,
                next.state == .queued
            else { break }
            day.set(next.nextAt)
        }
        #expect(try await actions.showWebhook(id, of: 1).state == .failed)
        #expect(day.now.ms - ReleaseDay.start.ms >= 86_400_000)
        #expect(try day.logged().contains("webhook_given_up"))
        #expect(try !day.logged().contains("whsec_"))
        _ = try await day.link("later")
        #expect(try await runner.pass() == 0)
        var change = WebhookChange()
        change.state = .active
        _ = try await actions.updateWebhook(id, of: 1, change)
        post.answer("a.example.org", .status(200))
        _ = try await day.link("last")
        #expect(try await runner.pass() == 1)
        let shown = try #require(try await actions.listDeliveries(of: id, of: 1).first)
        #expect(shown.state == .delivered)
    }

    @Test func `a process killed before it settled sends the same event again`() async throws {
        let (day, actions) = try await desk()
        _ = try await hear(actions, "a.example.org")
        _ = try await day.link()
        let held = try await day.store.leaseWebhooks(
            10, each: 10, at: day.now, until: Instant(ms: day.now.ms + 60_000))
        let event = try #require(held.first?.deliveries.first?.event)
        #expect(try await runner(day, actions).pass() == 0)
        day.wait(ms: 60_000)
        #expect(try await runner(day, actions).pass() == 1)
        #expect(post.sent.map(\.event) == [event])
    }

    @Test func `a receiver that hangs holds up nobody else, and itself with one message`()
        async throws
    {
        let (day, actions) = try await desk()
        _ = try await hear(actions, "slow.example.org")
        let quick = try await hear(actions, "quick.example.org")
        for name in ["one", "two"] { _ = try await day.link(name) }
        post.hang("slow.example.org")
        let work = Task { await runner(day, actions).run() }
        // Real time passes here: the runner's own sleeps are over at once.
        for _ in 0..<60_000 {
            let quickly = try await actions.listDeliveries(of: quick, of: 1)
            if quickly.allSatisfy({ $0.state == .delivered }), post.hanging > 0 { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        let quickly = try await actions.listDeliveries(of: quick, of: 1)
        #expect(quickly.map(\.state) == [.delivered, .delivered])
        #expect(post.hanging == 1)
        work.cancel()
        post.letGo()
        await work.value
    }

    @Test func `what an event told of may be gone: nothing is sent`() async throws {
        let (day, _) = try await desk()
        let actions = WebhookActions(
            webhooks: day.store, vault: day.keys, post: post,
            surroundings: day.actions.surroundings, reach: .publicOnly
        ) { _ in nil }
        let id = try await hear(actions, "a.example.org")
        _ = try await day.link()
        #expect(try await runner(day, actions).pass() == 1)
        #expect(post.sent.isEmpty)
        let shown = try #require(try await actions.listDeliveries(of: id, of: 1).first)
        #expect(shown.state == .dropped)
    }
}

/// Receivers that do what the test says, by host.
final class ScriptedReceivers: WebhookPost {
    private struct State {
        var sent: [WebhookMessage] = []
        var answers: [String: WebhookAnswer] = [:]
        var hangs: Set<String> = []
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var sent: [WebhookMessage] { state.withLock { $0.sent } }
    /// Messages that wait for an answer now.
    var hanging: Int { state.withLock { $0.held.count } }

    func answer(_ host: String, _ answer: WebhookAnswer) {
        state.withLock { $0.answers[host] = answer }
    }

    func hang(_ host: String) { state.withLock { _ = $0.hangs.insert(host) } }

    func letGo() {
        let held = state.withLock { state in
            defer { state.held = [] }
            state.hangs = []
            return state.held
        }
        for waiting in held { waiting.resume() }
    }

    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        let host = String(message.url.dropFirst("https://".count).prefix { $0 != "/" })
        let hangs = state.withLock { state in
            state.sent.append(message)
            return state.hangs.contains(host)
        }
        if hangs {
            await withCheckedContinuation { waiting in
                state.withLock { $0.held.append(waiting) }
            }
            return .trouble("\(host): cancelled.")
        }
        return state.withLock { $0.answers[host] ?? .status(200) }
    }
}
