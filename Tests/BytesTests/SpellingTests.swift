import Bytes
import Testing

@Suite struct SpellingTests {
    @Test func `bytes are spelled in hexadecimal and read back`() {
        let all = (UInt8.min...UInt8.max).map { $0 }
        let text = hexadecimal(all)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(bytes(hexadecimal: text) == all)
        #expect(bytes(hexadecimal: text.uppercased()) == all)
        #expect(bytes(hexadecimal: "") == [])
    }

    @Test(arguments: ["0", "0g", "xy", "000", " 00", "0x00", "ä"])
    func `what is no hexadecimal is refused`(text: String) {
        #expect(bytes(hexadecimal: text) == nil)
    }

    // RFC 4648 §10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
        ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64url gives the RFC's texts`(plain: String, text: String) {
        #expect(base64URL(Array(plain.utf8)) == text)
        #expect(bytes(base64URL: text) == Array(plain.utf8))
    }

    @Test func `base64url uses the alphabet of URLs`() {
        #expect(base64URL([0xFB, 0xEF, 0xFF]) == "--__")
        #expect(bytes(base64URL: "--__") == [0xFB, 0xEF, 0xFF])
    }

    @Test(arguments: ["Z", "Zh", "Zm9=", "Zg==", "Zm9v!", "Zm9vY", "Zm+v", "Zm/v", " Zg", "Zm9"])
    func `what is no base64url, or has stray bits, is refused`(text: String) {
        #expect(bytes(base64URL: text) == nil)
    }

    @Test func `text compares without ASCII case only where letters are`() {
        for octet in UInt8.min...UInt8.max {
            for count in [1, 7, 8, 9, 17] {
                var text = [UInt8](repeating: UInt8(ascii: "a"), count: count)
                text[count - 1] = octet
                let isSame = text.withRawSpan { bytes in
                    let slice = ByteSlice(offset: 0, count: count)
                    return switch count {
                    case 1: bytes.matches(slice, "z")
                    case 7: bytes.matches(slice, "aaaaaaz")
                    case 8: bytes.matches(slice, "aaaaaaaz")
                    case 9: bytes.matches(slice, "aaaaaaaaz")
                    default: bytes.matches(slice, "aaaaaaaaaaaaaaaaz")
                    }
                }
                #expect(isSame == (octet == UInt8(ascii: "z") || octet == UInt8(ascii: "Z")))
            }
        }
        #expect(lowercased(word: 0x5B5A_4140_DAC1_7A61) == 0x5B7A_6140_DAC1_7A61)
    }
}
