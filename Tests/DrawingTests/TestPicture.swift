// Pictures for the tests: PNG made chunk by chunk, the others kept as small files.
import CardFrames

enum TestPicture {
    /// A PNG in one colour, its pixels stored without compression (RFC 1951 §3.2.4).
    static func png(
        width: Int = 40, height: Int = 40, depth: Int = 8, pixel: [UInt8] = [200, 40, 60],
        before: [(String, [UInt8])] = []
    ) -> [UInt8] {
        let wide = depth == 16 ? pixel.flatMap { [$0, 0x5A] } : pixel
        let row = [0] + Array(repeatElement(wide, count: width).joined())
        let rows = Array(repeatElement(row, count: height).joined())
        let kind: UInt8 = pixel.count == 4 ? 6 : 2
        let head = big(width) + big(height) + [UInt8(depth), kind, 0, 0, 0]
        return signature + chunk("IHDR", head) + before.flatMap { chunk($0.0, $0.1) }
            + chunk("IDAT", stored(rows)) + chunk("IEND", [])
    }

    /// 50,000 × 50,000 pixels in a few bytes.
    static var bomb: [UInt8] {
        let head = big(50_000) + big(50_000) + [8, 2, 0, 0, 0]
        return signature + chunk("IHDR", head)
            + chunk("IDAT", stored([UInt8](repeating: 0, count: 4_000))) + chunk("IEND", [])
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + body
        return big(body.count) + named + big(Int(crc(named)))
    }

    private static func big(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(65_535)
            rest = rest.dropFirst(part.count)
            let count = part.count
            out += [rest.isEmpty ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
            out += [UInt8(~count & 255), UInt8(~count >> 8 & 255)] + part
        } while !rest.isEmpty
        var one = 1
        var two = 0
        for byte in bytes {
            one = (one + Int(byte)) % 65_521
            two = (two + one) % 65_521
        }
        return out + big(two << 16 | one)
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
            }
        }
    }

    /// 16 × 16, four inks (red).
    static let cmyk = decoded(
        """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaPgIyKoLTmw6Cq2q2K\
        jMj/y9ru9f///5vB////+v/m/f/4/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAAB\
        AgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNi\
        coIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SV\
        lpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4E\
        QwBNAFkASwAAPwDZqhVCteiiiiiiiiiiiiv/2Q==
        """)

    /// 16 × 16, blue.
    static let jpeg = decoded(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKra\
        rYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4\
        +Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAQABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA\
        AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAk\
        M2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT\
        lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA\
        HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdh\
        cRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp\
        anN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk\
        5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwCnRRRXcZH/2Q==
        """)

    /// 16 × 16, blue.
    static let webp = decoded(
        """
        UklGRjIAAABXRUJQVlA4ICYAAABwAQCdASoQABAAB0CWJaACdAFAAAD+6Di/an5We76MIuGQiAAAAA==
        """)

    /// Two pictures.
    static let anim = decoded(
        """
        UklGRqoAAABXRUJQVlA4WAoAAAACAAAADwAADwAAQU5JTQYAAAAAAAAAAABBTk1GOgAAAAAAAAAAAA8AAA8AAGQA\
        AAJWUDggIgAAADABAJ0BKhAAEAAMwM4loAADcAD+4Ll/615+5GvX6D4r4ABBTk1GPAAAAAAAAAAAAA8AAA8AAGQA\
        AABWUDggJAAAADQBAJ0BKhAAEAAAAM4loAADcAD+rhf6TiCkCf/i7sRxkkAAAA==
        """)

    private static func decoded(_ text: String) -> [UInt8] {
        let letters = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bits = 0
        var held = 0
        var out: [UInt8] = []
        for byte in text.utf8 {
            guard let value = letters.firstIndex(of: byte) else { break }
            bits = bits << 6 | value
            held += 6
            if held >= 8 {
                held -= 8
                out.append(UInt8(bits >> held & 255))
            }
        }
        return out
    }
}
