/// The request methods this server knows (RFC 9110 §9, RFC 5789); any other token is answered 501.
@frozen
public enum Method: UInt8, Sendable, CaseIterable {
    case get, head, post, put, patch, delete, options
    /// Known and taken nowhere, so that whoever tries is told what is (405, not 501).
    case trace, query

    /// Those that some place of this server takes.
    public static let taken: [Method] = allCases.filter { $0 != .trace && $0 != .query }

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
        case .query: "QUERY"
        }
    }
}
