import Bytes
import Crypto

/// The challenge that goes out for a verifier (RFC 7636 §4.2, S256).
public func pkceChallenge(_ verifier: String) -> String {
    base64URL(SHA256.digest(Array(verifier.utf8)))
}

/// Names and values as a query or a form (`application/x-www-form-urlencoded`), everything but unreserved characters
/// encoded.
func formEncoded(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
}

/// RFC 3986 §2.1
func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            encoded.append(byte)
        default:
            // RFC 3986 §2.1 asks for upper case.
            encoded.append(UInt8(ascii: "%"))
            for digit in [hexDigit(of: byte >> 4), hexDigit(of: byte)] {
                encoded.append(digit >= 0x61 ? digit - 0x20 : digit)
            }
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

/// `base` with a query, which it may have the beginning of already.
func url(_ base: String, _ pairs: [(name: String, value: String)]) -> String {
    pairs.isEmpty ? base : base + (base.contains("?") ? "&" : "?") + formEncoded(pairs)
}

/// RFC 7617
func basicAuthorization(_ name: String, _ password: String) -> String {
    // Names and passwords of apps are ASCII; base64's own alphabet with padding.
    var text = base64URL(Array("\(name):\(password)".utf8))
        .replacing("-", with: "+").replacing("_", with: "/")
    while text.utf8.count % 4 != 0 { text += "=" }
    return "Basic \(text)"
}
