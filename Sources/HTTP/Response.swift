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
        /// Made bit by bit, of a length that nobody knows beforehand.
        case stream(any BodyStream)
    }
}

/// A body that is made while it is sent: one part is asked for when the last has gone.
public protocol BodyStream: Sendable {
    /// The next part; asked for by one task at a time, and no more once it has ended or was given up.
    func next() async -> BodyPart
}

/// What a stream comes to next.
public enum BodyPart: Equatable, Sendable {
    case bytes([UInt8])
    case end
    /// The rest cannot be made: the connection is cut, so that nobody takes a part for the whole.
    case broken
}
