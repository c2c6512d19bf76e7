/// How a platform's authorisation differs from the next one's.
struct OAuthRules: Sendable {
    var authorizePath: String
    var tokenPath: String
    /// Scopes that exist, as far as pre-saves may want them; nil where the platform has none.
    var scopes: Set<String>?
    var challenge = Challenge.allowed
    var client = Client.secretOrChallenge
    var refresh = Refresh.kept
    var words = Words()
    /// The Testing status' and PKCE clients' exceptions aside.
    var accessMs = SandboxLimits.accessMs
    var refreshMs: Int64?

    /// PKCE, always by S256.
    enum Challenge: Sendable { case required, allowed, none }

    /// What proves the client at the token endpoint.
    enum Client: Sendable {
        /// A secret, or PKCE instead of one.
        case secretOrChallenge
        case secret
    }

    /// What becomes of a refresh token that is used.
    enum Refresh: Sendable {
        /// It stays, and the answer carries none.
        case kept
        /// It stays, and the answer repeats it.
        case repeated
        /// It is good for one use; the answer carries the next one.
        case replaced
        /// There are none.
        case none
        /// Given only where Google's `access_type=offline` asks for it; stays.
        case onRequest
    }

    /// What the parameters are called.
    struct Words: Sendable {
        var client = "client_id"
        var scope = "scope"
        var scopeSeparator: Character = " "
        /// Nil where the platform does not ask for it.
        var responseType: String? = "response_type"
    }
}
