/// A request to somebody else's server.
public struct OutboundRequest: Sendable {
    public var method: Method
    /// Absolute, `http` or `https`, no user information.
    public var url: String
    public var fields: [(name: String, value: String)] = []
    public var body: [UInt8] = []
    /// Which addresses the name may stand for.
    public var policy: AddressPolicy
    /// From the call to the last byte, redirects apart: each has it anew.
    public var totalMs = Limits.totalMs
    public var responseBytesMax = Limits.responseBytes
    /// Where a GET may be redirected to, three times at most; by another method a redirect is the answer.
    public var redirects = Redirects.answered
    public var connection: Connection = .kept

    public init(_ method: Method, _ url: String, to policy: AddressPolicy) {
        self.method = method
        self.url = url
        self.policy = policy
    }

    public enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public enum Redirects: Equatable, Sendable {
        /// Not followed: a redirect is the answer.
        case answered
        case within(Set<String>)
        /// To any host whose address the policy allows.
        case anywhere
    }

    public enum Connection: Sendable {
        /// One that stands already, if there is one. Where it turns out to be dead the request goes out once more.
        case kept
        /// One of its own: the request goes out once, whatever happens.
        case fresh
    }
}

/// What came back.
public struct OutboundResponse: Sendable {
    public let status: Int
    /// In order; names in lower case.
    public let fields: [(name: String, value: String)]
    public let body: [UInt8]

    /// A field's first value; `name` in lower case.
    public func field(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }
}

/// Why nothing came back, or nothing that may be used.
public struct OutboundFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The request itself: URL, fields or sizes.
        case malformed
        case unresolved
        case unconnected
        /// The name stands for an address the policy refuses.
        case addressRefused
        /// No trustworthy TLS.
        case untrusted
        case timedOut
        case tooLarge
        /// The connection broke or spoke no HTTP.
        case broken
        /// To a host that is not allowed, or too many.
        case redirectRefused
        case cancelled
        /// Too many transfers are waiting.
        case overloaded
        /// The program is stopping.
        case closed
    }

    public let kind: Kind
    /// The host asked; never more of the URL, which may hold secrets.
    public let host: String

    public init(_ kind: Kind, host: String = "") {
        self.kind = kind
        self.host = host
    }

    public var description: String {
        let host = host.isEmpty ? "the request" : host
        return switch kind {
        case .malformed: "\(host): this cannot be sent"
        case .unresolved: "\(host): no such name, or no answer about it"
        case .unconnected: "\(host): no connection"
        case .addressRefused: "\(host): its address is not a public one"
        case .untrusted: "\(host): its certificate cannot be trusted"
        case .timedOut: "\(host): no answer in time"
        case .tooLarge: "\(host): the answer is too large"
        case .broken: "\(host): the connection broke"
        case .redirectRefused: "\(host): redirects to where it may not"
        case .cancelled: "\(host): cancelled"
        case .overloaded: "\(host): too many requests are waiting"
        case .closed: "\(host): the program is stopping"
        }
    }
}
