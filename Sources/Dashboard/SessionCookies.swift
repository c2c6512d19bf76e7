// The two cookies of a signed-in browser:
//
//   segue_session  the session's secret; for this server's own pages alone
//   segue_own      the account's id: on the artist's own links their visits are told from fans'. It gives no access, and
//                  comes along when the artist follows their link from elsewhere, which is why it is Lax
internal import Operations
internal import Smartlink

enum SessionCookies {
    private static let ownName = "segue_own"

    static func of(_ entry: Sessions.Entry, at now: Instant, _ isSecure: Bool) -> [String] {
        let seconds = max(0, (entry.session.endsAt.ms - now.ms) / 1_000)
        return all(
            secret: entry.secret.text, account: "\(entry.account.id)", seconds: seconds, isSecure)
    }

    /// Has the browser forget both.
    static func none(_ isSecure: Bool) -> [String] {
        all(secret: "", account: "", seconds: 0, isSecure)
    }

    private static func all(
        secret: String, account: String, seconds: Int64, _ isSecure: Bool
    ) -> [String] {
        let end = "Max-Age=\(seconds)"
        let secure = isSecure ? "; Secure" : ""
        return [
            "\(SessionSecret.cookieName)=\(secret); Path=/; HttpOnly; SameSite=Strict; \(end)"
                + secure,
            "\(ownName)=\(account); Path=/link; HttpOnly; SameSite=Lax; \(end)" + secure,
        ]
    }
}
