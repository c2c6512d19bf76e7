import HTTP

extension Response {
    static func json(_ status: Int, _ value: JSON, type: String = "application/json") -> Response {
        bytes(status, value.bytes, type: type)
    }

    static func text(_ status: Int, _ text: String) -> Response {
        bytes(status, Array(text.utf8), type: "text/plain; charset=utf-8")
    }

    static func bytes(_ status: Int, _ bytes: [UInt8], type: String) -> Response {
        Response(
            status: status, fields: ["Content-Type": type, "Cache-Control": "no-store"],
            body: .bytes(bytes))
    }

    static func empty(_ status: Int) -> Response {
        Response(status: status, fields: ["Cache-Control": "no-store"])
    }

    static func redirect(_ location: String) -> Response {
        Response(status: 302, fields: ["Location": location, "Cache-Control": "no-store"])
    }

    func adding(_ name: String, _ value: String) -> Response {
        var changed = self
        changed.fields.append(name, value)
        return changed
    }
}
