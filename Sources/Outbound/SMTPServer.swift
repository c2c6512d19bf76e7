/// The server that takes our letters.
public struct SMTPServer: Sendable {
    let address: WebAddress
    let login: Login?

    /// Name and password, sent only under TLS.
    public struct Login: Sendable {
        let name: String
        let password: String

        public init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// `url` is `smtps://host[:port]` (TLS from the start) or `smtp://host[:port]` (STARTTLS); nil if it is neither,
    /// or holds a path or a password.
    public init?(url: String, login: Login? = nil) {
        guard let address = WebAddress(url, schemes: ["smtp", "smtps"]), !address.hasPath else {
            return nil
        }
        self.address = address
        self.login = login
    }

    /// How much TLS is asked of it.
    enum Security {
        /// Verified, or the letter stays here.
        case required
        /// Encrypted if the server can, whoever it is: better than in the open, and nothing secret is sent (RFC 7435).
        case opportunistic
    }

    var security: Security {
        login != nil || address.scheme == "smtps" ? .required : .opportunistic
    }
}
