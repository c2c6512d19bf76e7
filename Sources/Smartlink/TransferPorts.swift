// How leaving and coming meet the store: many links at once, their counts hour by hour, and what an import has come to.

/// Where an imported link comes from; a row of the same identity is never made twice for one account.
public struct Origin: Equatable, Sendable {
    /// SHA-256 of the row's identity.
    public var key: [UInt8]
    /// SHA-256 of what names the file; counts are added to links that came with the same file only.
    public var batch: [UInt8]

    public init(key: [UInt8], batch: [UInt8]) {
        self.key = key
        self.batch = batch
    }
}

/// A link to be made together with others.
public struct LinkDraft: Sendable {
    public var link: Link
    public var cost: Int64
    public var origin: Origin?
    /// From when on its music is looked for.
    public var pursueAt: Instant?

    public init(_ link: Link, cost: Int64, origin: Origin? = nil, pursueAt: Instant? = nil) {
        self.link = link
        self.cost = cost
        self.origin = origin
        self.pursueAt = pursueAt
    }
}

/// What became of a draft.
public enum DraftOutcome: Sendable {
    case made(Link)
    /// It was imported before; nil where that link has been deleted since and can be restored.
    case isThere(Link?)
    case refused(Failure)
}

/// A link's counts of one hour under one profile, in words that mean the same in every store.
public struct Tally: Equatable, Sendable {
    /// Hours since 1970.
    public var hour: Int64
    /// `spotify`, `DE`, `ios`, a host, a channel, a code; a dimension of which it has none is left out.
    public var keys: [Dimension: String]
    /// Of whom `bots` counts.
    public var bot: BotClass
    public var counts: Counts

    public init(
        hour: Int64, keys: [Dimension: String] = [:], bot: BotClass = .none, counts: Counts
    ) {
        self.hour = hour
        self.keys = keys
        self.bot = bot
        self.counts = counts
    }
}

/// Where a page of tallies starts.
public struct TallyPlace: Equatable, Sendable {
    /// The first hour of it.
    public var hour: Int64

    public init(hour: Int64) { self.hour = hour }

    public static let first = TallyPlace(hour: .min)
}

/// What an import has come to.
public struct ImportRecord: Equatable, Sendable {
    public var id: Int64 = 0
    public var account: Int64
    public var state: State = .running
    public var format: String
    /// Rows of the file, as far as it has been read.
    public var rows: Int64 = 0
    public var done: Int64 = 0
    public var created: Int64 = 0
    public var skipped: Int64 = 0
    public var failed: Int64 = 0
    /// Why it ended early.
    public var problem: String?
    /// JSON of the rows that were not simply made, as many as are kept.
    public var report = "[]"
    public var startedAt: Instant
    public var seenAt: Instant

    public init(account: Int64, format: String, at now: Instant) {
        self.account = account
        self.format = format
        startedAt = now
        seenAt = now
    }

    public enum State: String, Sendable, CaseIterable {
        case running, done
        /// It ended before the file did; `problem` says why.
        case stopped
        /// The process that worked at it is gone.
        case interrupted
    }
}

public protocol TransferStore: Sendable {
    /// Makes links in one transaction, each or not at all; one outcome a draft, in their order.
    ///
    /// Refusals: as `LinkStore.create`'s errors. So many at once that events do not wait.
    func create(_ drafts: [LinkDraft], at now: Instant) async throws(Failure) -> [DraftOutcome]
    /// How many drafts `create` takes at once.
    var draftsMax: Int { get }
    /// The link that was imported from there; nil if none was, or none that is there.
    func link(from origin: Origin, of account: Int64) async throws(Failure) -> Link?
    /// Remembers where a link was imported from.
    func keep(_ origin: Origin, for link: Int64, of account: Int64) async throws(Failure)

    /// A page of a link's tallies, in the order of dimension and hour, each exact at its moment; and the next place.
    func tallies(of link: Int64, from place: TallyPlace) async throws(Failure)
        -> (tallies: [Tally], next: TallyPlace?)
    /// Adds tallies to the link that `link` imported, once for each `line`; false if that is no link of the same file,
    /// or they were added before.
    func add(
        _ tallies: [Tally], to link: Origin, line: [UInt8], of account: Int64
    ) async throws(Failure) -> Bool

    /// The bytes of a kept image; nil if there is none.
    func artwork(hash: String, fileExtension: String) async throws(Failure) -> [UInt8]?
    /// Codes of the account's links that differ from another's by case only.
    func codesAlike(of account: Int64) async throws(Failure) -> Set<String>

    func begin(_ record: ImportRecord) async throws(Failure) -> ImportRecord
    func update(_ record: ImportRecord) async throws(Failure)
    func importRecord(_ id: Int64, of account: Int64) async throws(Failure) -> ImportRecord?
    /// How many imports of that account have been seen at work since then.
    func importsRunning(of account: Int64, since: Instant) async throws(Failure) -> Int
}
