// Where codes and refresh tokens become access tokens (RFC 6749 §4.1.3, §6, §4.4; RFC 7636 §4.6).
import Bytes
import FoundationEssentials
import HTTP
import Smartlink

enum TokenDoor {
    /// Whether and how the client proved itself.
    private enum Client { case secret, open }

    static func respond(to call: Call, _ rules: OAuthRules, in house: inout House) -> Response {
        if call.standIn == .deezer { return DeezerToken.respond(to: call, in: &house) }
        guard call.request.method == .post else {
            return .json(405, ["error": "invalid_request"]).adding("Allow", "POST")
        }
        guard call.isBody(of: "application/x-www-form-urlencoded"),
            let form = Target.pairs(form: call.request.body)
        else {
            return error("invalid_request", "the body must be application/x-www-form-urlencoded")
        }
        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard let client = client(call, value) else {
            return error(
                "invalid_client", "Invalid client", status: call.standIn == .spotify ? 400 : 401)
        }
        if client == .open, rules.client == .secret {
            return error("invalid_request", "client_secret is missing.")
        }
        switch value("grant_type") {
        case "authorization_code": return redeem(call, rules, value, client, &house)
        case "refresh_token": return renew(call, rules, value, client, &house)
        case "client_credentials":
            guard client == .secret else {
                return error("invalid_client", "client_secret is missing", status: 401)
            }
            return serve(call, rules, &house)
        case nil: return error("invalid_request", "grant_type is missing")
        default: return error("unsupported_grant_type", "grant_type is not supported")
        }
    }

    private static func redeem(
        _ call: Call, _ rules: OAuthRules, _ value: (String) -> String?, _ client: Client,
        _ house: inout House
    ) -> Response {
        guard let text = value("code") else { return error("invalid_request", "code is missing") }
        guard let code = house.grants.take(code: text, of: call.standIn, at: call.now) else {
            return error("invalid_grant", "Invalid authorization code")
        }
        guard value("redirect_uri") == code.redirect else {
            return error("invalid_grant", "Invalid redirect URI")
        }
        if let challenge = code.challenge {
            guard let verifier = value("code_verifier"), (43...128).contains(verifier.utf8.count),
                base64URL(house.digest(Array(verifier.utf8))) == challenge
            else { return error("invalid_grant", "code_verifier was incorrect") }
        } else if client == .open {
            return error("invalid_client", "client_secret is missing", status: 401)
        }
        // Amazon gives a client without a secret no refresh token; Google only one who asked for it.
        let isLasting: Bool =
            switch rules.refresh {
            case .none: false
            case .onRequest: code.scopes.contains("offline_access")
            case .repeated: client == .secret
            case .kept, .replaced: true
            }
        let refresh = isLasting ? house.draws.token() : nil
        if let refresh {
            house.grants.keep(
                grant(call, .refresh, code.account, code.scopes, since: call.now, rules.refreshMs),
                as: refresh)
        }
        return answer(
            call, rules, code.account, code.scopes, since: call.now, refresh: refresh, &house)
    }

    private static func renew(
        _ call: Call, _ rules: OAuthRules, _ value: (String) -> String?, _ client: Client,
        _ house: inout House
    ) -> Response {
        guard let token = value("refresh_token") else {
            return error("invalid_request", "refresh_token is missing")
        }
        guard let held = house.grants.grant(token, .refresh, of: call.standIn, at: call.now) else {
            return error("invalid_grant", "Refresh token revoked")
        }
        var next: String?
        switch rules.refresh {
        case .repeated: next = token
        case .replaced:
            house.grants.revoke(token)
            let fresh = house.draws.token()
            house.grants.keep(
                grant(
                    call, .refresh, held.account, held.scopes, since: held.authorisedAt,
                    rules.refreshMs),
                as: fresh)
            next = fresh
        case .kept, .onRequest, .none: break
        }
        return answer(
            call, rules, held.account, held.scopes, since: held.authorisedAt, refresh: next, &house)
    }

    /// A token for the app itself: catalogue, no fan.
    private static func serve(_ call: Call, _ rules: OAuthRules, _ house: inout House) -> Response {
        answer(call, rules, 0, [], since: call.now, refresh: nil, &house)
    }

    private static func answer(
        _ call: Call, _ rules: OAuthRules, _ account: Int, _ scopes: [String], since: Instant,
        refresh: String?, _ house: inout House
    ) -> Response {
        let access = house.draws.token()
        house.grants.keep(
            Grant(
                standIn: call.standIn, account: account, scopes: scopes, use: .access,
                authorisedAt: since, expiresAt: Instant(ms: call.now.ms + rules.accessMs)),
            as: access)
        var members: [(String, JSON)] = [
            ("access_token", .string(access)), ("token_type", "Bearer"),
            ("expires_in", .integer(Int(rules.accessMs / 1000))),
        ]
        let named = scopes.filter { $0 != "offline_access" }
        if rules.scopes != nil { members.append(("scope", .string(named.joined(separator: " ")))) }
        if let refresh { members.append(("refresh_token", .string(refresh))) }
        if call.standIn == .tidal, account != 0 {
            members.append(("user_id", .integer(account)))
        }
        return .json(200, .object(members))
    }

    /// A grant with its end; nil for a use that has none.
    private static func grant(
        _ call: Call, _ use: Grant.Use, _ account: Int, _ scopes: [String], since: Instant,
        _ lifeMs: Int64?
    ) -> Grant {
        Grant(
            standIn: call.standIn, account: account, scopes: scopes, use: use, authorisedAt: since,
            expiresAt: lifeMs.map { Instant(ms: since.ms + $0) })
    }

    /// Basic, or names in the form; nil for a client nobody knows or a wrong secret.
    private static func client(_ call: Call, _ value: (String) -> String?) -> Client? {
        if let basic = call.credentials("Basic") {
            let pair = "\(SandboxSettings.clientID):\(SandboxSettings.clientSecret)"
            let given = Data(base64Encoded: basic).map { String(decoding: $0, as: UTF8.self) }
            return given == pair ? .secret : nil
        }
        guard value("client_id") == SandboxSettings.clientID else { return nil }
        guard let secret = value("client_secret") else { return .open }
        return secret == SandboxSettings.clientSecret ? .secret : nil
    }

    static func error(_ code: String, _ description: String, status: Int = 400) -> Response {
        .json(status, ["error": .string(code), "error_description": .string(description)])
    }
}

/// Deezer's token endpoint: GET, `secret`, plain text unless `output=json`, no refresh tokens.
enum DeezerToken {
    static func respond(to call: Call, in house: inout House) -> Response {
        guard call.isRead else { return .text(405, "").adding("Allow", "GET") }
        guard call.parameter("app_id") == SandboxSettings.clientID,
            call.parameter("secret") == SandboxSettings.clientSecret
        else { return .text(200, "wrong app or secret") }
        guard let text = call.parameter("code"),
            let code = house.grants.take(code: text, of: .deezer, at: call.now)
        else { return .text(200, "wrong code") }
        let access = house.draws.token()
        let isLasting = code.scopes.contains("offline_access")
        house.grants.keep(
            Grant(
                standIn: .deezer, account: code.account, scopes: code.scopes, use: .access,
                authorisedAt: call.now,
                expiresAt: isLasting ? nil : Instant(ms: call.now.ms + SandboxLimits.accessMs)),
            as: access)
        let seconds = isLasting ? 0 : Int(SandboxLimits.accessMs / 1000)
        guard call.parameter("output") == "json" else {
            return .text(200, "access_token=\(access)&expires=\(seconds)")
        }
        return .json(200, ["access_token": .string(access), "expires": .integer(seconds)])
    }
}
