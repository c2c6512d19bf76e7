import Bytes
import HTTP
import Testing

/// A body taken off its framing: what came out, how it ended, what was used up.
struct Decoded: Equatable {
    var payload: [UInt8] = []
    var end = BodyStep.partial
    var used = 0
}

/// Feeds `bytes` in pieces of `pieceBytes`.
func decode(
    _ bytes: [UInt8], _ framing: BodyFraming, bodyBytesMax: Int = 1 << 20, pieceBytes: Int
) -> Decoded {
    var decoder = BodyDecoder(framing, bodyBytesMax: bodyBytesMax)
    var decoded = Decoded()
    var start = 0
    repeat {
        let end = min(bytes.count, start + pieceBytes)
        let isOver = Array(bytes[start..<end]).withRawSpan { piece in
            var place = 0
            while true {
                let step = decoder.next(piece, at: &place)
                if case .payload(let slice) = step {
                    decoded.payload += piece.bytes(slice)
                    continue
                }
                decoded.end = step
                decoded.used = start + place
                return step != .partial
            }
        }
        if isOver { break }
        start = end
    } while start < bytes.count
    return decoded
}

@Suite struct BodyTests {
    static let good: [(String, String)] = [
        ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
        ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("00a\r\n0123456789\r\n000\r\n\r\n", "0123456789"),
        ("5;a\r\nhello\r\n0;b=c\r\n\r\n", "hello"),
        ("5 \t;a=\"b c\"\r\nhello\r\n0\r\n\r\n", "hello"),
        ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"), ("1\r\na\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n", "a"),
    ]

    @Test(arguments: good)
    func `a chunked body is read whole, however it is cut`(text: String, payload: String) {
        let bytes = Array(text.utf8)
        let expected = Decoded(payload: Array(payload.utf8), end: .done, used: bytes.count)
        for pieceBytes in 1...bytes.count {
            let decoded = decode(bytes + Array("GET /".utf8), .chunked, pieceBytes: pieceBytes)
            #expect(decoded == expected, "pieces of \(pieceBytes)")
        }
        for count in 0..<bytes.count {
            #expect(decode(Array(bytes[..<count]), .chunked, pieceBytes: 1 << 10).end == .partial)
        }
    }

    @Test(arguments: [
        "\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x5\r\n", " 5\r\n", "5 \r\n", "5\n", "5\rX", "5\r\rX",
        "5\r\nhelloX", "5\r\nhello\n", "5\r\nhello\rX", "5\r\nhello\r\n\r\n", "0\n",
        "5;\u{1}\r\n", "5;\n", ";a\r\n", "5 a\r\n", "0\r\n X: a\r\n", "0\r\n: a\r\n",
        "0\r\nX a\r\n\r\n",
        "0\r\nX: a\n", "0\r\nX: \0\r\n", "0\r\nX: a\r\r\n", "0\r\nX : a\r\n", "0\r\n\rX", "0\r\n\n",
        "1000000000000000\r\n", "FFFFFFFFFFFFFFFFF\r\n", "5;a=\"\r\n\"\r\n",
    ])
    func `a malformed chunked body is refused`(text: String) {
        let bytes = Array(text.utf8) + Array(repeating: 0x61, count: 16)
        for pieceBytes in [1, 2, 1024] {
            let decoded = decode(bytes, .chunked, pieceBytes: pieceBytes)
            #expect(decoded.end == .refused(status: 400))
        }
    }

    @Test func `a chunk that would go over the limit is refused before it is read`() {
        let bytes = Array("5\r\nhello\r\n6\r\n".utf8)
        #expect(decode(bytes, .chunked, bodyBytesMax: 11, pieceBytes: 99).end == .partial)
        let decoded = decode(bytes, .chunked, bodyBytesMax: 10, pieceBytes: 99)
        #expect(decoded.end == .refused(status: 413))
        #expect(decoded.payload == Array("hello".utf8))
        let huge = Array("FFFFFFFFFFFFFFF\r\n".utf8)
        #expect(decode(huge, .chunked, pieceBytes: 99).end == .refused(status: 413))
    }

    @Test func `extensions and trailers are bounded together`() {
        let most = ChunkedDecoder.extraBytesMax
        func end(_ text: String) -> BodyStep {
            decode(Array(text.utf8), .chunked, pieceBytes: 7).end
        }
        let long = String(repeating: "a", count: most - 1)
        #expect(end("0;\(long)\r\n\r\n") == .done)
        #expect(end("0;\(long)a\r\n\r\n") == .refused(status: 400))
        #expect(end("0\r\nX:\(long)\r\n\r\n") == .refused(status: 400))
        let chunks = String(repeating: "1;\(String(repeating: "b", count: 99))\r\na\r\n", count: 41)
        #expect(end(chunks) == .refused(status: 400))
    }

    @Test func `a body of known length ends there`() {
        let bytes = Array("helloGET /".utf8)
        for pieceBytes in 1...bytes.count {
            let decoded = decode(bytes, .length(5), pieceBytes: pieceBytes)
            #expect(decoded == Decoded(payload: Array("hello".utf8), end: .done, used: 5))
        }
        #expect(decode(bytes, .none, pieceBytes: 9) == Decoded(payload: [], end: .done, used: 0))
        #expect(decode(bytes, .length(11), pieceBytes: 9).end == .partial)
        let large = decode(bytes, .length(11), bodyBytesMax: 10, pieceBytes: 9)
        #expect(large == Decoded(payload: [], end: .refused(status: 413), used: 0))
    }
}
