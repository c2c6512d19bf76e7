import Bytes
import Crypto
public import Smartlink
import Synchronization

/// The operator's word to Apple Music: a JWT signed with ES256 by the MusicKit key (RFC 7519, RFC 7515).
public final class AppleDeveloperToken: Sendable {
    private let teamId: String
    private let keyId: String
    private let privateKey: String
    /// Of our own requests.
    private let current = Mutex<(text: String, endsAt: Instant)?>(nil)

    /// Fails with `invalid_field` for a key that signs nothing, or ids that could not stand in a token.
    public init(_ credentials: PlatformCredentials) throws(Failure) {
        teamId = credentials.teamId
        keyId = credentials.keyId
        privateKey = credentials.privateKey
        for (name, value) in [("teamId", teamId), ("keyId", keyId)] where !isPlainID(value) {
            throw Failure(.invalidField, "\(name) is not one of Apple's.", field: name)
        }
        guard (try? es256([], pem: privateKey)) != nil else {
            throw Failure(
                .invalidField, "The private key is not one on the curve P-256 in PEM.",
                field: "privateKey")
        }
    }

    /// For our own requests; made anew before it ends.
    public func token(at now: Instant) -> String? {
        let rest = Limits.developerTokenRestSecondsMin * 1_000
        return current.withLock { current in
            // One from a clock that was ahead is not kept.
            if let token = current, token.endsAt.ms - now.ms > rest,
                token.endsAt.ms - now.ms <= Limits.developerTokenSeconds * 1_000
            {
                return token.text
            }
            guard let text = make(at: now, seconds: Limits.developerTokenSeconds, origin: nil)
            else { return nil }
            current = (text, Instant(ms: now.ms + Limits.developerTokenSeconds * 1_000))
            return text
        }
    }

    /// For MusicKit JS in a browser: short, and good on pages of `origin` (`https://music.example.org`) only.
    public func browserToken(origin: String, at now: Instant) -> String? {
        make(at: now, seconds: Limits.browserTokenSeconds, origin: origin)
    }

    private func make(at now: Instant, seconds: Int64, origin: String?) -> String? {
        if let origin,
            !origin.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C })
        {
            return nil
        }
        let issuedAt = now.ms / 1_000
        let header = #"{"alg":"ES256","kid":"\#(keyId)"}"#
        let claim = origin.map { #","origin":["\#($0)"]"# } ?? ""
        let claims =
            #"{"iss":"\#(teamId)","iat":\#(issuedAt),"exp":\#(issuedAt + seconds)\#(claim)}"#
        let text = "\(base64URL(Array(header.utf8))).\(base64URL(Array(claims.utf8)))"
        guard let signature = try? es256(Array(text.utf8), pem: privateKey) else { return nil }
        return "\(text).\(base64URL(signature))"
    }
}
