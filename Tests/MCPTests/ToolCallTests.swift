import HTTP
import JSONText
import Testing

@testable import MCP

struct ToolCallTests {
    private static let link =
        #"{"code":"abc","url":"https://segue.example/link/abc","title":"Sleeper","artist":"Mira","destinations":["#
        + #"{"platform":"spotify","url":"https://open.spotify.com/track/1","status":"verified"},"#
        + #"{"platform":"tidal","url":"https://tidal.com/2","status":"pending"}]}"#

    @Test func `creating asks the API once and answers with the names go-betweens know`()
        async throws
    {
        let desk = Desk(["POST /api/v1/links": answer(Self.link, status: 201)])
        let result = try await desk.call(
            "create_smart_link", #"{"title":"Sleeper","clientId":"one","artist":"Mira"}"#)
        #expect(result["isError"] == false)
        let made = try #require(result["structuredContent"])
        #expect(made["code"] == "abc")
        #expect(made["shareId"] == "abc")
        #expect(made["shareUrl"] == "https://segue.example/link/abc")
        #expect(made["trackName"] == "Sleeper")
        #expect(made["artistName"] == "Mira")
        #expect(made["platformLinks"] == ["spotify": "https://open.spotify.com/track/1"])
        #expect(made["platformCount"] == 1)
        #expect(result.resultText == made.text)
        let asked = try #require(desk.lastAsked)
        #expect(asked.fields["Idempotency-Key"] == "one")
        #expect(asked.fields["Content-Type"] == "application/json")
        #expect(
            String(decoding: asked.body, as: UTF8.self) == #"{"artist":"Mira","title":"Sleeper"}"#)
        // One to be let in with, one for the call.
        #expect(desk.askedCount == 2)
    }

    @Test(arguments: [
        ("get_link", #"{"code":"abc"}"#, "GET /api/v1/links/abc", ""),
        (
            "get_link", #"{"code":"https://segue.example/link/abc?to=tidal"}"#,
            "GET /api/v1/links/abc", ""
        ),
        (
            "get_link_stats", #"{"code":"abc","interval":"day","country":["DE","AT"],"to":null}"#,
            "GET /api/v1/links/abc/stats", "interval=day country=DE,AT"
        ),
        (
            "explain_route", #"{"code":"abc","choose":true}"#, "GET /api/v1/links/abc/explain",
            "choose=true"
        ),
        ("list_links", #"{"limit":5}"#, "GET /api/v1/links", "limit=5"),
        ("update_link", #"{"code":"abc","bio":null}"#, "PATCH /api/v1/links/abc", ""),
        ("duplicate_link", #"{"code":"abc"}"#, "POST /api/v1/links/abc/duplicate", ""),
        ("resolve_music", #"{"isrc":"x"}"#, "POST /api/v1/resolve", ""),
        ("get_account", "{}", "GET /api/v1/account", ""),
    ])
    func `each tool is one request to the API`(
        tool: String, arguments: String, request: String, query: String
    ) async throws {
        let desk = Desk([request: answer(#"{"a":1}"#)])
        let result = try await desk.call(tool, arguments)
        #expect(result["structuredContent"] == ["a": 1], "\(result.text)")
        #expect(result.resultText == #"{"a":1}"#)
        let asked = try #require(desk.lastAsked)
        let pairs = asked.query.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        #expect(pairs == query)
    }

    @Test(arguments: [
        ("get_link", "{}", "get_link needs code."),
        ("get_link", #"{"code":"a/fans"}"#, "“a/fans” is no link's code."),
        ("get_link", #"{"code":"../account"}"#, "is no link's code."),
        ("get_link", #"{"code":7}"#, "code must be a string, not a number."),
        ("get_link", #"{"code":"abc","foo":1}"#, "get_link has no argument “foo”. It takes code."),
        ("create_presave", #"{"title":"x"}"#, "create_presave needs releaseAt. When the music"),
        ("list_links", #"{"search":{}}"#, "search must be a string, not an object."),
        ("list_links", #"{"limit":[]}"#, "limit must be a whole number, not an array."),
        ("explain_route", #"{"code":"abc","choose":1}"#, "choose must be true or false, not"),
        ("get_link_stats", #"{"code":"abc","os":[1]}"#, "os must be a list of strings"),
        ("get_link", #"{"code":"gone"}"#, "There is no link with this code.\nlist_links shows"),
    ])
    func `an assistant is told what to mend`(tool: String, arguments: String, text: String)
        async throws
    {
        let result = try await Desk().call(tool, arguments)
        #expect(result["isError"] == true)
        #expect(result["structuredContent"] == nil)
        #expect(result.resultText.contains(text), "\(result.resultText)")
    }

    @Test(arguments: [
        (402, "credits_exhausted", nil, "segue account grant"),
        (403, "plan_required", nil, "segue account plan"),
        (422, "invalid_field", "isrc", "(code: invalid_field, argument: isrc)"),
        (422, "invalid_field", "Idempotency-Key", "argument: clientId"),
        (429, "rate_limited", nil, "Wait 9 s, then call create_smart_link again"),
        (503, "unavailable", nil, "Wait 9 s"),
        (409, "conflict", "slug", "argument: slug"),
    ])
    func `a refusal says what it was and what helps`(
        status: Int, code: String, field: String?, text: String
    ) async throws {
        let refusal = problem(status, code, "In words.", field: field, retryAfter: "9")
        let desk = Desk(["POST /api/v1/links": refusal])
        let result = try await desk.call("create_smart_link", #"{"isrc":"x"}"#)
        #expect(result["isError"] == true)
        #expect(result.resultText.hasPrefix("In words."))
        #expect(result.resultText.contains(text), "\(result.resultText)")
    }
}
