// The head of a control-plane response (RFC 9112 §4, §5). Whatever a value holds, it cannot end its
// line.
public import Bytes

/// What a response says about its connection (RFC 9112 §9.3).
public enum ConnectionOption: Sendable {
    /// Nothing: HTTP/1.1 stays open of itself.
    case implied
    /// `keep-alive`, for HTTP/1.0 clients that asked for it.
    case keepAlive
    case close
}

/// How a recipient knows where a body ends (RFC 9112 §6.3).
public enum ResponseFraming: Equatable, Sendable {
    /// The length of the body as GET would send it, in bytes.
    case length(Int)
    /// In chunks, of which an empty one is the last.
    case chunked
    /// Where the connection ends: all that is left for an unknown length to HTTP/1.0.
    case untilClose
}

/// Writes heads of responses.
public enum ResponseHead {
    /// Appends status line, `Date`, `Connection`, the framing and `fields`, and the empty line.
    ///
    /// Statuses that have no body name no framing (RFC 9110 §8.6, RFC 9112 §6.1). Framing fields
    /// among `fields` are dropped: the server frames.
    public static func append(
        status: Int, fields: Fields, framing: ResponseFraming, date: borrowing DateText,
        connection: ConnectionOption, to sink: inout ByteSink
    ) {
        append(statusLine: status, to: &sink)
        sink.append("Date: ")
        sink.append(date)
        sink.append("\r\n")
        switch connection {
        case .implied: break
        case .keepAlive: sink.append("Connection: keep-alive\r\n")
        case .close: sink.append("Connection: close\r\n")
        }
        if status >= 200, status != 204, status != 304 { append(framing, to: &sink) }
        for field in fields.all where !isFraming(field.name) {
            append(field.name, field.value, to: &sink)
        }
        sink.append("\r\n")
    }

    private static func append(_ framing: ResponseFraming, to sink: inout ByteSink) {
        switch framing {
        case .length(let bodyBytes):
            sink.append("Content-Length: ")
            sink.append(decimal: bodyBytes)
            sink.append("\r\n")
        case .chunked: sink.append("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        }
    }

    /// `HTTP/1.1 404 Not Found` and the line's end.
    @_noLocks
    public static func append(statusLine status: Int, to sink: inout ByteSink) {
        sink.append("HTTP/1.1 ")
        sink.append(decimal: status)
        sink.append(UInt8(ascii: " "))
        sink.append(StatusPhrase.of(status))
        sink.append("\r\n")
    }

    /// Appends one field line. A name that is no token leaves the line away; control characters in
    /// the value become spaces, so no value can begin a line or a response of its own.
    public static func append(_ name: String, _ value: String, to sink: inout ByteSink) {
        guard !name.isEmpty, name.utf8.allSatisfy(isToken) else { return }
        for octet in name.utf8 { sink.append(octet) }
        sink.append(": ")
        for octet in value.utf8 {
            let isControl = octet < 0x20 && octet != 0x09 || octet == 0x7F
            sink.append(isControl ? 0x20 : octet)
        }
        sink.append("\r\n")
    }

    /// Bytes that are enough for the head `append` writes.
    public static func bytesMax(_ fields: Fields) -> Int {
        // Status line, Date, Connection, framing and the empty line take less than this.
        let ownBytesMax = 256
        // Colon, space and line end.
        let lineBytes = 4
        return fields.all.reduce(ownBytesMax) {
            $0 + $1.name.utf8.count + $1.value.utf8.count + lineBytes
        }
    }

    private static func isFraming(_ name: String) -> Bool {
        Array(name.utf8).withRawSpan { bytes in
            let slice = ByteSlice(offset: 0, count: bytes.byteCount)
            return bytes.matches(slice, "content-length")
                || bytes.matches(slice, "transfer-encoding")
                || bytes.matches(slice, "connection") || bytes.matches(slice, "date")
        }
    }
}
