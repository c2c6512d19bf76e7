internal import HTTP
internal import JSONText

/// An error of the protocol (JSON-RPC 2.0 §5.1), for the program at the other end; what an assistant can mend is
/// a tool's result instead.
struct RPCError: Error, Equatable {
    var code: Int64
    var message: String
    /// Null where the message's own could not be read.
    var id: JSON = .null
    /// Of the HTTP response, where the message was not taken at all.
    var status = 400
    /// Versions of the protocol, where that is what is wrong, and the one that was asked for.
    var supported: [String] = []
    var requested = ""

    static func parse(_ message: String) -> RPCError { RPCError(code: -32_700, message: message) }

    static func invalidRequest(_ message: String, _ id: JSON = .null) -> RPCError {
        RPCError(code: -32_600, message: message, id: id)
    }

    static func unknownMethod(_ method: String, _ id: JSON) -> RPCError {
        RPCError(code: -32_601, message: "There is no method \(quoted(method)) here.", id: id)
    }

    static func invalidParams(_ message: String, _ id: JSON) -> RPCError {
        RPCError(code: -32_602, message: quoted(message), id: id, status: 200)
    }

    /// With the code that later revisions of the protocol have for it: their clients then fall back to `initialize`.
    static func unknownVersion(_ text: String) -> RPCError {
        let versions = ProtocolVersion.allCases.map(\.rawValue)
        return RPCError(
            code: -32_022,
            message: "Protocol version \(quoted(text)) is not spoken here, only "
                + versions.joined(separator: ", ") + ".",
            supported: versions, requested: quoted(text))
    }

    static let refused = RPCError(code: -32_000, message: "The request was refused.")
    static let notJSON = RPCError(
        code: -32_000, message: "A message is sent as Content-Type: application/json.",
        status: 415)
    static let notAcceptable = RPCError(
        code: -32_000, message: "Answers are application/json; the field Accept excludes it.",
        status: 406)
    static let forbiddenOrigin = RPCError(
        code: -32_000, message: "Pages of other origins may not speak to this server.")
    static let methodNotAllowed = RPCError(
        code: -32_000, message: "Messages are sent by POST; this server offers no stream.")
    static let sessionMissing = RPCError(
        code: -32_000,
        message: "The field Mcp-Session-Id is missing: initialize answers with it.")
    static let sessionUnknown = RPCError(
        code: -32_001, message: "There is no such session, or it has ended: initialize again.",
        status: 404)

    /// The same about a message that could be read.
    func about(_ posted: Posted) -> RPCError {
        guard case .message(.request(let id, _, _)) = posted else { return self }
        var error = self
        error.id = id
        return error
    }

    func response(status: Int) -> Response {
        var error: [JSON.Member] = [
            .init("code", .integer(code)), .init("message", .string(message)),
        ]
        if !supported.isEmpty {
            let list = JSON.array(supported.map { .string($0) })
            error.append(.init("data", ["supported": list, "requested": .string(requested)]))
        }
        return Message.response(
            status: status, ["jsonrpc": "2.0", "id": id, "error": .object(error)])
    }

    /// No more of a stranger's text than shows what is meant.
    private static func quoted(_ text: String) -> String {
        let bytesMax = Limits.quotedBytesMax * 3
        return text.utf8.count <= bytesMax
            ? text : String(decoding: text.utf8.prefix(bytesMax), as: UTF8.self) + "…"
    }
}
