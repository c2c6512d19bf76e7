public import Bytes

/// How the end of a request's body is found (RFC 9112 §6.3).
@frozen
public enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int)
    case chunked
}

/// What parsing a request head came to.
@frozen
public enum ParseOutcome: Equatable, Sendable {
    /// The head is whole; it took this many bytes, the body starts behind it.
    case complete(headBytes: Int)
    /// Well-formed so far, more bytes are needed.
    case partial
    /// Answer this status and close.
    case refused(status: Int)
}

/// A parsed request head: slices into the buffer it was read from, nothing copied (RFC 9112 §2, §3, §5).
public struct RequestHead: ~Copyable {
    /// The method; meaningless unless parsing completed.
    public internal(set) var method: Method = .get
    /// The target's path as sent, percent-encoding kept; `*` for `OPTIONS *`.
    public internal(set) var path: ByteSlice = .none
    /// What follows `?`, without it.
    public internal(set) var query: ByteSlice = .none
    /// Host and port asked for: from an absolute-form target, else from `Host` (RFC 9112 §3.2.2).
    public internal(set) var authority: ByteSlice = .none
    /// 0 for HTTP/1.0, 1 for HTTP/1.1.
    public internal(set) var minorVersion: UInt8 = 1
    /// Whether the connection may stay open after this request (RFC 9112 §9.3).
    public internal(set) var keepsAlive = true
    /// Whether the client waits for `100 Continue` (RFC 9110 §10.1.1).
    public internal(set) var expectsContinue = false
    public internal(set) var framing: BodyFraming = .none

    public init() {}

    /// Parses a head that starts at the first byte of `bytes`.
    public mutating func parse(_ bytes: RawSpan, limits: HeadLimits) -> ParseOutcome { .partial }

    /// The value of a field, white space around it trimmed; `.none` if it is absent.
    public func value(of field: Field) -> ByteSlice { .none }
}

/// Bounds of a request head; settings with these defaults.
public struct HeadLimits: Sendable {
    public var headBytesMax = 16_384
    public var fieldsMax = 64
    public var targetBytesMax = 8_192

    public init() {}
}
