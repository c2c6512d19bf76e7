import HTTP
import JSONText
import Smartlink
import Testing

@testable import Dashboard

@Suite(.serialized) struct SessionStepsTests {
    @Test func `a key signs a browser in, with two cookies and a token`() async throws {
        let house = try await House()
        let answer = try await house.ask(.post, "/app/session", #"{"key":"\#(house.key)"}"#)
        #expect(answer.status == 200 && answer.fields["Cache-Control"] == "no-store")
        #expect(
            answer.json["account"]?["name"] == "Mira" && answer.json["account"]?["credits"] == 4)
        #expect(answer.string("endsAt") == "2026-04-03T15:30:00Z")
        try #require(answer.cookies.count == 2)
        let secret = answer.cookies[0].dropFirst("segue_session=".count).prefix { $0 != ";" }
        #expect(secret.utf8.count == 32 && !answer.text.contains(secret))
        let end = "; Max-Age=2592000; Secure"
        #expect(
            answer.cookies[0]
                == "segue_session=\(secret); Path=/; HttpOnly; SameSite=Strict" + end)
        #expect(
            answer.cookies[1]
                == "segue_own=\(house.account.id); Path=/link; HttpOnly; SameSite=Lax" + end)
        let shown = try await house.ask(
            .get, "/app/session", fields: [("Cookie", "segue_session=\(secret)")])
        #expect(shown.json == answer.json && shown.cookies == answer.cookies)
    }

    @Test(arguments: [
        (#"{"key":"segue_x"}"#, "unauthorized"), (#"{"key":7}"#, "invalid_field"),
        ("{}", "invalid_field"),
        ("[]", "invalid_field"), ("{", "invalid_field"), ("", "invalid_field"),
        (#"{"key":"x","name":"y"}"#, "unknown_field"),
    ])
    func `what is no valid key signs nobody in`(body: String, code: String) async throws {
        let answer = try await House().ask(.post, "/app/session", body)
        #expect(answer.text == code && answer.cookies.isEmpty)
    }

    @Test func `another site's page signs nobody in`() async throws {
        let house = try await House()
        let body = #"{"key":"\#(house.key)"}"#
        for type in ["text/plain", "application/x-www-form-urlencoded", nil] {
            let answer = try await house.ask(.post, "/app/session", body, type: type)
            #expect(answer.text == "unsupported_media_type")
        }
        for field in [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-site")] {
            let answer = try await house.ask(.post, "/app/session", body, fields: [field])
            #expect(answer.text == "forbidden" && answer.cookies.isEmpty)
        }
    }

    @Test func `nobody is signed in without a cookie; an ended one is taken back`() async throws {
        let house = try await House()
        let nobody = try await house.ask(.get, "/app/session")
        #expect(nobody.status == 401 && nobody.cookies.isEmpty)
        let old = try await house.ask(
            .get, "/app/session", fields: [("Cookie", "segue_session=gone")])
        #expect(old.status == 401 && old.cookies.count == 2)
        #expect(old.cookies.allSatisfy { $0.contains("Max-Age=0") })
    }

    @Test func `signing out ends the session, and needs the token`() async throws {
        let house = try await House()
        let entry = try await house.signIn()
        let bare = try await house.ask(.delete, "/app/session", fields: [entry.fields[0]])
        #expect(bare.text == "forbidden")
        let out = try await house.ask(.delete, "/app/session", fields: entry.fields)
        #expect(out.status == 204 && out.cookies.allSatisfy { $0.contains("Max-Age=0") })
        #expect(try await house.ask(.get, "/app/session", fields: entry.fields).status == 401)
    }

    @Test func `sessions are listed and ended one by one`() async throws {
        let house = try await House()
        let (one, two) = (try await house.signIn(), try await house.signIn())
        let list = try await house.ask(
            .get, "/app/sessions", fields: two.fields + [("User-Agent", "Firefox")])
        #expect(list.items.count == 2 && list.items.filter { $0["isThis"] == true }.count == 1)
        #expect(list.items[0]["isThis"] == true && list.items[0]["id"] == 2)
        #expect(list.items[0]["createdAt"] == "2026-03-04T15:30:00Z")
        let ended = try await house.ask(.delete, "/app/sessions/1", fields: two.fields)
        #expect(ended.status == 204 && ended.cookies.isEmpty)
        #expect(try await house.ask(.get, "/app/session", fields: one.fields).status == 401)
        let again = try await house.ask(.delete, "/app/sessions/1", fields: two.fields)
        #expect(again.text == "not_found")
        let own = try await house.ask(.delete, "/app/sessions/2", fields: two.fields)
        #expect(own.status == 204 && own.cookies.count == 2)
    }

    @Test func `a place takes what it takes`() async throws {
        let house = try await House()
        let answer = try await house.ask(.put, "/app/session")
        #expect(
            answer.status == 405 && answer.fields["Allow"] == "GET, HEAD, POST, DELETE, OPTIONS")
        #expect(try await house.ask(.options, "/app/sessions").status == 204)
        let long = String(repeating: " ", count: DashboardLimits.signInBytesMax + 1)
        #expect(try await house.ask(.post, "/app/session", long).text == "too_large")
        await #expect(throws: House.NotTheDoors.self) { try await house.ask(.get, "/app/app.js") }
    }
}
