// base64url( code, 16 bytes | payload ); the code is HMAC-SHA-256(purpose's length, 8 bytes | purpose | payload),
// cut to its first half (RFC 2104 §5).
import Bytes

/// Bytes that others carry and cannot forge: readable, bound to one purpose.
public enum SignedToken {
    private static let codeBytes = 16

    public static func make(_ payload: [UInt8], purpose: String, key: [UInt8]) -> String {
        base64URL(code(payload, purpose, key) + payload)
    }

    /// The payload; nil if the token was made for another purpose, under another key, or by somebody else.
    public static func payload(of token: String, purpose: String, key: [UInt8]) -> [UInt8]? {
        guard token.utf8.count <= Limits.signedCharactersMax,
            let whole = bytes(base64URL: token), whole.count >= codeBytes
        else { return nil }
        let payload = Array(whole[codeBytes...])
        guard isSameSecret(Array(whole[..<codeBytes]), code(payload, purpose, key)) else {
            return nil
        }
        return payload
    }

    private static func code(_ payload: [UInt8], _ purpose: String, _ key: [UInt8]) -> [UInt8] {
        let purpose = Array(purpose.utf8)
        let count = (0..<8).map { UInt8(truncatingIfNeeded: purpose.count >> (56 - 8 * $0)) }
        return Array(HMACSHA256.code(count + purpose + payload, key: key).prefix(codeBytes))
    }
}
