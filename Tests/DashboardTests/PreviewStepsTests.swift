import HTTP
import JSONText
import Operations
import Smartlink
import Testing

@testable import Dashboard

@Suite(.serialized) struct PreviewStepsTests {
    private let form = "application/x-www-form-urlencoded"
    private let path = "/app/preview/mira-sleeper"

    @Test func `the page is shown as it would be, and nothing is stored`() async throws {
        let house = try await House()
        let entry = try await house.signIn()
        let answer = try await house.ask(
            .post, path,
            "csrf=\(entry.csrf)&link=%7B%22headline%22%3A%22Out+%3Cnow%3E%22%7D&as=page",
            type: form, fields: [entry.fields[0]])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.text.contains("Out &lt;now&gt;") && answer.text.contains("Spotify"))
        #expect(
            !answer.text.contains("<a class=\"service\" rel=\"nofollow\" href")
                && !answer.text.contains("<script>"))
        #expect(answer.fields["X-Frame-Options"] == "SAMEORIGIN")
        #expect(answer.fields["Cache-Control"] == "no-store")
        let policy = answer.fields["Content-Security-Policy"] ?? ""
        #expect(policy.hasPrefix("sandbox; ") && policy.hasSuffix("frame-ancestors 'self'"))
        let stored = try await house.actions.showLink("mira-sleeper", of: house.account.id)
        #expect(stored.headline == nil)
    }

    @Test func `a release that lies ahead can be looked at`() async throws {
        let house = try await House()
        let entry = try await house.signIn()
        for (state, shown) in [("page", false), ("presave", true)] {
            let answer = try await house.ask(
                .post, path, "csrf=\(entry.csrf)&as=\(state)", type: form,
                fields: [entry.fields[0]])
            #expect(answer.text.contains("class=\"promise\"") == shown, "\(state)")
        }
        let other = try await house.ask(
            .post, path, "csrf=\(entry.csrf)&as=disabled", type: form, fields: [entry.fields[0]])
        #expect(other.status == 400 && other.text.contains("as is page or presave"))
    }

    @Test(arguments: ["", "csrf=", "csrf=0000", "link={}"])
    func `without the token nothing is shown, and the refusal is a page`(body: String) async throws
    {
        let house = try await House()
        let entry = try await house.signIn()
        // The field alone does not do: a frame is filled by a form.
        let answer = try await house.ask(.post, path, body, type: form, fields: entry.fields)
        #expect(answer.status == 400 && answer.text.hasPrefix("<!doctype html>"))
        #expect(!answer.text.contains("Sleeper"))
    }

    @Test func `signed out, in another type or of another's link there is no preview`() async throws
    {
        let house = try await House()
        let entry = try await house.signIn()
        let out = try await house.ask(.post, path, "csrf=\(entry.csrf)", type: form)
        #expect(out.status == 401 && out.text.contains("sign in with a key"))
        let json = try await house.ask(.post, path, "{}", fields: entry.fields)
        #expect(json.status == 400 && json.fields["X-Frame-Options"] == "SAMEORIGIN")
        let none = try await house.ask(
            .post, "/app/preview/nobodys", "csrf=\(entry.csrf)", type: form,
            fields: [entry.fields[0]])
        #expect(none.status == 400 && none.text.contains("There is no link"))
    }

    @Test func `messengers' view comes as JSON`() async throws {
        let house = try await House()
        let entry = try await house.signIn()
        let answer = try await house.ask(
            .post, path + "/unfurl", #"{"headline":"Out now"}"#, fields: entry.fields)
        #expect(answer.string("title") == "Sleeper by Mira")
        #expect(answer.string("description") == "Out now" && answer.json["image"] == .null)
        #expect(answer.string("siteName") == "music.example")
        #expect(answer.string("url") == "https://music.example/link/mira-sleeper")
        let unsaid = try await house.ask(
            .post, path + "/unfurl?as=presave", "", fields: entry.fields)
        #expect(unsaid.status == 200)
        let bare = try await house.ask(.post, path + "/unfurl", "{}", fields: [entry.fields[0]])
        #expect(bare.text == "forbidden")
        let plain = try await house.ask(
            .post, path + "/unfurl", "{}", type: "text/plain", fields: entry.fields)
        #expect(plain.text == "unsupported_media_type")
    }
}
