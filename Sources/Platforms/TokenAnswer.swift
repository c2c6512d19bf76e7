// What a token endpoint answers (RFC 6749 §5), believed only within bounds.
import Outbound
import Smartlink

struct TokenAnswer: Decodable {
    var access: String
    var refresh: String?
    var lifeSeconds: Int64?
    /// Whom it was given for: TIDAL's own development kits read it, so it is taken if it comes.
    var account: String?

    private enum CodingKeys: String, CodingKey {
        case access = "access_token"
        case refresh = "refresh_token"
        case lifeSeconds = "expires_in"
        case account = "user_id"
    }

    init(from decoder: any Decoder) throws {
        let answer = try decoder.container(keyedBy: CodingKeys.self)
        access = try answer.decode(String.self, forKey: .access)
        refresh = try answer.decodeIfPresent(String.self, forKey: .refresh)
        lifeSeconds = try answer.decodeIfPresent(Int64.self, forKey: .lifeSeconds)
        // Of no other form is worth losing the grant for.
        let number = try? answer.decode(Int64.self, forKey: .account)
        account = number.map { String($0) } ?? (try? answer.decode(String.self, forKey: .account))
    }

    /// The grant; `unreachable` if the answer cannot be meant.
    func grant(authorisedAt: Instant, at now: Instant) throws(GrantRefusal) -> TokenGrant {
        guard Self.isToken(access), refresh.map(Self.isToken) ?? true else { throw .unreachable }
        var grant = TokenGrant(access: access, refresh: refresh, authorisedAt: authorisedAt)
        if let lifeSeconds {
            guard (1...Limits.lifeSecondsMax).contains(lifeSeconds) else { throw .unreachable }
            grant.expiresAt = Instant(ms: now.ms + lifeSeconds * 1_000)
        }
        if let account, isPlainID(account) { grant.account = account }
        return grant
    }

    /// RFC 6749 §A.12: visible ASCII; anything else could break out of a field.
    static func isToken(_ text: String) -> Bool {
        (1...Limits.tokenBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

/// RFC 6749 §5.2
private struct TokenError: Decodable {
    var error: String
}

extension OutboundResponse {
    /// Why a token endpoint gave none.
    var grantRefusal: GrantRefusal {
        guard (400..<500).contains(status), status != 408, status != 429 else {
            return .unreachable
        }
        switch json(TokenError.self)?.error {
        case "invalid_grant", "access_denied": return .invalidGrant
        case "invalid_client", "unauthorized_client", "invalid_request", "invalid_scope",
            "unsupported_grant_type", "redirect_uri_mismatch":
            return .misconfigured
        default: return status == 401 ? .misconfigured : .unreachable
        }
    }
}
