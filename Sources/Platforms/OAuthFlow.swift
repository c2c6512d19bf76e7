import Outbound
import Smartlink

/// The authorisation code flow with PKCE (RFC 6749 §4.1, RFC 7636), as most platforms have it.
struct OAuthFlow: Sendable {
    var authorizeURL: String
    var tokenURL: String
    var clientId: String
    var clientSecret: String
    /// Least that saves; nil where the platform has no scopes.
    var scope: String?
    var authorizeExtras: [(name: String, value: String)] = []
    /// What the token endpoint gets besides what the standard asks for.
    var tokenExtras: [(name: String, value: String)] = []
    var clientProof = ClientProof.form
    var tokens = Tokens.kept

    /// How the app shows who it is at the token endpoint.
    enum ClientProof: Sendable {
        /// Id and secret, where there is one, in the form.
        case form
        /// Both in `Authorization: Basic`; without a secret the id stands in the form.
        case basic
    }

    /// What becomes of a refresh token that is used.
    enum Tokens: Sendable {
        /// It stays good, unless the answer brings another.
        case kept
        /// It is good once: the request must not go out a second time by itself.
        case singleUse
    }

    func authorizeURL(state: String, challenge: String, redirect: String) -> String {
        var pairs: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", clientId), ("redirect_uri", redirect),
            ("state", state), ("code_challenge_method", "S256"), ("code_challenge", challenge),
        ]
        if let scope { pairs.append(("scope", scope)) }
        return url(authorizeURL, pairs + authorizeExtras)
    }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant, _ door: PlatformDoor
    ) async throws(GrantRefusal) -> TokenGrant {
        let answer = try await ask(
            [
                ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", redirect), ("code_verifier", verifier),
            ], door)
        return try answer.grant(authorisedAt: now, at: now)
    }

    /// A grant whose access token is good for two minutes at least; the same one if it is that already.
    func renew(
        _ grant: TokenGrant, at now: Instant, _ door: PlatformDoor
    ) async throws(GrantRefusal) -> TokenGrant {
        guard let expiresAt = grant.expiresAt,
            expiresAt.ms - now.ms < Limits.renewalSecondsMin * 1_000
        else { return grant }
        guard let refresh = grant.refresh else { throw .invalidGrant }
        let answer = try await ask(
            [("grant_type", "refresh_token"), ("refresh_token", refresh)], door)
        var renewed = try answer.grant(authorisedAt: grant.authorisedAt, at: now)
        renewed.refresh = renewed.refresh ?? refresh
        renewed.market = grant.market
        renewed.account = grant.account
        return renewed
    }

    /// The app's own token, for what needs no fan (RFC 6749 §4.4).
    func appGrant(at now: Instant, _ door: PlatformDoor) async throws(GrantRefusal) -> TokenGrant {
        let answer = try await ask([("grant_type", "client_credentials")], door)
        return try answer.grant(authorisedAt: now, at: now)
    }

    private func ask(
        _ pairs: [(name: String, value: String)], _ door: PlatformDoor
    ) async throws(GrantRefusal) -> TokenAnswer {
        var pairs = pairs + tokenExtras
        var authorization: String?
        if clientProof == .basic, !clientSecret.isEmpty {
            authorization = basicAuthorization(clientId, clientSecret)
        } else if !clientSecret.isEmpty {
            pairs.append(("client_secret", clientSecret))
        }
        pairs.append(("client_id", clientId))
        var request = door.call(.post, tokenURL, authorization: authorization)
        request.responseBytesMax = Limits.tokenAnswerBytesMax
        request.fields.append(("Content-Type", "application/x-www-form-urlencoded"))
        request.body = Array(formEncoded(pairs).utf8)
        // Codes are good once too; only refreshing happens often enough for a connection to be worth keeping.
        let isRefresh = pairs.contains { $0.value == "refresh_token" }
        request.connection = tokens == .kept && isRefresh ? .kept : .fresh
        guard let response = await door.send(request) else { throw .unreachable }
        guard response.status == 200 || response.status == 201 else { throw response.grantRefusal }
        guard let answer = response.json(TokenAnswer.self) else { throw .unreachable }
        return answer
    }
}
