/// The request methods this server knows (RFC 9110 §9, RFC 5789); any other token is answered 501.
@frozen
public enum Method: UInt8, Sendable, CaseIterable {
    case get, head, post, put, patch, delete, options
    /// Known and taken nowhere: it would hand a page's script the fields it must not see.
    case trace

    /// The method's token as it stands in a request line.
    public var token: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        }
    }
}
