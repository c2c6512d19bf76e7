// A browser that is signed in: it shows a secret in a cookie instead of a key, and for whatever is not merely read a
// token besides, which no other site's page can know. A session ends some weeks after its last use, by its artist's
// hand, or with the key it was opened with.
public import Bytes
public import Smartlink

/// Opens, checks, lists and ends artists' sessions.
public struct Sessions: Sendable {
    private let store: any SessionStore
    private let signIn: SignIn

    private var surroundings: Surroundings { signIn.actions.surroundings }

    /// `signIn` counts failures and requests for keys and sessions alike.
    public init(_ store: any SessionStore, signIn: SignIn) {
        self.store = store
        self.signIn = signIn
    }

    /// A browser let in.
    public struct Entry: Equatable, Sendable {
        public var session: Session
        public var account: Account
        /// What its pages show with every request that changes something.
        public var csrf: String
        public var secret: SessionSecret
    }

    /// What a browser wants with a request.
    public enum Intent: Equatable, Sendable {
        case read
        /// `csrf`: the token it shows; `origin`: whether a page of ours sends it.
        case change(csrf: String?, origin: RequestOrigin)
    }

    public enum RequestOrigin: Sendable { case ours, foreign }

    /// Opens a session with a key.
    ///
    /// Errors: `unauthorized`, `rate_limited`.
    public func open(
        presenting key: String, from peer: PeerAddress, userAgent: String
    ) async throws(Failure) -> Entry {
        let now = surroundings.now()
        let secret = SessionSecret(random: surroundings.random(SessionSecret.randomBytes))
        let secretHash = surroundings.sha256(Array(secret.text.utf8))
        let shown = String(userAgent.prefix(OperationLimits.userAgentCharactersMax))
        let owned = try await signIn.admit(.key, KeySecret(key)?.text, from: peer) {
            (keyHash) throws(Failure) in
            try await store.openSession(
                secretHash: secretHash, keyHash: keyHash, userAgent: shown, at: now,
                until: Instant(ms: now.ms + OperationLimits.sessionMs))
        }
        return try await entry(owned, secret)
    }

    /// The session of a cookie's secret, renewed by its use.
    ///
    /// Errors: `unauthorized`, `rate_limited`; `forbidden` for a change that no page of ours asks for.
    public func enter(
        presenting text: String, to intent: Intent, from peer: PeerAddress
    ) async throws(Failure) -> Entry {
        let now = surroundings.now()
        let secret = SessionSecret(text)
        if case .change(_, .foreign) = intent { throw Self.foreign }
        var owned = try await signIn.admit(.session, secret?.text, from: peer) {
            (hash) throws(Failure) in try await store.session(secretHash: hash, at: now)
        }
        guard let secret else { throw Failure(.unauthorized, SignIn.Pass.session.refusal) }
        let entered = try await entry(owned, secret)
        if case .change(let csrf, _) = intent {
            guard let csrf, Self.isSame(csrf, entered.csrf) else {
                throw Failure(
                    .forbidden,
                    "A change by a signed-in browser needs the session's token in the field "
                        + "\(SessionSecret.csrfField): GET /app/session names it as csrf.")
            }
        }
        guard now.ms - owned.session.lastSeenAt.ms >= OperationLimits.sessionSeenGapMs else {
            return entered
        }
        owned.session.lastSeenAt = now
        owned.session.endsAt = Instant(ms: now.ms + OperationLimits.sessionMs)
        try await store.renewSession(owned.session.id, at: now, until: owned.session.endsAt)
        return try await entry(owned, secret)
    }

    /// The account's browsers, the one seen last first.
    public func list(of account: Int64) async throws(Failure) -> [Session] {
        try await store.sessions(of: account, at: surroundings.now())
    }

    /// Ends a session at once, for every door. Errors: `not_found`.
    public func end(_ id: Int64, of account: Int64) async throws(Failure) {
        try await store.endSession(id, of: account)
    }

    /// What a request is answered with that another site's page sends.
    public static var foreign: Failure {
        Failure(.forbidden, "This request comes from another site's page: open the dashboard.")
    }

    private func entry(
        _ owned: OwnedSession, _ secret: SessionSecret
    ) async throws(Failure) -> Entry {
        Entry(
            session: owned.session, account: try await signIn.withAllowance(owned.account),
            csrf: secret.csrf(surroundings.sha256), secret: secret)
    }

    /// Takes as long wherever the first difference is.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        return zip(one.utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
