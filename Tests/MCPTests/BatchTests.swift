import HTTP
import JSONText
import Testing

@testable import MCP

struct BatchTests {
    private static func ping(_ id: Int) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#
    }

    private static let note = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#

    private func send(_ messages: [String], speaking version: String = "2025-03-26") async throws
        -> Answered
    {
        let desk = Desk()
        let session = try await desk.begin(version)
        return await desk.send(
            "[\(messages.joined(separator: ","))]", fields: ["Mcp-Session-Id": session])
    }

    @Test func `each request of a batch is answered, in order, and nothing else`() async throws {
        let answered = try await send([
            Self.ping(1), Self.note, #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#, "7",
            #"{"jsonrpc":"2.0","id":3,"method":"resources/list"}"#, Self.ping(4),
        ])
        #expect(answered.status == 200)
        let answers = answered.json.items
        #expect(answers.map { $0["id"] } == [1, 2, .null, 3, 4])
        #expect(answers.first?["result"] == [:])
        #expect(answers.dropFirst().first?["result"]?["tools"]?.items.isEmpty == false)
        #expect(answers.map { $0["error"]?["code"] } == [nil, nil, -32_600, -32_601, nil])
    }

    @Test func `a batch that asks nothing is taken and not answered`() async throws {
        let answered = try await send([Self.note, Self.note])
        #expect(answered.status == 202)
        #expect(!answered.hasBody)
    }

    @Test(arguments: ["2025-11-25", "2025-06-18", "2024-11-05"])
    func `a session that speaks another version is told so`(version: String) async throws {
        let answered = try await send([Self.ping(1)], speaking: version)
        #expect(answered.status == 400)
        #expect(answered.code == -32_600)
        let message = answered.json["error"]?["message"]?.string ?? ""
        #expect(message.contains("2025-03-26") && message.contains(version), "\(message)")
    }

    @Test(arguments: [
        (0, 400), (1, 200), (Limits.batchMessagesMax, 200), (Limits.batchMessagesMax + 1, 400),
    ])
    func `a batch has at least one message and a limit`(count: Int, status: Int) async throws {
        let answered = try await send((0..<count).map(Self.ping))
        #expect(answered.status == status)
        #expect(answered.json.items.count == (status == 200 ? count : 0))
    }

    @Test func `an introduction comes alone`() async throws {
        let answered = try await send([
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}"#
        ])
        #expect(answered.json.items.first?["error"]?["code"] == -32_600)
        #expect(answered.fields["Mcp-Session-Id"] == nil)
    }

    @Test func `a batch needs a session, and whose key is gone hears it once`() async throws {
        let desk = Desk()
        #expect(await desk.send("[\(Self.ping(1))]").status == 400)
        let session = try await desk.begin("2025-03-26")
        let call =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_account"}}"#
        let other = await desk.send(
            "[\(call),\(call)]", key: "segue_other", fields: ["Mcp-Session-Id": session])
        #expect(other.status == 401)
        #expect(other.fields["WWW-Authenticate"] != nil)
    }
}
