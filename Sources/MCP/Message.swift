// JSON-RPC 2.0 as the protocol uses it: one message a request; Batch.swift has the one revision with more.
internal import HTTP
internal import JSONText

/// One message of a client's.
enum Message: Equatable {
    case request(id: JSON, method: String, params: JSON)
    case notification(method: String)
    /// To something this server never asked.
    case response

    init(_ json: JSON) throws(RPCError) {
        guard case .object = json else {
            throw .invalidRequest("A message must be an object, not \(json.kindName).")
        }
        let id = try Self.id(of: json)
        guard json["jsonrpc"] == "2.0" else {
            throw .invalidRequest(#"A message must say "jsonrpc": "2.0"."#, id ?? .null)
        }
        guard let name = json["method"] else {
            guard id != nil, json["result"] != nil || json["error"] != nil else {
                throw .invalidRequest("A message needs a method.", id ?? .null)
            }
            self = .response
            return
        }
        guard case .string(let method) = name else {
            throw .invalidRequest("method must be a string, not \(name.kindName).", id ?? .null)
        }
        guard let id else {
            self = .notification(method: method)
            return
        }
        let params = json["params"] ?? [:]
        guard case .object = params else {
            throw .invalidParams("params must be an object, not \(params.kindName).", id)
        }
        self = .request(id: id, method: method, params: params)
    }

    /// Nil where there is none: null is no id here.
    private static func id(of json: JSON) throws(RPCError) -> JSON? {
        switch json["id"] {
        case nil: return nil
        case .string(let text)? where text.utf8.count <= Limits.quotedBytesMax:
            return .string(text)
        case .integer(let number)?: return .integer(number)
        default:
            throw .invalidRequest(
                "id must be an integer or a string of at most \(Limits.quotedBytesMax) bytes.")
        }
    }

    static func result(_ result: JSON, to id: JSON) -> Response {
        response(status: 200, ["jsonrpc": "2.0", "id": id, "result": result])
    }

    /// A tool's result: the API's own bytes, as they are and as text for clients that know no other.
    static func result(structured body: [UInt8], to id: JSON) -> Response {
        let text = JSON.string(String(decoding: body, as: UTF8.self)).bytes
        var bytes = Array(#"{"jsonrpc":"2.0","id":"#.utf8)
        bytes.reserveCapacity(body.count + text.count + Limits.quotedBytesMax * 2)
        bytes += id.bytes
        bytes += #","result":{"content":[{"type":"text","text":"#.utf8
        bytes += text
        bytes += #"}],"structuredContent":"#.utf8
        bytes += body
        bytes += #","isError":false}}"#.utf8
        return response(status: 200, bytes)
    }

    /// A tool's failure, which the assistant is to read and act upon.
    static func result(failure text: String, to id: JSON) -> Response {
        result(
            ["content": [["type": "text", "text": .string(text)]], "isError": true], to: id)
    }

    static func response(status: Int, _ json: JSON) -> Response {
        response(status: status, json.bytes)
    }

    static func response(status: Int, _ bytes: [UInt8]) -> Response {
        Response(
            status: status,
            fields: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: .bytes(bytes))
    }
}
