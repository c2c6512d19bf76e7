/// An artist's browser that is signed in, as it is kept: never the secret it shows.
public struct Session: Equatable, Sendable {
    public var id: Int64
    public var account: Int64
    /// The key it was signed in with; it ends with that.
    public var key: Int64
    /// What the browser said it was, cut short.
    public var userAgent: String
    public var createdAt: Instant
    /// Exact to some minutes.
    public var lastSeenAt: Instant
    public var endsAt: Instant

    public init(
        id: Int64, account: Int64, key: Int64, userAgent: String, createdAt: Instant,
        lastSeenAt: Instant, endsAt: Instant
    ) {
        self.id = id
        self.account = account
        self.key = key
        self.userAgent = userAgent
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.endsAt = endsAt
    }
}

/// A session and whose it is.
public struct OwnedSession: Equatable, Sendable {
    public var session: Session
    public var account: Account

    public init(session: Session, account: Account) {
        self.session = session
        self.account = account
    }
}

/// Where sessions are kept: by the SHA-256 of their secrets.
public protocol SessionStore: Sendable {
    /// Opens a session of the account whose key has that hash; nil if no valid key has.
    ///
    /// What has ended is swept, and an account's oldest sessions go where it has too many.
    func openSession(
        secretHash: [UInt8], keyHash: [UInt8], userAgent: String, at now: Instant,
        until end: Instant
    ) async throws(Failure) -> OwnedSession?
    /// The session of a secret; nil if it has ended or its key is no longer valid.
    func session(secretHash: [UInt8], at now: Instant) async throws(Failure) -> OwnedSession?
    /// Notes that a session was used, and when it ends from now on.
    func renewSession(_ id: Int64, at now: Instant, until end: Instant) async throws(Failure)
    /// Those that are valid, the one seen last first.
    func sessions(of account: Int64, at now: Instant) async throws(Failure) -> [Session]
    /// Errors: `not_found`, be it that the session is somebody else's.
    func endSession(_ id: Int64, of account: Int64) async throws(Failure)
}
