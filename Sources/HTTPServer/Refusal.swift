import Bytes
import HTTP

/// The server's own answers: short, plain, and the last on their connection.
enum Refusal {
    static let bytesMax = 512

    /// Appends the whole response.
    static func append(_ status: Int, date: borrowing DateText, to sink: inout ByteSink) {
        let phrase = StatusPhrase.of(status)
        ResponseHead.append(statusLine: status, to: &sink)
        sink.append("Date: ")
        sink.append(date)
        sink.append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
        sink.append(decimal: phrase.utf8CodeUnitCount + 1)
        if status == 503 { sink.append("\r\nRetry-After: 1") }
        sink.append("\r\nConnection: close\r\n\r\n")
        sink.append(phrase)
        sink.append("\n")
    }

    static func bytes(_ status: Int, date: DateText) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { memory, count in
            var sink = unsafe ByteSink(over: UnsafeMutableRawBufferPointer(memory))
            append(status, date: date, to: &sink)
            count = sink.count
        }
    }
}
