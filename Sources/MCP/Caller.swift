internal import HTTP
internal import JSONText

/// Whoever sent a message; the API hears of them what it would hear if they had asked it themselves.
struct Caller {
    var request: Request
    var baseURL: String

    private static let apiPrefix = "/api/v1"

    /// A request to the API, with this caller's key.
    func request(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [],
        body: JSON? = nil, once: String? = nil
    ) -> Request {
        var fields = Fields()
        fields["Authorization"] = request.fields["Authorization"]
        if body != nil { fields["Content-Type"] = "application/json" }
        if let once { fields["Idempotency-Key"] = once }
        return Request(
            method: method, path: Self.apiPrefix + path, query: query, fields: fields,
            body: body?.bytes ?? [], authority: request.authority, arrival: request.arrival)
    }

    /// Why the API does not let this caller in, in its own words; nil if it does.
    func refusal(by api: any ControlPlane) async -> Response? {
        let answer = await api.respond(to: request(.get, "/account", query: [("limit", "1")]))
        return answer.status == 200 ? nil : answer
    }

    /// A refusal of the API's as this door hands it on: its words where clients of the protocol look for them.
    func challenged(_ refusal: Response) -> Response {
        var error = RPCError.refused
        if case .bytes(let bytes) = refusal.body, let problem = try? JSON(reading: bytes),
            case .string(let detail)? = problem["detail"]
        {
            error.message = detail
        }
        var answer = error.response(status: refusal.status)
        answer.fields["Retry-After"] = refusal.fields["Retry-After"]
        if refusal.status == 401 {
            answer.fields["WWW-Authenticate"] =
                ProtectedResource(baseURL: baseURL).challenge(for: request)
        }
        return answer
    }
}
