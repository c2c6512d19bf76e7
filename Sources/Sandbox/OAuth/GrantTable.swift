import Smartlink

/// What a fan agreed to, as a token stands for it.
struct Grant: Sendable {
    let standIn: StandIn
    /// Zero for an app's own token.
    let account: Int
    let scopes: [String]
    let use: Use
    let authorisedAt: Instant
    /// Nil where it has no end.
    let expiresAt: Instant?

    enum Use: Sendable { case access, refresh }
}

/// A code on its way from the consent page to the token endpoint.
struct AuthorisationCode: Sendable {
    let standIn: StandIn
    let account: Int
    let scopes: [String]
    let redirect: String
    /// The PKCE challenge (RFC 7636 §4.3); nil if none was sent.
    let challenge: String?
    let issuedAt: Instant
}

/// Codes and tokens that were given out.
struct GrantTable: Sendable {
    private var codes = BoundedTable<String, AuthorisationCode>(countMax: SandboxLimits.codesMax)
    private var tokens = BoundedTable<String, Grant>(countMax: SandboxLimits.tokensMax)

    mutating func keep(_ code: AuthorisationCode, as text: String) {
        codes.insert(code, for: text)
    }

    /// Takes a code: it is good for one caller, within its time.
    mutating func take(code text: String, of standIn: StandIn, at now: Instant)
        -> AuthorisationCode?
    {
        guard let code = codes[text], code.standIn == standIn else { return nil }
        codes.remove(text)
        return now.ms - code.issuedAt.ms <= SandboxLimits.codeMsMax ? code : nil
    }

    mutating func keep(_ grant: Grant, as token: String) { tokens.insert(grant, for: token) }

    mutating func revoke(_ token: String) { tokens.remove(token) }

    /// The grant a token stands for, if it is that platform's, of that use, and not over.
    func grant(_ token: String, _ use: Grant.Use, of standIn: StandIn, at now: Instant) -> Grant? {
        guard let grant = tokens[token], grant.standIn == standIn, grant.use == use,
            grant.expiresAt.map({ $0 > now }) ?? true
        else { return nil }
        return grant
    }

    var tokenCount: Int { tokens.count }
}
