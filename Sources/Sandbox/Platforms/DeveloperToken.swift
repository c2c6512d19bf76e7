// Apple's developer token: a JWT whose form is checked to the letter. Its signature is counted, not verified:
// the stand-in knows nobody's public key.
import Bytes
import FoundationEssentials
import Smartlink

enum DeveloperToken {
    private struct Header: Decodable {
        var alg: String
        var kid: String
    }

    private struct Claims: Decodable {
        var iss: String
        var iat: Int64
        var exp: Int64
        var origin: [String]?
    }

    /// Longest time between `iat` and `exp`.
    private static let lifeSecondsMax: Int64 = 15_777_000
    private static let idCharacters = 10
    /// An ES256 signature's (RFC 7518 §3.4).
    private static let signatureBytes = 64
    /// Clocks differ.
    private static let skewMs: Int64 = 300_000

    /// When the token ends; nil if Apple would not take it. One with `origin` is good only for requests from there.
    static func end(of token: String, origin: String?, at now: Instant) -> Instant? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = bytes(base64URL: parts[0]),
            let body = bytes(base64URL: parts[1]), let signature = bytes(base64URL: parts[2]),
            let header = try? JSONDecoder().decode(Header.self, from: Data(head)),
            let claims = try? JSONDecoder().decode(Claims.self, from: Data(body)),
            header.alg == "ES256", header.kid.utf8.count == idCharacters,
            claims.iss.utf8.count == idCharacters, signature.count == signatureBytes,
            (0...Int64.max / 2_000).contains(claims.iat),
            (0...Int64.max / 2_000).contains(claims.exp),
            claims.exp - claims.iat <= lifeSecondsMax, claims.iat * 1000 <= now.ms + skewMs
        else { return nil }
        if let origins = claims.origin {
            guard let origin, origins.contains(origin) else { return nil }
        }
        let end = Instant(ms: claims.exp * 1000)
        return end > now ? end : nil
    }
}
