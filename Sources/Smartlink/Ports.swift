// The protocols by which floor 4 meets floor 3; only Program sees both sides.
public import Bytes

// MARK: Data plane: synchronous, called from a loop's thread

/// One loop's own reader of links; never shared between threads.
public protocol RouteSource: AnyObject {
    /// Appends the prepared route (`Route`) of the link whose code is `code` in `bytes`; false if there is none.
    ///
    /// Under 100 µs among a million links. A store that cannot be read answers false and logs.
    func appendRoute(of code: ByteSlice, in bytes: RawSpan, to sink: inout ByteSink) -> Bool
    /// The whole link, to render its page.
    func link(_ code: Code) -> Link?
}

/// Where events go: written by one thread at a time, in one transaction for all loops (group commit).
public protocol EventLog: AnyObject, Sendable {
    /// Takes a batch of `Event` records; answers the commitment that will cover it, 0 if it was dropped.
    /// It is written as soon as somebody calls `write` or `ring`.
    func append(_ batch: RawSpan, events: Int) -> UInt64
    /// Has what was appended written by the log's own thread.
    func ring()
    /// Writes what was appended, on the caller's own thread where nobody else is writing and the disk is prompt: that
    /// saves two switches of threads a commit. Otherwise it is written elsewhere, and a wake tells of it.
    ///
    /// A disk that stops catches the caller in here. Then `relieve` is called on another thread, once; if it answers
    /// true, somebody else carries on for the caller, and `write` answers false when it comes back at last.
    func write(relieve: @escaping @Sendable () -> Bool) -> Bool
    /// The newest commitment that is durable, or given up waiting for (slow or full disk: fans go on).
    var commitment: UInt64 { get }
    /// Has `wake` called after each commitment.
    func subscribe(_ wake: @escaping @Sendable () -> Void)
}

/// The country of an address; `unknown` whenever in doubt, never a failure.
public protocol CountryLookup: AnyObject, Sendable {
    func country(of address: PeerAddress) -> ShortCode
}

/// The day's secret for visitor hashes.
public protocol VisitorSalts: Sendable {
    /// The salt of that UTC day, made at its first use; salts of earlier days are destroyed.
    func salt(day: Int64) throws(Failure) -> (UInt64, UInt64)
}

// MARK: Control plane: async

/// A page of a longer list, and where the next one starts.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    public var next: String?

    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}

/// What a list of links is asked for.
public struct LinkQuery: Equatable, Sendable {
    /// Words that must occur in title, artist, album or code, case folded.
    public var search: String?
    public var state: Link.State?
    public var sort: Sort = .createdDescending
    public var limit = 50
    /// `next` of the page before.
    public var cursor: String?

    public init() {}

    public enum Sort: String, Sendable, CaseIterable {
        case createdDescending = "-createdAt"
        case createdAscending = "createdAt"
        case updatedDescending = "-updatedAt"
        case titleAscending = "title"
    }
}

/// One client-chosen key for one creation, so that a repeated request creates nothing (`Idempotency-Key`).
public struct Once: Equatable, Sendable {
    public var key: String
    /// SHA-256 of the request; the same key with another request is a conflict.
    public var fingerprint: String

    public init(key: String, fingerprint: String) {
        self.key = key
        self.fingerprint = fingerprint
    }
}

public protocol LinkStore: Sendable {
    /// Stores the link and takes `cost` credits in one transaction.
    ///
    /// Errors: `conflict` (code taken, or `once` reused for another request), `credits_exhausted`.
    /// A repeated `once` answers the link it made the first time, `isRepeat` true, nothing charged. With `pursueAt` its
    /// music is looked for from then on (`FindingStore`).
    func create(_ link: Link, cost: Int64, once: Once?, pursueAt: Instant?) async throws(Failure)
        -> (link: Link, isRepeat: Bool)
    /// The link a repeated `once` made the first time; nil if it is new. Errors: `conflict`.
    func link(madeBy once: Once, of account: Int64) async throws(Failure) -> Link?
    func link(_ code: Code) async throws(Failure) -> Link?
    /// Be it deleted, as long as it can be restored.
    func link(id: Int64) async throws(Failure) -> Link?
    func links(of account: Int64, _ query: LinkQuery) async throws(Failure) -> Page<Link>
    /// Replaces the link if its version is still `link.version`; answers it with the version counted up.
    /// Errors: `precondition_failed`, `not_found`.
    func replace(_ link: Link, at now: Instant) async throws(Failure) -> Link
    /// Gives a deleted link back as it was, or one that is there as it is. Errors: `not_found`.
    func restore(_ code: Code, of account: Int64, at now: Instant) async throws(Failure) -> Link
    /// It can be restored for `Link.restorableMs`. The code is never given to another link. Errors: `not_found`.
    func delete(_ code: Code, of account: Int64, at now: Instant) async throws(Failure)
    /// Keeps an image under its hash; keeping it twice is one file.
    func keepArtwork(_ bytes: [UInt8], _ artwork: Artwork) async throws(Failure)
    /// The file of a kept image, nil if there is none.
    func artworkFile(hash: String, fileExtension: String) async -> (path: String, bytes: Int)?
}

extension LinkStore {
    public func create(
        _ link: Link, cost: Int64, once: Once?
    ) async throws(Failure) -> (link: Link, isRepeat: Bool) {
        try await create(link, cost: cost, once: once, pursueAt: nil)
    }
}

public protocol AccountStore: Sendable {
    func createAccount(name: String, plan: Account.Plan, credits: Int64, at now: Instant)
        async throws(Failure) -> Account
    func account(_ id: Int64) async throws(Failure) -> Account?
    func accounts() async throws(Failure) -> [Account]
    func setPlan(_ plan: Account.Plan, of account: Int64) async throws(Failure) -> Account
    /// Adds `amount` credits with a ledger entry.
    func grant(_ amount: Int64, to account: Int64, at now: Instant) async throws(Failure) -> Account
    /// Gives the month's credits to every account, or to one, that has not had them; to how many.
    func grantAllowances(
        _ allowances: Allowances, for month: Month, to account: Int64?, at now: Instant
    ) async throws(Failure) -> Int
    /// Newest first.
    func ledger(of account: Int64, limit: Int, cursor: String?) async throws(Failure) -> Page<
        LedgerEntry
    >
    /// Keeps the SHA-256 of a key; a repeated `once` answers the key it made, `isRepeat` true, and keeps nothing.
    ///
    /// Errors: `not_found`, `conflict` (`once` used for another request).
    func addKey(hash: [UInt8], prefix: String, to account: Int64, once: Once?, at now: Instant)
        async throws(Failure) -> (key: Key, isRepeat: Bool)
    /// The key a repeated `once` made the first time; nil if it is new. Errors: `conflict`.
    func key(madeBy once: Once, of account: Int64) async throws(Failure) -> Key?
    func keys(of account: Int64) async throws(Failure) -> [Key]
    func revokeKey(_ id: Int64, at now: Instant) async throws(Failure)
    /// The account a valid, unrevoked key belongs to.
    func account(keyHash: [UInt8]) async throws(Failure) -> Account?
}

extension AccountStore {
    public func addKey(
        hash: [UInt8], prefix: String, to account: Int64, at now: Instant
    ) async throws(Failure) -> Key {
        try await addKey(hash: hash, prefix: prefix, to: account, once: nil, at: now).key
    }
}

public protocol StatisticsStore: Sendable {
    /// Roll-ups plus the tail behind the watermark, read in one snapshot: exact at every moment.
    ///
    /// `from` and `to` are widened to whole hours of UTC.
    func statistics(
        of link: Int64, from: Instant, to: Instant, grain: Grain, filter: StatisticsFilter
    ) async throws(Failure) -> Statistics
    /// Some of a link's events with `from` ≤ `at` < `to`, in the order they were stored; maybe none although more
    /// follow: a call looks at a bounded part of the log.
    func events(of link: Int64, from: Instant, to: Instant, cursor: EventCursor?)
        async throws(Failure) -> EventPage
}
