// Content-Length, Transfer-Encoding and Connection of a request (RFC 9110 §7.6.1, §8.6, RFC 9112
// §6).
import Bytes

extension RequestHead {
    /// Digits, or a list of the same digits (RFC 9112 §6.3, 5); a status if it is anything else.
    @_noLocks
    mutating func readContentLength(_ bytes: RawSpan, _ value: ByteSlice) -> Int {
        var list = FieldList(value)
        var count = 0
        while list.next(bytes) {
            count &+= 1
            let digits = list.member
            guard !digits.isEmpty else { return 400 }
            var length = 0
            var place = digits.lowerBound
            while place < digits.upperBound {
                let octet = bytes.byte(place)
                guard isDigit(octet) else { return 400 }
                // Larger than any body: kept at the bound, which no limit admits.
                if length < Int.max / 16 { length = length &* 10 &+ Int(octet &- 0x30) }
                place &+= 1
            }
            guard contentLength < 0 || contentLength == length else { return 400 }
            contentLength = length
        }
        return count == 0 ? 400 : 0
    }

    /// Exactly `chunked`; 501 for codings before it, 400 where its end could not be found.
    @_noLocks
    mutating func readTransferEncoding(_ bytes: RawSpan, _ value: ByteSlice) -> Int {
        if bytes.matches(value, "chunked") {
            isChunked = true
            return 0
        }
        var list = FieldList(value)
        var chunkedCount = 0
        while list.next(bytes) {
            if bytes.matches(list.member, "chunked") { chunkedCount &+= 1 }
        }
        guard chunkedCount == 1, bytes.matches(list.member, "chunked") else { return 400 }
        return 501
    }

    @_noLocks
    mutating func readConnection(_ bytes: RawSpan, _ value: ByteSlice) {
        var list = FieldList(value)
        while list.next(bytes) {
            if bytes.matches(list.member, "close") { keepsAlive = false }
            if bytes.matches(list.member, "keep-alive") { mayKeepAlive = true }
        }
    }
}
