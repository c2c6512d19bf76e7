import Bytes
import HTTP
import Operations
import Smartlink
import Store
import Testing

@testable import Site

struct SubscriptionStepsTests {
    private func form(_ address: String, _ more: String = "&reminder=1&news=1") -> String {
        "address=\(address)&wording=r1.de\(more)"
    }

    /// A fan with two unconfirmed addresses.
    private func subscribed() async throws -> (house: PresaveHouse, fan: Int64, ids: [Int64]) {
        let house = try await PresaveHouse()
        try await house.link()
        let page = try #require(
            try await house.ask(.post, "/link/summer/subscribe", form("mira%40example.org")))
        #expect(page.status == 200)
        let (fan, _) = try house.fan(page)
        return (house, fan, try await held(house, fan).map(\.id))
    }

    private func held(_ house: PresaveHouse, _ fan: Int64) async throws -> [Subscription] {
        try await house.store.holdings(of: fan)?.subscriptions.map(\.subscription) ?? []
    }

    @Test func `a form leaves an address, and the page shows it`() async throws {
        let (house, fan, ids) = try await subscribed()
        #expect(ids.count == 2)
        #expect(try await held(house, fan).allSatisfy { $0.confirmedAt == nil })
        #expect(house.steps.isEmpty)
        // Whether it is known already does not show.
        let again = try await house.ask(
            .post, "/link/summer/subscribe", form("mira%40example.org"))
        #expect(again?.status == 200 && again?.text.contains("mira@example.org") == true)
    }

    @Test(arguments: [
        "", "mira", "mira%40example.org%0D%0ABcc:%20all%40example.org",
        "%3Cscript%3E%40example.org",
        "a%40b.org%2Cc%40d.org", "%FF%FE", "%", "%00",
    ])
    func `hostile addresses get a clear page`(address: String) async throws {
        let house = try await PresaveHouse()
        try await house.link()
        let page = try #require(
            try await house.ask(.post, "/link/summer/subscribe", form(address)))
        #expect(page.status == 400 && page.cookies.isEmpty)
        #expect(!page.text.contains("<script>@") && !page.text.contains("Bcc"))
    }

    @Test(arguments: ["", "&reminder=true", "&news=on", "&reminder=0&news=0"])
    func `nothing ticked is nothing chosen`(more: String) async throws {
        let house = try await PresaveHouse()
        try await house.link()
        let page = try #require(
            try await house.ask(.post, "/link/summer/subscribe", form("a%40b.org", more)))
        #expect(page.status == 400)
    }

    @Test func `an empty body, and a link that is not there`() async throws {
        let house = try await PresaveHouse()
        try await house.link()
        #expect(try await house.ask(.post, "/link/summer/subscribe")?.status == 400)
        #expect(
            try await house.ask(.post, "/link/winter/subscribe", form("a%40b.org"))?.status == 404)
    }

    @Test func `opening the address of a letter confirms nothing, its button does, once`()
        async throws
    {
        let (house, fan, ids) = try await subscribed()
        let path = "/confirm/" + house.door.actions.token(ids, of: fan, for: .confirm)
        for method in [HTTP.Method.get, .head, .get] {
            let page = try #require(
                try await house.ask(method, path, fields: ["User-Agent": PresaveHouse.scanner]))
            #expect(page.status == 200)
        }
        let asked = try #require(try await house.ask(.get, path))
        #expect(asked.text.contains("method=\"post\"") && asked.text.contains("action=\"\(path)\""))
        #expect(try await held(house, fan).allSatisfy { $0.confirmedAt == nil })
        #expect(house.steps.isEmpty)
        let done = try #require(try await house.ask(.post, path))
        #expect(done.status == 200 && done.text.contains("/me/"))
        #expect(try await held(house, fan).allSatisfy { $0.confirmedAt != nil })
        #expect(try await house.ask(.post, path)?.status == 200)
        #expect(house.steps == ["signup"])
    }

    @Test func `an address is not confirmed after two days, and nothing is counted`() async throws {
        let (house, fan, ids) = try await subscribed()
        house.wait(ms: Subscription.unconfirmedMsMax + 1)
        let path = "/confirm/" + house.door.actions.token(ids, of: fan, for: .confirm)
        #expect(try await house.ask(.post, path)?.status == 404)
        #expect(house.steps.isEmpty)
    }

    @Test func `opening the address does not unsubscribe, the button and one click do`()
        async throws
    {
        let (house, fan, ids) = try await subscribed()
        let first = "/unsubscribe/" + house.door.actions.token([ids[0]], of: fan, for: .stop)
        let second = "/unsubscribe/" + house.door.actions.token([ids[1]], of: fan, for: .stop)
        #expect(try await house.ask(.get, first)?.status == 200)
        #expect(try await house.ask(.head, first)?.status == 200)
        // RFC 8058 §3.1: not by GET, whatever it carries.
        #expect(try await house.ask(.get, "\(first)?List-Unsubscribe=One-Click")?.status == 200)
        #expect(try await held(house, fan).allSatisfy { $0.endedAt == nil })
        // A mail service posts without cookies, and from a machine.
        let one = try await house.ask(
            .post, first, "List-Unsubscribe=One-Click", fields: ["User-Agent": ""])
        #expect(one?.status == 200)
        #expect(try await held(house, fan).filter { $0.endedAt != nil }.map(\.id) == [ids[0]])
        #expect(try await house.ask(.post, second)?.status == 200)
        #expect(try await held(house, fan).allSatisfy { $0.endedAt != nil && $0.address.isEmpty })
        // Twice is once, and looks like it.
        #expect(try await house.ask(.post, second)?.status == 200)
        #expect(try await house.ask(.get, second)?.status == 404)
    }

    @Test func `tokens of one purpose, and forged ones, open nothing`() async throws {
        let (house, fan, ids) = try await subscribed()
        let actions = house.door.actions
        let confirm = actions.token(ids, of: fan, for: .confirm)
        let stop = actions.token(ids, of: fan, for: .stop)
        let me = actions.tokens.make([fan], for: .fan)
        for path in [
            "/confirm/\(stop)", "/confirm/\(me)", "/unsubscribe/\(confirm)", "/me/\(stop)/erase",
            "/confirm/\(confirm)A", "/unsubscribe/<script>", "/me/\(me)A/unsubscribe",
        ] {
            let page = try #require(try await house.ask(.post, path, "sure=1&subscription=1"))
            #expect(page.status == 404, "\(path)")
            #expect(!page.text.contains("<script>\""))
        }
        #expect(
            try await held(house, fan).allSatisfy { $0.confirmedAt == nil && $0.endedAt == nil })
    }
}
