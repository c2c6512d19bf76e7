import HTTP
import JSONText
import Testing

@testable import MCP

struct MCPDoorTests {
    private static func request(_ method: String, _ params: String = "{}") -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"),
        ("2024-11-05", "2024-11-05"), ("1999-01-01", "2025-11-25"),
    ])
    func `an introduction agrees on a version both speak`(asked: String, agreed: String)
        async throws
    {
        let desk = Desk()
        let params = #"{"protocolVersion":"\#(asked)","capabilities":{},"clientInfo":{}}"#
        let answered = await desk.send(Self.request("initialize", params))
        #expect(answered.status == 200)
        let result = try #require(answered.json["result"])
        #expect(result["protocolVersion"]?.string == agreed)
        #expect(result["capabilities"]?.names == ["tools"])
        #expect(result["serverInfo"]?["version"]?.string == "1.2.3")
        #expect(result["instructions"]?.string?.contains("create_smart_link") == true)
        #expect(answered.fields["Mcp-Session-Id"]?.utf8.count == 48)
    }

    @Test func `a session begins, is used and ends`() async throws {
        let desk = Desk()
        let session = try await desk.begin()
        let fields: KeyValuePairs = [
            "Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-11-25",
        ]
        let noted = await desk.send(
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, fields: fields)
        #expect(noted.status == 202)
        #expect(!noted.hasBody)
        let pong = await desk.send(Self.request("ping"), fields: fields)
        #expect(pong.json["result"] == [:])
        #expect(pong.json["id"] == 1)
        let ended = await desk.send("", .delete, fields: fields)
        #expect(ended.status == 204)
        #expect(await desk.send(Self.request("ping"), fields: fields).status == 404)
        #expect(await desk.send("", .delete, fields: fields).status == 404)
    }

    @Test func `without a session there is nothing, nor with somebody else's`() async throws {
        let desk = Desk()
        #expect(await desk.send(Self.request("tools/list")).status == 400)
        #expect(await desk.send("", .delete).status == 400)
        let strange = await desk.send(
            Self.request("tools/list"), fields: ["Mcp-Session-Id": "abc"])
        #expect(strange.status == 404)
        let session = try await desk.begin()
        let wrongKey = await desk.send(
            Self.request("tools/list"), key: "segue_other", fields: ["Mcp-Session-Id": session])
        #expect(wrongKey.status == 401)
    }

    @Test func `a session nobody uses for a day ends`() async throws {
        let desk = Desk()
        let session = try await desk.begin()
        desk.clock.wait(ms: Limits.sessionIdleMsMax - 1)
        let fields: KeyValuePairs = ["Mcp-Session-Id": session]
        #expect(await desk.send(Self.request("ping"), fields: fields).status == 200)
        desk.clock.wait(ms: Limits.sessionIdleMsMax)
        #expect(await desk.send(Self.request("ping"), fields: fields).status == 404)
    }

    @Test(arguments: [nil, "segue_wrong"])
    func `who has no good key is told where to read about keys`(key: String?) async throws {
        let desk = Desk()
        let answered = await desk.send(
            Self.request("initialize", #"{"protocolVersion":"2025-11-25"}"#), key: key)
        #expect(answered.status == 401)
        let challenge = try #require(answered.fields["WWW-Authenticate"])
        let url = "https://segue.example/.well-known/oauth-protected-resource/mcp"
        #expect(challenge.hasPrefix("Bearer resource_metadata=\"\(url)\""))
        #expect(challenge.contains("invalid_token") == (key != nil))
        // What is wrong with a message is nobody's business without a key either.
        #expect(await desk.send("nonsense", key: key).status == 401)
        #expect(await desk.send(Self.request("ping"), key: key).status == 401)
    }

    @Test(arguments: [
        "/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource",
    ])
    func `the resource describes itself to anybody`(path: String) async throws {
        let desk = Desk()
        #expect(desk.door.handles(path))
        let answered = await desk.send("", .get, key: nil, path: path)
        #expect(answered.status == 200)
        #expect(answered.json["resource"]?.string == "https://segue.example/mcp")
        #expect(answered.json["bearer_methods_supported"] == ["header"])
        #expect(await desk.send("", .post, path: path).status == 405)
    }

    @Test(arguments: [
        ("https://evil.example", 403), ("null", 403), ("http://segue.example", 403),
        ("https://segue.example", 200), ("https://segue.example:444", 403),
    ])
    func `pages of other origins do not get in`(origin: String, status: Int) async throws {
        let desk = Desk()
        let answered = await desk.send(
            Self.request("initialize", #"{"protocolVersion":"2025-11-25"}"#),
            fields: ["Origin": origin])
        #expect(answered.status == status)
    }

    @Test(arguments: [HTTP.Method.get, .head, .put, .patch])
    func `there is no stream to listen to`(method: HTTP.Method) async throws {
        let answered = await Desk().send("", method)
        #expect(answered.status == 405)
        #expect(answered.fields["Allow"] == "POST, DELETE, OPTIONS")
    }

    @Test func `types and versions that are not spoken are refused`() async throws {
        let desk = Desk()
        let session = try await desk.begin()
        let ping = Self.request("ping")
        let version = await desk.send(
            ping, fields: ["Mcp-Session-Id": session, "MCP-Protocol-Version": "2031-01-01"])
        #expect(version.status == 400)
        #expect(version.json["error"]?["data"]?["supported"]?.items.count == 4)
        let type = await desk.send(
            ping, fields: ["Mcp-Session-Id": session, "Content-Type": "text/plain"])
        #expect(type.status == 415)
        let accept = await desk.send(
            ping, fields: ["Mcp-Session-Id": session, "Accept": "text/html"])
        #expect(accept.status == 406)
        let any = await desk.send(ping, fields: ["Mcp-Session-Id": session, "Accept": "*/*"])
        #expect(any.status == 200)
    }

    @Test(arguments: [
        ("", -32_700, 400), ("{", -32_700, 400), ("\u{0}", -32_700, 400),
        ("[]", -32_600, 400), (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32_600, 400),
        ("7", -32_600, 400), ("null", -32_600, 400), ("{}", -32_600, 400),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32_600, 400),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32_600, 400),
        (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32_600, 400),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32_600, 400),
        (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32_600, 400),
        (#"{"jsonrpc":"2.0","id":1}"#, -32_600, 400),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32_602, 200),
        (#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32_601, 200),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}"#, -32_602, 200),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, -32_602, 200),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}"#, -32_602, 200),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}"#, -32_602, 200),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","#
                + #""params":{"name":"get_account","arguments":[]}}"#, -32_602, 200
        ),
    ])
    func `what is no message gets the error the protocol has for it`(
        body: String, code: Int64, status: Int
    ) async throws {
        let desk = Desk()
        let session = try await desk.begin()
        let answered = await desk.send(body, fields: ["Mcp-Session-Id": session])
        #expect(answered.status == status)
        #expect(answered.code == code)
        #expect(answered.json["jsonrpc"] == "2.0")
    }

    @Test func `a message may be deep without end and is only refused`() async throws {
        let desk = Desk()
        let session = try await desk.begin()
        let answered = await desk.send(
            String(repeating: "[", count: 500_000), fields: ["Mcp-Session-Id": session])
        #expect(answered.code == -32_700)
    }

    @Test func `ids come back as they were`() async throws {
        let desk = Desk()
        let session = try await desk.begin()
        for id in ["7", #""seven""#, "-1", #""""#] {
            let answered = await desk.send(
                #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#,
                fields: ["Mcp-Session-Id": session])
            #expect(answered.json["id"]?.text == id)
        }
    }
}
