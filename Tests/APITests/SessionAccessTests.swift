import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import API

@Suite(.serialized) struct SessionAccessTests {
    private func signedIn(_ house: House) async throws -> Sessions.Entry {
        try await house.sessions.open(presenting: house.key, from: House.peer, userAgent: "")
    }

    private func cookie(_ entry: Sessions.Entry) -> (String, String) {
        ("Cookie", "theme=dark; segue_session=\(entry.secret.text)")
    }

    private let link = #"{"title":"Sleeper","artist":"Mira"}"#

    @Test func `a signed-in browser reads without a key`() async throws {
        let house = try await House()
        let entry = try await signedIn(house)
        let answer = await house.ask(.get, "/account", fields: [cookie(entry)], key: .some(nil))
        #expect(answer.status == 200 && answer.json["name"] == "Mira")
    }

    @Test func `it changes with the session's token alone`() async throws {
        let house = try await House()
        let entry = try await signedIn(house)
        let bare = await house.ask(
            .post, "/links", link, fields: [cookie(entry)], key: .some(nil))
        #expect(bare.status == 403 && bare.code == "forbidden")
        let token = ("Segue-CSRF", entry.csrf)
        let made = await house.ask(
            .post, "/links", link, fields: [cookie(entry), token], key: .some(nil))
        #expect(made.status == 201, "\(made.json.text)")
        let other = try await signedIn(house)
        let borrowed = await house.ask(
            .post, "/links", link, fields: [cookie(other), token], key: .some(nil))
        #expect(borrowed.status == 403)
    }

    @Test(arguments: [
        ("Origin", "https://evil.example", 403), ("Origin", "null", 403),
        ("Origin", "https://segue.example", 201), ("Origin", "http://localhost", 201),
        ("Sec-Fetch-Site", "cross-site", 403), ("Sec-Fetch-Site", "same-site", 403),
        ("Sec-Fetch-Site", "same-origin", 201),
    ])
    func `another site's page changes nothing`(name: String, value: String, status: Int)
        async throws
    {
        let house = try await House()
        let entry = try await signedIn(house)
        let answer = await house.ask(
            .post, "/links", link,
            fields: [cookie(entry), ("Segue-CSRF", entry.csrf), (name, value)], key: .some(nil))
        #expect(answer.status == status, "\(answer.json.text)")
        #expect(
            try await house.actions.showAccount(
                house.account.id, limit: 1, cursor: nil
            ).account.credits == (status == 201 ? 99 : 100))
    }

    @Test func `a key that is sent counts, whatever the cookie says`() async throws {
        let house = try await House()
        let entry = try await signedIn(house)
        #expect(await house.ask(.post, "/links", link, fields: [cookie(entry)]).status == 201)
        let wrong = "segue_" + String(repeating: "a", count: 32)
        #expect(
            await house.ask(.get, "/account", fields: [cookie(entry)], key: wrong).status == 401)
    }

    @Test func `a session that has ended, or whose key has, is refused`() async throws {
        let house = try await House()
        let (one, two) = (try await signedIn(house), try await signedIn(house))
        try await house.sessions.end(one.session.id, of: house.account.id)
        let ended = await house.ask(.get, "/account", fields: [cookie(one)], key: .some(nil))
        #expect(ended.status == 401 && ended.code == "unauthorized")
        try await house.actions.revokeKey(two.session.key)
        #expect(
            await house.ask(.get, "/account", fields: [cookie(two)], key: .some(nil)).status == 401)
        let none = await house.ask(
            .get, "/account", fields: [("Cookie", "segue_session=")], key: .some(nil))
        #expect(none.status == 401)
    }

    @Test func `a session sees its own account's links and nobody else's`() async throws {
        let house = try await House()
        let code = try #require(try await house.make()["code"]?.string)
        let other = try await house.actions.createAccount(name: "Ada", plan: .pro, credits: 1)
        let entry = try await house.sessions.open(
            presenting: other.secret.text, from: House.peer, userAgent: "")
        let token = ("Segue-CSRF", entry.csrf)
        for method in [HTTP.Method.get, .delete] {
            let answer = await house.ask(
                method, "/links/\(code)", fields: [cookie(entry), token], key: .some(nil))
            #expect(answer.status == 404)
        }
        #expect(await house.ask(.get, "/links/\(code)").status == 200)
    }

    @Test func `a draft takes what PATCH takes and stores nothing`() async throws {
        let house = try await House()
        let code = try #require(try await house.make()["code"]?.string)
        let request = Request(
            method: .post, path: "/app/preview/\(code)",
            arrival: Arrival(
                peer: House.peer, isSecure: true, nowMs: House.start.ms, closes: false))
        let draft = try await house.api.draft(
            code, of: house.account, patch: Array(#"{"headline":"Out now"}"#.utf8),
            asked: request)
        #expect(draft.headline == "Out now" && draft.title == "Sleeper")
        #expect(await house.ask(.get, "/links/\(code)").json["headline"] == .null)
        for (patch, field) in [
            (#"{"headlin":"x"}"#, "headlin"), (#"{"title":""}"#, "title"), (#"{"url":1}"#, "url"),
        ] {
            let failure = await #expect(throws: Failure.self) {
                try await house.api.draft(
                    code, of: house.account, patch: Array(patch.utf8), asked: request)
            }
            #expect(failure?.field == field)
        }
    }
}
