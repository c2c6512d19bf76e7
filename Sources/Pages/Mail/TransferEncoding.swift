/// How a body of UTF-8 travels in lines of ASCII (RFC 2045 §6).
enum TransferEncoding: String {
    case quotedPrintable = "quoted-printable"
    case base64

    private static let lineCharactersMax = 76

    /// The one that is shorter, quoted-printable for text a person can nearly read as it is.
    init(for body: [UInt8]) {
        let foreign = body.count { $0 >= 0x7F || $0 == UInt8(ascii: "=") }
        self = foreign * 6 > body.count ? .base64 : .quotedPrintable
    }

    /// Lines ending in CRLF, the last one too.
    func encode(_ body: [UInt8]) -> [UInt8] {
        switch self {
        case .quotedPrintable: Self.quoted(body)
        case .base64: Self.wrapped(body)
        }
    }

    /// RFC 2045 §6.7. Line ends are lines' ends, whichever kind they were.
    private static func quoted(_ body: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(body.count + body.count / 8)
        for line in lines(of: body) {
            var column = 0
            for (place, byte) in line.enumerated() {
                let isLast = place == line.count - 1
                let piece = isPlain(byte, isLast: isLast) ? [byte] : escaped(byte)
                // One column stays free for the soft break's own sign.
                if column + piece.count > lineCharactersMax - (isLast ? 0 : 1) {
                    encoded += "=\r\n".utf8
                    column = 0
                }
                encoded += piece
                column += piece.count
            }
            encoded += "\r\n".utf8
        }
        return encoded
    }

    /// A blank at a line's end would be lost on the way.
    private static func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case UInt8(ascii: " "), UInt8(ascii: "\t"): !isLast
        case 0x21...0x7E: true
        default: false
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func lines(of body: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = body.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// RFC 2045 §6.8; the text's line ends become CRLF first.
    private static func wrapped(_ body: [UInt8]) -> [UInt8] {
        let canonical = lines(of: body).flatMap { Array($0) + Array("\r\n".utf8) }
        let text = Array(Pages.base64(canonical).utf8)
        var encoded: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: lineCharactersMax) {
            encoded += text[start..<min(start + lineCharactersMax, text.count)]
            encoded += "\r\n".utf8
        }
        return encoded
    }
}
