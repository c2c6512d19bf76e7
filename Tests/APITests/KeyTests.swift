import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

struct KeyTests {
    private func number(_ json: JSON?) throws -> Int64 {
        guard case .integer(let number)? = json else { throw Failure(.notFound, "no number") }
        return number
    }

    @Test func `a key is made, works, is listed without its secret and ends`() async throws {
        let house = try await House()
        let made = await house.ask(.post, "/keys")
        #expect(made.status == 201 && made.fields["Cache-Control"] == "no-store")
        let key = try #require(made.json["key"]?.string)
        #expect(await house.ask(.get, "/account", key: key).status == 200)
        let listed = await house.ask(.get, "/keys")
        #expect(listed.json["items"]?.items.count == 2 && listed.json["nextCursor"] == .null)
        #expect(
            listed.json["items"]?.items.last?.names == ["id", "prefix", "createdAt", "revokedAt"])
        let id = try number(made.json["id"])
        // The key in use may be the one.
        #expect(await house.ask(.delete, "/keys/\(id)", key: key).status == 204)
        #expect(await house.ask(.get, "/account", key: key).status == 401)
        let ended = await house.ask(.get, "/keys").json["items"]?.items.last
        #expect(ended?["revokedAt"]?.string == "2026-03-04T15:30:00Z")
    }

    @Test func `the same request under the same key makes one key, and shows it once`()
        async throws
    {
        let house = try await House()
        let once = [("Idempotency-Key", "k1")]
        let first = await house.ask(.post, "/keys", fields: once)
        let again = await house.ask(.post, "/keys", fields: once)
        #expect(first.status == 201 && again.status == 201)
        #expect(first.json["key"]?.string != nil && again.json["key"] == nil)
        #expect(again.json["id"] == first.json["id"])
        #expect(again.fields["Idempotency-Replayed"] == "true")
        #expect(again.json["remark"]?.string?.contains("shown once") == true)
        #expect(await house.ask(.get, "/keys").json["items"]?.items.count == 2)
        let another = await house.ask(.post, "/keys", fields: [("Idempotency-Key", "k2")])
        #expect(another.json["id"] != first.json["id"])
    }

    @Test func `somebody else's key is neither seen nor ended`() async throws {
        let house = try await House()
        let other = try await house.actions.createAccount(name: "Ben", plan: .free, credits: 0)
        let theirs = try #require(try await house.actions.listKeys(of: other.account.id).first)
        #expect(await house.ask(.delete, "/keys/\(theirs.id)").status == 404)
        #expect(await house.ask(.delete, "/keys/none").status == 404)
        #expect(await house.ask(.get, "/keys").json["items"]?.items.count == 1)
        #expect(await house.ask(.get, "/account", key: other.secret.text).status == 200)
    }

    @Test func `twenty good keys are enough, ended ones do not count`() async throws {
        let house = try await House()
        var last: Int64 = 0
        for _ in 0..<19 { last = try number(await house.ask(.post, "/keys").json["id"]) }
        let refused = await house.ask(.post, "/keys")
        #expect(refused.status == 409 && refused.code == "conflict")
        #expect(await house.ask(.delete, "/keys/\(last)").status == 204)
        #expect(await house.ask(.post, "/keys", "{}").status == 201)
    }

    @Test func `a key takes no fields`() async throws {
        let answer = try await House().ask(.post, "/keys", #"{"plan":"pro"}"#)
        #expect(answer.status == 422 && answer.field == "plan")
    }
}
