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

    /// Why the API does not let this caller in; nil if it does.
    func refusal(by api: any ControlPlane) async -> Response? {
        let answer = await api.respond(to: request(.get, "/account", query: [("limit", "1")]))
        return answer.status == 200 ? nil : challenged(answer)
    }

    /// A refusal of the API's as this door hands it on.
    func challenged(_ refusal: Response) -> Response {
        var refusal = refusal
        if refusal.status == 401 {
            refusal.fields["WWW-Authenticate"] =
                ProtectedResource(baseURL: baseURL).challenge(for: request)
        }
        return refusal
    }
}
