import HTTP
import JSONText
import Operations
import Smartlink
import Store
import Synchronization
import Testing

@testable import API

struct WebhookTests {
    private static let body = #"{"url":"https://hooks.example.org/in","events":["link.released"]}"#

    private func made(_ house: House) async throws -> (id: Int64, json: JSON) {
        let answer = await house.ask(.post, "/webhooks", Self.body)
        try #require(answer.status == 201, "\(answer.json.text)")
        guard case .integer(let id)? = answer.json["id"] else { throw Failure(.notFound, "no id") }
        #expect(answer.fields["Location"] == "/api/v1/webhooks/\(id)")
        return (id, answer.json)
    }

    @Test func `a webhook is made, shown, changed and deleted; its secret is shown once`()
        async throws
    {
        let house = try await House()
        let (id, json) = try await made(house)
        #expect(json["secret"]?.string?.hasPrefix("whsec_") == true)
        #expect(json["state"] == "active" && json["events"]?.items == ["link.released"])
        let listed = await house.ask(.get, "/webhooks")
        #expect(listed.json["items"]?.items.count == 1 && listed.json["nextCursor"] == .null)
        #expect(listed.json["items"]?.items.first?["secret"] == nil)
        let changed = await house.ask(
            .patch, "/webhooks/\(id)",
            #"{"state":"paused","events":["click.batch","link.created"]}"#)
        #expect(changed.status == 200 && changed.json["state"] == "paused")
        #expect(changed.json["events"]?.items == ["link.created", "click.batch"])
        #expect(changed.json["url"] == json["url"] && changed.json["secret"] == nil)
        #expect(await house.ask(.delete, "/webhooks/\(id)").status == 204)
        #expect(await house.ask(.get, "/webhooks/\(id)").status == 404)
        #expect(await house.ask(.delete, "/webhooks/\(id)").status == 404)
    }

    @Test func `the same request under the same key makes one webhook, and shows its secret once`()
        async throws
    {
        let house = try await House()
        let once = [("Idempotency-Key", "w1")]
        let first = await house.ask(.post, "/webhooks", Self.body, fields: once)
        let again = await house.ask(.post, "/webhooks", Self.body, fields: once)
        #expect(first.status == 201 && again.status == 201)
        #expect(first.fields["Idempotency-Replayed"] == nil && first.json["remark"] == nil)
        #expect(again.fields["Idempotency-Replayed"] == "true")
        #expect(again.fields["Location"] == first.fields["Location"])
        #expect(again.json["id"] == first.json["id"] && again.json["secret"] == nil)
        #expect(again.json["remark"]?.string?.contains("shown once") == true)
        #expect(await house.ask(.get, "/webhooks").json["items"]?.items.count == 1)
    }

    @Test func `a key of another request, or of a webhook that is gone, is a conflict`()
        async throws
    {
        let house = try await House()
        let once = [("Idempotency-Key", "w1")]
        let first = await house.ask(.post, "/webhooks", Self.body, fields: once)
        let other = #"{"url":"https://hooks.example.org/in","events":["link.created"]}"#
        for (path, body) in [("/webhooks", other), ("/keys", "")] {
            let refused = await house.ask(.post, path, body, fields: once)
            #expect(refused.status == 409 && refused.field == "Idempotency-Key", "\(path)")
        }
        let place = try #require(first.fields["Location"]).dropFirst("/api/v1".count)
        #expect(await house.ask(.delete, "\(place)").status == 204)
        let gone = await house.ask(.post, "/webhooks", Self.body, fields: once)
        #expect(gone.status == 409 && gone.field == "Idempotency-Key")
        #expect(await house.ask(.get, "/webhooks").json["items"]?.items == [])
    }

    @Test(arguments: [
        (#"{"events":["link.created"]}"#, "url"),
        (#"{"url":"https://a.example.org"}"#, "events"),
        (#"{"url":"https://a.example.org","events":[]}"#, "events"),
        (#"{"url":"https://a.example.org","events":["link.created","link.sold"]}"#, "events[1]"),
        (#"{"url":"https://a.example.org","events":[1]}"#, "events[0]"),
        (#"{"url":7,"events":["link.created"]}"#, "url"),
        (#"{"url":"http://a.example.org","events":["link.created"]}"#, "url"),
        (#"{"url":"https://192.168.0.1","events":["link.created"]}"#, "url"),
        (#"{"url":"https://u:p@a.example.org","events":["link.created"]}"#, "url"),
        (#"{"url":"https://a.internal","events":["link.created"]}"#, "url"),
        (#"{"url":"https://a.example.org","events":["link.created"],"state":"paused"}"#, "state"),
    ])
    func `what cannot be a webhook is refused by its field`(body: String, field: String)
        async throws
    {
        let answer = try await House().ask(.post, "/webhooks", body)
        #expect(answer.status == 422 && answer.field == field, "\(answer.json.text)")
    }

    @Test func `failed is nothing that is set`() async throws {
        let house = try await House()
        let (id, _) = try await made(house)
        let answer = await house.ask(.patch, "/webhooks/\(id)", #"{"state":"failed"}"#)
        #expect(answer.status == 422 && answer.field == "state")
        let word = await house.ask(.patch, "/webhooks/\(id)", #"{"state":"on"}"#)
        #expect(word.status == 422 && word.field == "state")
    }

    @Test func `somebody else's webhook is not there`() async throws {
        let house = try await House()
        let (id, _) = try await made(house)
        let other = try await house.actions.createAccount(name: "Ben", plan: .free, credits: 0)
        let key = other.secret.text
        for (method, path, body) in [
            (HTTP.Method.get, "/webhooks/\(id)", nil), (.delete, "/webhooks/\(id)", nil),
            (.patch, "/webhooks/\(id)", "{}"), (.post, "/webhooks/\(id)/test", nil),
            (.get, "/webhooks/\(id)/deliveries", nil), (.get, "/webhooks/abc", nil),
            (.get, "/webhooks/99999999999999999999", nil),
        ] as [(HTTP.Method, String, String?)] {
            let answer = await house.ask(method, path, body, key: key)
            #expect(answer.status == 404 && answer.code == "not_found", "\(method.token) \(path)")
        }
        #expect(await house.ask(.get, "/webhooks", key: key).json["items"]?.items.isEmpty == true)
    }

    @Test func `twenty webhooks are enough`() async throws {
        let house = try await House()
        for _ in 0..<20 { _ = try await made(house) }
        let answer = await house.ask(.post, "/webhooks", Self.body)
        #expect(answer.status == 409 && answer.code == "conflict")
    }

    @Test func `a test says status and time; deliveries are listed`() async throws {
        let house = try await House()
        let (id, _) = try await made(house)
        let told = await house.ask(.post, "/webhooks/\(id)/test")
        #expect(told.status == 200)
        #expect(told.json["status"] == 418 && told.json["durationMs"] == 0)
        #expect(told.json["error"]?.string?.contains("418") == true)
        let sent = try #require(house.receiver.sent.first)
        #expect(sent.type == "ping" && sent.url == "https://hooks.example.org/in")
        let ping = try JSON(reading: sent.body)
        #expect(ping["id"]?.string == sent.event && ping["type"] == "ping")
        #expect(ping["data"]?["webhook"] == .integer(id))
        let listed = await house.ask(.get, "/webhooks/\(id)/deliveries")
        #expect(listed.json["items"]?.items.isEmpty == true)
        _ = await house.ask(.patch, "/webhooks/\(id)", #"{"events":["link.created"]}"#)
        _ = try await house.make()
        let one = await house.ask(.get, "/webhooks/\(id)/deliveries").json["items"]?.items.first
        #expect(one?["type"] == "link.created" && one?["state"] == "queued")
        #expect(one?["attempts"] == 0 && one?["nextAt"]?.string != nil)
    }

    @Test func `nobody is tested without end`() async throws {
        let house = try await House()
        let (id, _) = try await made(house)
        for _ in 0..<10 { #expect(await house.ask(.post, "/webhooks/\(id)/test").status == 200) }
        let refused = await house.ask(.post, "/webhooks/\(id)/test")
        #expect(refused.status == 429 && refused.fields["Retry-After"] == "6")
        #expect(house.receiver.sent.count == 10)
        house.wait(ms: 6_000)
        #expect(await house.ask(.post, "/webhooks/\(id)/test").status == 200)
    }
}
