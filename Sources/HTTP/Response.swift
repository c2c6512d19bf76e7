/// A response of the control plane. The server adds `Date`, `Content-Length` and `Connection`, and
/// leaves the body away for HEAD.
public struct Response: Sendable {
    public var status: Int
    public var fields: Fields
    public var body: Body

    public init(status: Int, fields: Fields = Fields(), body: Body = .none) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// What follows the head.
    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// A file on this machine, `range` in bytes from its start; sent by the kernel.
        case file(path: String, range: Range<Int>)
    }
}
