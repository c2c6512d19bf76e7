internal import HTTP
internal import JSONText

/// What a client without a key is told (RFC 9728): there is no server here that would give one out, people get keys
/// from the operator or the dashboard.
struct ProtectedResource {
    var baseURL: String

    private static let root = "/.well-known/oauth-protected-resource"
    /// The resource's own, and the one for clients that only ask at the root.
    static let paths = [root + MCPDoor.path, root]

    /// `WWW-Authenticate` of a 401 (RFC 6750 §3, RFC 9728 §5.1).
    func challenge(for request: Request) -> String {
        let metadata = "resource_metadata=\"\(baseURL)\(Self.root)\(MCPDoor.path)\""
        let error = request.fields["Authorization"] == nil ? "" : ", error=\"invalid_token\""
        return "Bearer " + metadata + error
    }

    func response(to method: Method) -> Response {
        let allow = "GET, HEAD, OPTIONS"
        switch method {
        case .get, .head:
            let json: JSON = [
                "resource": .string(baseURL + MCPDoor.path),
                "resource_name": "Segue",
                "bearer_methods_supported": ["header"],
                "resource_documentation": .string(baseURL + "/api/docs"),
            ]
            return Response(
                status: 200,
                fields: [
                    "Content-Type": "application/json", "Cache-Control": "public, max-age=3600",
                    "Access-Control-Allow-Origin": "*",
                ], body: .bytes(json.bytes))
        case .options: return Response(status: 204, fields: ["Allow": allow])
        default: return Response(status: 405, fields: ["Allow": allow])
        }
    }
}
