import Bytes
import FoundationEssentials
import HTTP
import Operations
import Smartlink
import Store
import Testing

@testable import Site

struct FanPageStepsTests {
    private struct Export: Decodable {
        struct Presave: Decodable {
            var link: String
            var platform: String
            var mode: String
            var state: String
            var dueAt: String
        }
        struct Address: Decodable {
            var address: String
            var purpose: String
            var wording: String
        }
        var presaves: [Presave]
        var subscriptions: [Address]
    }

    private func fan() async throws -> (house: PresaveHouse, id: Int64, path: String) {
        let house = try await PresaveHouse()
        try await house.link { $0.title = "<b>Summer</b> & \"more\"" }
        let (_, done) = try await house.presave()
        let (id, token) = try house.fan(done)
        _ = try await house.ask(
            .post, "/link/summer/subscribe", "address=mira%40example.org&news=1&wording=%22%5C%0A",
            cookie: "segue_fan=\(token)")
        return (house, id, "/me/\(token)")
    }

    private func holdings(_ house: PresaveHouse, _ id: Int64) async throws -> Holdings {
        try #require(try await house.store.holdings(of: id))
    }

    @Test func `the page shows what is held, with titles that are text`() async throws {
        let (house, id, path) = try await fan()
        let page = try #require(try await house.ask(.get, path))
        #expect(page.status == 200)
        #expect(page.text.contains("&lt;b&gt;Summer&lt;/b&gt;") && !page.text.contains("<b>Summer"))
        #expect(
            page.text.contains("mira@example.org") && page.text.contains("Tidal")
                || page.text.contains("TIDAL"))
        let save = try #require(try await holdings(house, id).saves.first?.save)
        #expect(page.text.contains("\(save.id)"))
        #expect(try await house.ask(.head, path)?.status == 200)
    }

    @Test func `the export is JSON of the same`() async throws {
        let (house, _, path) = try await fan()
        let page = try #require(try await house.ask(.get, "\(path).json"))
        #expect(page.status == 200 && page.fields["Content-Type"] == "application/json")
        #expect(page.fields["Content-Disposition"] == "attachment; filename=\"segue-fan.json\"")
        #expect(page.fields["Cache-Control"] == "no-store")
        let export = try JSONDecoder().decode(Export.self, from: Data(page.text.utf8))
        #expect(export.presaves.map(\.link) == ["summer"])
        #expect(export.presaves.map(\.state) == ["queued"])
        #expect(export.presaves.map(\.mode) == ["direct"])
        #expect(export.presaves.map(\.dueAt) == ["2026-03-05T12:00:00Z"])
        #expect(export.subscriptions.map(\.address) == ["mira@example.org"])
        // What a form brought is a string and nothing else.
        #expect(export.subscriptions.map(\.wording) == ["\"\\\n"])
    }

    @Test func `a save is revoked, an address ended, each back to the page`() async throws {
        let (house, id, path) = try await fan()
        let held = try await holdings(house, id)
        let save = try #require(held.saves.first?.save)
        let address = try #require(held.subscriptions.first?.subscription)
        let revoked = try #require(
            try await house.ask(.post, "\(path)/revoke", "save=\(save.id)"))
        #expect(revoked.status == 303 && revoked.fields["Location"] == path)
        let ended = try #require(
            try await house.ask(.post, "\(path)/unsubscribe", "subscription=\(address.id)"))
        #expect(ended.status == 303 && ended.fields["Location"] == path)
        let left = try await holdings(house, id)
        #expect(left.saves.first?.save.state == .revoked)
        #expect(left.subscriptions.first?.subscription.address == "")
        #expect(try await house.ask(.get, path)?.status == 200)
    }

    @Test(arguments: ["", "save=x", "save=99999999999999999999", "save=%FF", "save=-1", "save=1"])
    func `hostile forms change nothing`(form: String) async throws {
        let (house, id, path) = try await fan()
        let page = try #require(try await house.ask(.post, "\(path)/revoke", form))
        #expect(page.status == 404 || page.status == 303)
        _ = try await house.ask(
            .post, "\(path)/unsubscribe", form.replacing("save", with: "subscription"))
        let held = try await holdings(house, id)
        #expect(held.saves.first?.save.state == .queued)
        #expect(held.subscriptions.first?.subscription.endedAt == nil)
    }

    @Test func `erasing wants to be sure, takes everything and the cookie`() async throws {
        let (house, id, path) = try await fan()
        let unsure = try #require(try await house.ask(.post, "\(path)/erase"))
        #expect(unsure.status == 303 && unsure.fields["Location"] == path)
        #expect(try await house.store.holdings(of: id) != nil)
        let erased = try #require(try await house.ask(.post, "\(path)/erase", "sure=1"))
        #expect(erased.status == 200)
        #expect(
            erased.cookies == [
                "segue_fan=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
            ])
        #expect(try await house.store.holdings(of: id) == nil)
        #expect(try await house.ask(.get, path)?.status == 404)
        #expect(try await house.ask(.get, "\(path).json")?.status == 404)
        // What was counted stays counted.
        #expect(house.steps.count == 3)
    }

    @Test func `an unsure erasure with a forged token goes nowhere`() async throws {
        let (house, _, path) = try await fan()
        for forged in ["/me/x/erase", "/me/a\r\nSet-Cookie: b=c/erase", "\(path)A/erase"] {
            let page = try #require(try await house.ask(.post, forged))
            #expect(page.status == 404 && page.fields["Location"] == nil, "\(forged)")
        }
    }
}
