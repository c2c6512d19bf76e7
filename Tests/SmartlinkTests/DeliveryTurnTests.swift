import Smartlink
import Testing

struct DeliveryTurnTests {
    private static let start = Instant(ms: 1_767_268_800_000)

    private static func turn(attempts: Int = 0) -> DeliveryTurn {
        let webhook = Webhook(
            id: 1, account: 1, url: "https://hooks.example.org/", kinds: [.linkCreated],
            createdAt: start)
        var delivery = Delivery(
            id: 1, webhook: 1, event: "evt_1", kind: .linkCreated, link: 1, subject: .link,
            createdAt: start)
        delivery.attempts = attempts
        return DeliveryTurn(webhook: webhook, delivery: delivery)
    }

    @Test(arguments: [200, 202, 204, 299])
    func `whatever begins with a 2 is taken and forgives what failed before`(status: Int) {
        var turn = Self.turn()
        turn.webhook.failures = 3
        turn.webhook.failingSince = Self.start
        let now = Instant(ms: Self.start.ms + 9_000)
        turn.settle(.status(status), at: now, jitter: 0)
        #expect(turn.delivery.state == .delivered && turn.delivery.endedAt == now)
        #expect(turn.delivery.attempts == 1 && turn.delivery.error == nil)
        #expect(turn.webhook.failures == 0 && turn.webhook.failingSince == nil)
        #expect(turn.webhook.deliveredAt == now && turn.webhook.lastStatus == status)
    }

    @Test(arguments: [
        WebhookAnswer.status(500), .status(404), .status(302), .status(199), .trouble("silence"),
    ])
    func `anything else is tried again`(answer: WebhookAnswer) {
        var turn = Self.turn()
        turn.settle(answer, at: Self.start, jitter: 0)
        #expect(turn.delivery.state == .queued)
        #expect(turn.delivery.nextAt.ms == Self.start.ms + 10_000)
        #expect(turn.delivery.error != nil && turn.delivery.status == answer.status)
        #expect(turn.webhook.failingSince == Self.start && turn.webhook.state == .active)
        #expect(turn.webhook.nextAt.ms == Self.start.ms + WebhookLimits.restMsMin)
    }

    @Test func `jitter lengthens a pause by a fifth at most`() {
        for jitter in [UInt64(0), 7, 20, 21, .max] {
            var turn = Self.turn()
            turn.settle(.status(500), at: Self.start, jitter: jitter)
            #expect((10_000...12_000).contains(turn.delivery.nextAt.ms - Self.start.ms))
        }
    }

    @Test func `attempts go over a day, then the delivery is dead and its webhook given up`() {
        var turn = Self.turn()
        var now = Self.start
        var attempts = 0
        while turn.delivery.state == .queued, attempts < 20 {
            turn.settle(.trouble("silence"), at: now, jitter: 0)
            attempts += 1
            if turn.delivery.state == .queued { now = turn.delivery.nextAt }
        }
        #expect(turn.delivery.state == .dead && turn.webhook.state == .failed)
        #expect(attempts == WebhookLimits.pausesMs.count + 1)
        #expect(now.ms - Self.start.ms > 86_400_000)
    }

    @Test func `one bad delivery among good ones gives nobody up`() {
        var turn = Self.turn(attempts: WebhookLimits.pausesMs.count)
        turn.settle(.status(500), at: Self.start, jitter: 0)
        #expect(turn.delivery.state == .dead && turn.webhook.state == .active)
    }

    @Test func `who is gone is given up at once`() {
        var turn = Self.turn()
        turn.settle(.status(410), at: Self.start, jitter: 0)
        #expect(turn.webhook.state == .failed && turn.delivery.state == .dead)
    }

    @Test func `a webhook that keeps failing rests longer, five minutes at most`() {
        var turn = Self.turn()
        var rests: [Int64] = []
        for _ in 0..<12 {
            turn.delivery = Self.turn().delivery
            turn.settle(.status(500), at: Self.start, jitter: 0)
            rests.append(turn.webhook.nextAt.ms - Self.start.ms)
        }
        #expect(rests.prefix(3) == [5_000, 10_000, 20_000] && rests.last == 300_000)
    }
}
