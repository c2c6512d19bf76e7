import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct MoneyTests {
    @Test func `a link costs one credit and the ledger adds up to the balance`() async throws {
        let house = try await House(credits: 3)
        let link = try await house.make()
        let account = await house.ask(.get, "/account").json
        #expect(account["credits"] == 2)
        #expect(account["plan"] == "pro")
        #expect(account["name"] == "Mira")
        let entries = account["ledger"]?.items ?? []
        #expect(entries.count == 2)
        #expect(entries.first?["amount"] == -1)
        #expect(entries.first?["code"] == link["code"])
        #expect(entries.last?["amount"] == 3)
    }

    @Test func `a month's credits are there at sign-in, once, and what comes next is told`()
        async throws
    {
        let house = try await House(credits: 0, allowances: Allowances(pro: 5))
        for _ in 0..<2 {
            let account = await house.ask(.get, "/account").json
            #expect(account["credits"] == 5)
            #expect(account["ledger"]?.items.first?["reason"] == "allowance")
            #expect(
                account["allowance"] == ["credits": 5, "nextAt": "2026-04-01T00:00:00Z"])
        }
        #expect(try await house.actions.grantAllowances() == 0)
        house.wait(ms: 28 * 86_400_000)
        #expect(await house.ask(.get, "/account").json["credits"] == 10)
        #expect(try await House().ask(.get, "/account").json["allowance"]?["nextAt"] == .null)
    }

    @Test func `who is refused for want of credits or plan learns what would help`() async throws {
        let house = try await House(credits: 0)
        let body = #"{"title":"T","artist":"A"}"#
        let spent = await house.ask(.post, "/links", body).json.text
        #expect(spent.contains("0 left") && spent.contains("segue account grant 1 --credits N"))
        let free = await (try House(plan: .free)).ask(.post, "/links", body).json.text
        #expect(free.contains("segue account plan 1 --plan starter"))
        #expect(try await house.actions.grantCredits(3, to: 1).credits == 3)
        #expect(try await house.actions.grantCredits(-2, to: 1).credits == 1)
        await #expect(throws: Failure.self) {
            try await house.actions.grantCredits(-2, to: 1)
        }
    }

    @Test func `a deleted link is restored under its code, and costs nothing`() async throws {
        let house = try await House(credits: 1)
        let link = try await house.make(#","slug":"mira""#)
        #expect(await house.ask(.delete, "/links/mira").status == 204)
        #expect(await house.ask(.get, "/links/mira").status == 404)
        #expect(await house.ask(.get, "/links").json["items"] == [])
        let bin = await house.ask(.get, "/links?state=deleted").json["items"]?.items.first
        #expect(bin?["deletedAt"] == "2026-03-04T15:30:00Z" && bin?["state"] == "deleted")
        let back = await house.ask(.post, "/links/mira/restore")
        #expect(back.status == 200)
        #expect(back.json["title"] == link["title"] && back.json["deletedAt"] == nil)
        #expect(await house.ask(.get, "/account").json["credits"] == 0)
        #expect(await house.ask(.post, "/links/other/restore").status == 404)
        #expect(await house.ask(.patch, "/links/mira", #"{"state":"deleted"}"#).status == 422)
    }

    @Test func `without credit nothing is made`() async throws {
        let house = try await House(credits: 0)
        let answer = await house.ask(.post, "/links", #"{"title":"T","artist":"A"}"#)
        #expect(answer.status == 402)
        #expect(answer.code == "credits_exhausted")
        #expect(await house.ask(.get, "/links").json["items"] == [])
    }

    @Test func `the free plan makes no links`() async throws {
        let answer = try await House(plan: .free).ask(
            .post, "/links", #"{"title":"T","artist":"A"}"#)
        #expect(answer.status == 403)
        #expect(answer.code == "plan_required")
    }

    @Test func `a custom slug needs pro`() async throws {
        let house = try await House(plan: .starter)
        let body = #"{"title":"T","artist":"A","slug":"mira"}"#
        let refused = await house.ask(.post, "/links", body)
        #expect(refused.status == 403)
        #expect(refused.code == "plan_required")
        #expect(refused.field == "slug")
        _ = try await house.actions.setPlan(.pro, of: house.account.id)
        #expect(await house.ask(.post, "/links", body).status == 201)
    }

    @Test func `a taken slug is a conflict, also after its link is gone`() async throws {
        let house = try await House()
        let body = #"{"title":"T","artist":"A","slug":"mira"}"#
        #expect(await house.ask(.post, "/links", body).status == 201)
        #expect(await house.ask(.post, "/links", body).status == 409)
        #expect(await house.ask(.delete, "/links/mira").status == 204)
        let answer = await house.ask(.post, "/links", body)
        #expect(answer.status == 409)
        #expect(answer.code == "conflict")
        #expect(answer.field == "slug")
        #expect(await house.ask(.get, "/account").json["credits"] == 99)
    }

    @Test func `a repeated request answers the same link and charges once`() async throws {
        let house = try await House()
        let body = #"{"title":"T","artist":"A","slug":"mira"}"#
        let key = [("Idempotency-Key", "a1b2")]
        let first = await house.ask(.post, "/links", body, fields: key)
        let second = await house.ask(.post, "/links", body, fields: key)
        #expect(first.status == 201)
        #expect(second.status == 201)
        #expect(first.json == second.json)
        #expect(second.fields["Location"] == first.fields["Location"])
        #expect(first.fields["Idempotency-Replayed"] == nil)
        #expect(second.fields["Idempotency-Replayed"] == "true")
        #expect(await house.ask(.get, "/account").json["credits"] == 99)
    }

    @Test func `the same key with another request is a conflict`() async throws {
        let house = try await House()
        let key = [("Idempotency-Key", "a1b2")]
        _ = await house.ask(.post, "/links", #"{"title":"T","artist":"A"}"#, fields: key)
        let other = await house.ask(
            .post, "/links", #"{"title":"U","artist":"A"}"#, fields: key)
        #expect(other.status == 409)
        #expect(other.code == "conflict")
    }

    @Test func `two accounts may use the same idempotency key`() async throws {
        let house = try await House()
        let other = try await house.actions.createAccount(name: "B", plan: .pro, credits: 1)
        let key = [("Idempotency-Key", "a1b2")]
        let body = #"{"title":"T","artist":"A"}"#
        let first = await house.ask(.post, "/links", body, fields: key)
        let second = await house.ask(
            .post, "/links", body, fields: key, key: other.secret.text)
        #expect(first.status == 201)
        #expect(second.status == 201)
        #expect(first.json["code"] != second.json["code"])
    }

    @Test(arguments: ["", "a b", "é", String(repeating: "k", count: 256)])
    func `a malformed idempotency key is refused`(key: String) async throws {
        let answer = try await House().ask(
            .post, "/links", #"{"title":"T","artist":"A"}"#, fields: [("Idempotency-Key", key)])
        #expect(answer.status == 422)
        #expect(answer.field == "Idempotency-Key")
    }

    @Test func `a random code that is taken is drawn again`() async throws {
        let draws = Draws()
        let house = try await House(random: { draws.next($0) })
        let first = try await house.make()
        draws.repeatLast()
        let second = try await house.make()
        #expect(first["code"] != second["code"])
    }
}
