import Glibc

/// What the start of a response says: enough to count it and find its end.
enum ResponseScan {
    case partial
    case complete(headBytes: Int, status: Int, bodyBytes: Int, closes: Bool)
    /// Not HTTP/1.x, or a body whose end cannot be told from `Content-Length`.
    case broken

    /// Reads a response head that starts at `base`.
    init(_ base: UnsafePointer<UInt8>, _ count: Int) {
        var line = 0
        var status = 0
        var body: Int?
        var closes = false
        while line < count, let stop = unsafe memchr(base + line, 10, count - line) {
            let next = unsafe UnsafeRawPointer(stop) - UnsafeRawPointer(base) + 1
            let width = next - line
            if line == 0 {
                guard unsafe width >= 14 && memcmp(base, "HTTP/1.", 7) == 0 else {
                    self = .broken
                    return
                }
                for place in 9..<12 { unsafe status = status * 10 + Int(base[place] &- 48) }
                if status == 204 || status == 304 || status < 200 { body = 0 }
                closes = unsafe base[7] == UInt8(ascii: "0")
            } else if width <= 2 {
                self = Self.ended(head: next, status, body, closes)
                return
            } else if unsafe base[line] | 32 == UInt8(ascii: "c") {
                if unsafe strncasecmp(text(base + line), "content-length:", 15) == 0 {
                    unsafe body = number(base + line + 15)
                } else if unsafe strncasecmp(text(base + line), "connection: close", 17) == 0 {
                    closes = true
                }
            }
            line = next
        }
        self = .partial
    }

    private static func ended(
        head: Int, _ status: Int, _ body: Int?, _ closes: Bool
    ) -> ResponseScan {
        guard let body else { return .broken }
        return .complete(headBytes: head, status: status, bodyBytes: body, closes: closes)
    }
}

private func text(_ place: UnsafePointer<UInt8>) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(place).assumingMemoryBound(to: CChar.self)
}

/// The decimal number at `place` after spaces; a line end stops it.
private func number(_ place: UnsafePointer<UInt8>) -> Int {
    var place = unsafe place
    while unsafe place.pointee == 32 { unsafe place += 1 }
    var number = 0
    while unsafe place.pointee >= 48 && place.pointee <= 57 && number < 1 << 40 {
        number = unsafe number * 10 + Int(place.pointee - 48)
        unsafe place += 1
    }
    return number
}
