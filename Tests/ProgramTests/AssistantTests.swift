// An assistant's way through a running server: the API behind its door is the real one.
import EventLoop
import Glibc
import JSONText
import Operations
import Smartlink
import Telemetry
import Testing

@testable import Program

/// A server nobody outside is asked by, and a session of an assistant's.
private struct AssistantStage {
    let service: Service
    let key: String
    let session: String

    init(
        _ place: borrowing Workplace, plan: Account.Plan = .pro, credits: Int64 = 3
    ) async throws {
        var sources = ConfigurationSources()
        sources.flags = ["listen": "127.0.0.1:0", "metrics": "127.0.0.1:0", "data": place.data]
        sources.environment = ["SEGUE_WORKERS": "1", "SEGUE_LOOKUP_SOURCES": ""]
        let descriptor = unsafe open("\(place.path)/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        service = try await Service.start(
            try sources.configuration(), log: Log(level: .info, descriptor: descriptor))
        let made = try await service.actions.createAccount(
            name: "Mira", plan: plan, credits: credits)
        key = made.secret.text
        let answer = await Self.send(
            #"{"jsonrpc":"2.0","id":0,"method":"initialize","#
                + #""params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{}}}"#,
            at: service.address, key: key)
        session = try #require(Exchange.values("Mcp-Session-Id", of: answer).first, "\(answer)")
    }

    static func send(
        _ body: String, at address: String, key: String, session: String = ""
    ) async -> String {
        var fields = [
            "Authorization: Bearer \(key)", "Content-Type: application/json",
            "Accept: application/json, text/event-stream", "Content-Length: \(body.utf8.count)",
            "MCP-Protocol-Version: 2025-11-25",
        ]
        if !session.isEmpty { fields.append("Mcp-Session-Id: \(session)") }
        return await Exchange.ask("POST /mcp", at: address, fields, body)
    }

    /// What a request comes to.
    func ask(_ method: String, _ params: String = "{}") async throws -> JSON {
        let answer = await Self.send(
            #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#,
            at: service.address, key: key, session: session)
        let end = try #require(answer.firstRange(of: "\r\n\r\n"), "\(answer)")
        try #require(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
        return try JSON(reading: Array(answer[end.upperBound...].utf8))
    }

    func call(_ tool: String, _ arguments: String) async throws -> JSON {
        let answer = try await ask(
            "tools/call", #"{"name":"\#(tool)","arguments":\#(arguments)}"#)
        return try #require(answer["result"], "\(answer.text)")
    }
}

extension JSON {
    fileprivate var words: String {
        guard case .array(let content)? = self["content"],
            case .string(let text)? = content.first?["text"]
        else { return "" }
        return text
    }
}

struct AssistantTests {
    private static let sleeper =
        #"{"clientId":"once","title":"Sleeper","artist":"Mira","slug":"sleeper","destinations":["#
        + #"{"platform":"spotify","url":"https://open.spotify.com/track/4PTG3Z6ehGkBFwjybzWkR8"}]}"#

    @Test func `an assistant makes links, looks after them and reads their numbers`() async throws {
        let place = Workplace()
        let stage = try await AssistantStage(place)
        guard case .array(let tools)? = try await stage.ask("tools/list")["result"]?["tools"] else {
            Issue.record("no tools")
            return
        }
        #expect(tools.count == 10)
        let made = try await stage.call("create_smart_link", Self.sleeper)
        let link = try #require(made["structuredContent"], "\(made.text)")
        #expect(link["shareUrl"] == .string("\(stage.service.address)/link/sleeper"))
        #expect(link["platformCount"] == 1)
        // Once more, in another order: nothing is made and nothing charged.
        let again = try await stage.call("create_smart_link", Self.sleeper)
        #expect(again["structuredContent"]?["shareId"] == "sleeper", "\(again.text)")
        let presave = try await stage.call(
            "create_presave",
            #"{"title":"Later","artist":"Mira","releaseAt":"2099-01-01T00:00:00Z"}"#)
        #expect(presave["structuredContent"]?["state"] == "presave", "\(presave.text)")
        let account = try await stage.call("get_account", "{}")
        #expect(account["structuredContent"]?["credits"] == 1)
        let listed = try await stage.call("list_links", #"{"search":"sleeper"}"#)
        #expect(listed["structuredContent"]?["nextCursor"] == .null)
        let changed = try await stage.call(
            "update_link", #"{"code":"sleeper","headline":"Out now"}"#)
        #expect(changed["structuredContent"]?["headline"] == "Out now", "\(changed.text)")
        let shown = try await stage.call("get_link", #"{"code":"sleeper"}"#)
        #expect(shown["structuredContent"]?["headline"] == "Out now")
        let way = try await stage.call(
            "explain_route", #"{"code":"sleeper","cookie":"spotify","country":"DE"}"#)
        #expect(way["structuredContent"]?["decision"] == "redirect", "\(way.text)")
        let numbers = try await stage.call("get_link_stats", #"{"code":"sleeper"}"#)
        #expect(numbers["structuredContent"]?["totals"]?["visits"] == 0, "\(numbers.text)")
        await stage.service.stop()
    }

    @Test func `an assistant is told what stands in its way`() async throws {
        let place = Workplace()
        let stage = try await AssistantStage(place, credits: 0)
        let code = try await stage.call("create_smart_link", #"{"isrc":"nonsense"}"#)
        #expect(code["isError"] == true)
        #expect(code.words.contains("argument: isrc"), "\(code.words)")
        let credits = try await stage.call("create_smart_link", Self.sleeper)
        #expect(credits["isError"] == true)
        #expect(credits.words.contains("code: credits_exhausted"), "\(credits.words)")
        let unknown = try await stage.call("get_link", #"{"code":"nowhere"}"#)
        #expect(unknown.words.contains("code: not_found"), "\(unknown.words)")
        await stage.service.stop()
    }

    @Test func `a wrong key is sent to where keys are explained`() async throws {
        let place = Workplace()
        let stage = try await AssistantStage(place)
        let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#
        let answer = await AssistantStage.send(
            list, at: stage.service.address, key: "segue_wrong", session: stage.session)
        #expect(answer.hasPrefix("HTTP/1.1 401 "))
        let metadata = "\(stage.service.address)/.well-known/oauth-protected-resource/mcp"
        #expect(answer.contains("resource_metadata=\"\(metadata)\""))
        let described = await Exchange.get(
            "/.well-known/oauth-protected-resource/mcp", at: stage.service.address)
        #expect(described.contains(#""resource":"\#(stage.service.address)/mcp""#))
        let stream = await Exchange.get("/mcp", at: stage.service.address)
        #expect(stream.hasPrefix("HTTP/1.1 405 "))
        await stage.service.stop()
    }
}
