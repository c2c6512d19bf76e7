// The door over an API that answers as a test says and remembers what it was asked.
import Bytes
import HTTP
import JSONText
import Smartlink
import Synchronization
import Testing

@testable import MCP

/// Knows one key; answers every path with what a test put there.
final class ScriptedAPI: ControlPlane {
    static let key = "segue_good"
    private let answers: [String: Response]
    let asked = Mutex<[Request]>([])

    init(_ answers: [String: Response]) { self.answers = answers }

    func bodyBytesMax(for method: HTTP.Method, path: String) -> Int { 1_000_000 }

    func respond(to request: Request) async -> Response {
        asked.withLock { $0.append(request) }
        guard request.fields["Authorization"] == "Bearer \(Self.key)" else {
            return problem(401, "unauthorized", "A key is needed.")
        }
        return answers["\(request.method.token) \(request.path)"]
            ?? (request.path == "/api/v1/account"
                ? answer("{}") : problem(404, "not_found", "There is no link with this code."))
    }
}

func answer(_ text: String, status: Int = 200) -> Response {
    Response(
        status: status, fields: ["Content-Type": "application/json"],
        body: .bytes(Array(text.utf8)))
}

func problem(
    _ status: Int, _ code: String, _ detail: String, field: String? = nil,
    retryAfter: String? = nil
) -> Response {
    var members: [JSON.Member] = [
        .init("detail", .string(detail)), .init("code", .string(code)),
    ]
    if let field { members.append(.init("field", .string(field))) }
    var fields: Fields = ["Content-Type": "application/problem+json"]
    if let retryAfter { fields["Retry-After"] = retryAfter }
    return Response(status: status, fields: fields, body: .bytes(JSON.object(members).bytes))
}

final class Desk: Sendable {
    let api: ScriptedAPI
    let door: MCPDoor

    /// Answers by method and path, like `GET /api/v1/links`.
    init(_ answers: [String: Response] = [:]) {
        api = ScriptedAPI(answers)
        let clock = Clock()
        self.clock = clock
        door = MCPDoor(
            api: api,
            surroundings: MCPDoor.Surroundings(
                now: { clock.now }, random: { clock.random($0) }, sha256: { $0 }),
            version: "1.2.3"
        ) { "https://segue.example" }
    }

    let clock: Clock

    final class Clock: Sendable {
        private let state = Mutex<(ms: Int64, drawn: UInt8)>((1_772_638_200_000, 0))

        var now: Instant { Instant(ms: state.withLock { $0.ms }) }
        func wait(ms: Int64) { state.withLock { $0.ms += ms } }
        func random(_ count: Int) -> [UInt8] {
            let drawn = state.withLock { state in
                state.drawn &+= 1
                return state.drawn
            }
            return [UInt8](repeating: drawn, count: count)
        }
    }

    /// One request to /mcp; a field that is nil is left away.
    func send(
        _ body: String, _ method: HTTP.Method = .post, key: String? = ScriptedAPI.key,
        fields: KeyValuePairs<String, String> = [:], path: String = "/mcp"
    ) async -> Answered {
        var head: Fields = [
            "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
        ]
        if let key { head["Authorization"] = "Bearer \(key)" }
        for (name, value) in fields { head[name] = value }
        return Answered(
            await door.respond(
                to: Request(
                    method: method, path: path, fields: head, body: Array(body.utf8),
                    arrival: Arrival(
                        peer: PeerAddress(v4: 0x7F00_0001), isSecure: true, nowMs: 0,
                        closes: false))))
    }

    /// Introduces itself and answers the session's name.
    func begin(_ version: String = "2025-11-25") async throws -> String {
        let body = #"{"protocolVersion":"\#(version)","capabilities":{},"clientInfo":{}}"#
        let answered = await send(
            #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":\#(body)}"#)
        return try #require(answered.fields["Mcp-Session-Id"])
    }

    /// Calls a tool in a session of its own; its result.
    func call(_ tool: String, _ arguments: String) async throws -> JSON {
        let session = try await begin()
        let params = #"{"name":"\#(tool)","arguments":\#(arguments)}"#
        let answered = await send(
            #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":\#(params)}"#,
            fields: ["Mcp-Session-Id": session])
        return answered.json["result"] ?? answered.json
    }

    var askedCount: Int { api.asked.withLock { $0.count } }
    /// What the API was asked last.
    var lastAsked: Request? { api.asked.withLock { $0.last } }
}

struct Answered {
    let status: Int
    let fields: Fields
    let json: JSON
    let hasBody: Bool

    init(_ response: Response) {
        status = response.status
        fields = response.fields
        if case .bytes(let bytes) = response.body {
            json = (try? JSON(reading: bytes)) ?? .null
            hasBody = true
        } else {
            json = .null
            hasBody = false
        }
    }

    /// Of a JSON-RPC error.
    var code: Int64? { if case .integer(let code)? = json["error"]?["code"] { code } else { nil } }
}

extension JSON {
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var items: [JSON] { if case .array(let items) = self { items } else { [] } }
    var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
    /// The text of a tool's result.
    var resultText: String { self["content"]?.items.first?["text"]?.string ?? "" }
}
