import HTTP
import JSONText
import Operations
import Smartlink
import Store
import Testing

@testable import API

struct WebhookWriterTests {
    private func writer(_ house: House) -> WebhookWriter {
        WebhookWriter(
            links: house.store, fans: house.store, now: { House.start },
            baseURL: { "https://segue.example" })
    }

    private func written(
        _ house: House, _ kind: Webhook.Kind, _ subject: Delivery.Subject, link: Int64 = 1
    ) async throws -> JSON? {
        let delivery = Delivery(
            id: 1, webhook: 1, event: "evt_1", kind: kind, link: link, subject: subject,
            createdAt: House.start)
        return try await writer(house).write(.delivery(delivery)).map { try JSON(reading: $0) }
    }

    @Test func `a link is told as the API shows it`() async throws {
        let house = try await House()
        let made = try await house.make()
        let told = try #require(try await written(house, .linkCreated, .link))
        #expect(told.names == ["id", "type", "createdAt", "data"])
        #expect(told["id"] == "evt_1" && told["createdAt"] == "2026-03-04T15:30:00Z")
        #expect(told["data"]?["link"]?.names == made.names)
        #expect(told["data"]?["link"]?["url"] == made["url"])
        #expect(told["data"]?["omitted"] == nil)
    }

    @Test func `a message has 64 kB at most: lists that are too long are left out by name`()
        async throws
    {
        let house = try await House()
        let title = String(repeating: "x", count: 200)
        let tracks = Array(repeating: #"{"title":"\#(title)"}"#, count: 400)
        _ = try await house.make(#","kind":"album","tracks":[\#(tracks.joined(separator: ","))]"#)
        let told = try #require(try await written(house, .linkUpdated, .link))
        #expect(told.text.utf8.count <= 64 << 10)
        #expect(told["data"]?["omitted"]?.items == ["tracks"])
        #expect(told["data"]?["link"]?["title"] == "Sleeper")
    }

    @Test func `a link that is gone is told to nobody`() async throws {
        let house = try await House()
        #expect(try await written(house, .linkCreated, .link, link: 7) == nil)
    }

    @Test func `a pre-save is told without its fan`() async throws {
        let house = try await House()
        let made = try await house.make()
        let news = SaveNews(platform: "tidal", mode: "direct", state: "failed", reason: "gave_up")
        let told = try #require(try await written(house, .presaveFailed, .save(news)))
        #expect(
            told["data"]
                == [
                    "presave": [
                        "link": made["code"] ?? .null, "platform": "tidal", "mode": "direct",
                        "state": "failed", "reason": "gave_up",
                    ]
                ])
    }

    @Test func `an address is told while it is confirmed, and no longer`() async throws {
        let house = try await House()
        _ = try await house.make()
        try await house.store.keep(Fan(id: 1, locale: "de", createdAt: House.start))
        let subscription = Subscription(
            id: 5, fan: 1, link: 1, address: "mira@example.org", purpose: .news, wording: "n1.de",
            askedAt: House.start)
        try await house.store.subscribe(
            subscription,
            letter: Letter(
                id: 1, kind: .confirmation, subscription: 5, nextAt: House.start,
                createdAt: House.start))
        #expect(try await written(house, .subscriberConfirmed, .subscription(5)) == nil)
        _ = try await house.store.confirm(subscription: 5, at: House.start)
        let told = try #require(try await written(house, .subscriberConfirmed, .subscription(5)))
        #expect(
            told["data"]?["subscriber"]?.names == [
                "link", "email", "locale", "country", "confirmedAt", "wording",
            ])
        #expect(told["data"]?["subscriber"]?["email"] == "mira@example.org")
        _ = try await house.store.unsubscribe(subscription: 5, at: House.start)
        #expect(try await written(house, .subscriberConfirmed, .subscription(5)) == nil)
    }

    @Test func `clicks are told by platform and country`() async throws {
        let house = try await House()
        let made = try await house.make()
        var batch = ClickBatch(from: House.start, to: Instant(ms: House.start.ms + 60_000))
        batch.visits = 3
        batch.clickThroughs = 2
        batch.platforms = [.init(key: "tidal", visits: 0, clickThroughs: 2)]
        let told = try #require(try await written(house, .clickBatch, .clicks(batch)))
        let clicks = told["data"]?["clicks"]
        #expect(clicks?["link"] == made["code"] && clicks?["visits"] == 3)
        #expect(clicks?["to"] == "2026-03-04T15:31:00Z")
        #expect(clicks?["by"]?["platform"]?.items.first?["clickThroughs"] == 2)
        #expect(clicks?["by"]?["country"]?.items.isEmpty == true)
    }
}
