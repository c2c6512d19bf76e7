// A page ready to be sent: all that does not change from one fan to the next, prepared once.
//
//   offset  bytes  what
//        0      4  bytes of the field lines
//        4      …  field lines, Content-Length among them, each with its CRLF
//        …      …  the body
internal import Bytes
internal import HTTP

enum Message {
    static func make(body: [UInt8], fields: [(name: String, value: String)]) -> [UInt8] {
        var lines = "Content-Length: \(body.count)\r\n"
        for field in fields { lines += "\(field.name): \(field.value)\r\n" }
        let count = UInt32(lines.utf8.count)
        let head = (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * UInt32($0))) }
        return head + Array(lines.utf8) + body
    }

    /// Appends the whole response; HEAD gets the same head and no body (RFC 9110 §9.3.2). `line` is a field line of
    /// this one reply's own, with its CRLF, or empty.
    @_noLocks
    static func append(
        _ status: Int, _ bytes: RawSpan, _ message: ByteSlice, line: RawSpan,
        _ date: borrowing DateText, _ tone: ReplyTone, _ method: Method, to reply: inout ByteSink
    ) {
        let lines = ByteSlice(
            offset: message.lowerBound &+ 4,
            count: Int(bytes.integer(message.lowerBound, bytes: 4)))
        ResponseHead.append(statusLine: status, to: &reply)
        reply.append("Date: ")
        reply.append(date)
        reply.append("\r\n")
        reply.append(bytes, lines)
        reply.append(line)
        reply.appendHeadEnd(tone)
        if case .head = method { return }
        reply.append(
            bytes,
            ByteSlice(
                offset: lines.upperBound, count: message.upperBound &- lines.upperBound))
    }
}
