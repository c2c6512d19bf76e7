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

/// A parsed request head: slices into the buffer it was read from, nothing copied (RFC 9112 §2, §3,
/// §5).
///
/// It holds 2 KiB of tables: a loop keeps one and parses every head with it.
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

    /// How many field lines the head has.
    public internal(set) var fieldCount = 0
    var names: SliceTable
    var values: SliceTable
    /// Bit n is set if field number n came; `known` has its value at n then.
    var present: UInt32 = 0
    var known: SliceTable
    var contentLength = -1
    var isChunked = false
    var mayKeepAlive = false

    public init() {
        names = SliceTable(capacity: HeadLimits.fieldsCapacity)
        values = SliceTable(capacity: HeadLimits.fieldsCapacity)
        known = SliceTable(capacity: Field.allCases.count)
    }

    /// The value of a field, white space around it trimmed; `.none` if it is absent.
    ///
    /// Of several lines the first counts; of `X-Forwarded-…` the last, which the nearest proxy
    /// wrote.
    @_noLocks
    public func value(of field: Field) -> ByteSlice {
        guard has(field) else { return .none }
        return known.slice(at: field.number)
    }

    /// Whether the field came, empty or not.
    @_noLocks
    public func has(_ field: Field) -> Bool {
        present & (1 << UInt32(truncatingIfNeeded: field.number)) != 0
    }

    /// The first value under `name`, which is written in lower case; `.none` if it is absent.
    @_noLocks
    public func value(named name: StaticString, in bytes: RawSpan) -> ByteSlice {
        var line = 0
        while line < fieldCount {
            if bytes.matches(names.slice(at: line), name) { return values.slice(at: line) }
            line &+= 1
        }
        return .none
    }

    /// The name on a line, counted from 0; `.none` past the last.
    @_noLocks
    public func fieldName(_ line: Int) -> ByteSlice {
        line < fieldCount ? names.slice(at: line) : .none
    }

    /// The trimmed value on a line, counted from 0; `.none` past the last.
    @_noLocks
    public func fieldValue(_ line: Int) -> ByteSlice {
        line < fieldCount ? values.slice(at: line) : .none
    }
}

/// Bounds of a request head; settings with these defaults.
public struct HeadLimits: Sendable {
    public var headBytesMax = 16_384
    /// At most `fieldsCapacity`; a larger setting counts as that.
    public var fieldsMax = 64
    public var targetBytesMax = 8_192

    /// Field lines a head's table can hold.
    public static var fieldsCapacity: Int { @inlinable @_noLocks get { 128 } }

    public init() {}
}
