// How finding music meets the platforms and the store; only Program sees both sides.

/// A catalogue music can be looked up in: a platform's, or one that knows several platforms.
public protocol MusicSource: Sendable {
    /// `spotify`, `itunes`, `musicbrainz`
    var id: String { get }
    /// The platforms whose own catalogue it reads; none for one that knows of others' places only.
    var platforms: [String] { get }
    /// Whether it can be asked by such a clue at all.
    func takes(_ clue: Clue) -> Bool
    /// Asks it. `market` is an ISO 3166 alpha-2 code in upper case. A cancelled task's request ends at once.
    func find(_ clue: Clue, market: String) async -> SourceAnswer
}

extension MusicSource {
    /// That of its own name.
    public var platforms: [String] { [id] }
}

/// What a source says.
public enum SourceAnswer: Equatable, Sendable {
    /// At least one.
    case found([Candidate])
    /// It answers, and has no such thing (yet): not found is not absent.
    case missed
    case failed(SourceFailure)
}

/// Why a source said nothing about the music.
public struct SourceFailure: Error, Equatable, Sendable {
    public var kind: Kind
    /// Seconds until it makes sense to ask again, where that is known.
    public var retryAfterSeconds: Int?

    public init(_ kind: Kind, retryAfterSeconds: Int? = nil) {
        self.kind = kind
        self.retryAfterSeconds = retryAfterSeconds
    }

    public enum Kind: String, Sendable, CaseIterable {
        case timedOut = "timed_out"
        /// No connection, or a 5xx.
        case unreachable
        /// 429, or our own budget for it is used up.
        case rateLimited = "rate_limited"
        /// The operator's credentials are not taken.
        case unauthorised
        /// An answer that is not of the documented form.
        case garbled
        /// It failed so often that it is left alone for a while.
        case paused
    }
}

/// What a source said to a clue, as the store keeps it.
public struct KeptAnswer: Equatable, Sendable {
    public var source: String
    /// `Clue.text` and the market.
    public var clue: String
    /// None: it had no such thing.
    public var candidates: [Candidate]
    public var at: Instant
    /// After this it is asked again.
    public var goodUntil: Instant

    public init(
        source: String, clue: String, candidates: [Candidate], at: Instant, goodUntil: Instant
    ) {
        self.source = source
        self.clue = clue
        self.candidates = candidates
        self.at = at
        self.goodUntil = goodUntil
    }
}

/// A link whose music is not found everywhere yet: it is looked for again by and by.
public struct Pursuit: Equatable, Sendable {
    public var link: Int64
    public var code: Code
    /// Rounds so far.
    public var rounds: Int
    public var nextAt: Instant

    public init(link: Int64, code: Code, rounds: Int, nextAt: Instant) {
        self.link = link
        self.code = code
        self.rounds = rounds
        self.nextAt = nextAt
    }
}

public protocol FindingStore: Sendable {
    /// What sources said to that clue, the outdated included.
    func answers(to clue: String) async throws(Failure) -> [KeptAnswer]
    /// Keeps answers in place of older ones of the same source and clue.
    func keep(_ answers: [KeptAnswer]) async throws(Failure)

    /// Has a link looked for from `nextAt` on; one pursuit a link.
    func pursue(_ pursuit: Pursuit) async throws(Failure)
    /// Takes due pursuits, soonest first, until `until`; after that they are due again.
    func leasePursuits(_ limit: Int, at now: Instant, until: Instant) async throws(Failure)
        -> [Pursuit]
    /// Goes on at `pursuit.nextAt` with its rounds, or ends where that is nil.
    func settle(_ pursuit: Pursuit, nextAt: Instant?) async throws(Failure)
    /// When the next one falls due; nil if none will.
    func nextPursuit() async throws(Failure) -> Instant?
}

/// Fetches pictures that lie with somebody else.
public protocol ImageSource: Sendable {
    /// The picture's bytes. Its URL leads to public addresses only, wherever it is redirected: an artist wrote it, or
    /// somebody else's catalogue.
    ///
    /// Errors: `invalid_field` (field `artworkUrl`) for what cannot be fetched, `too_large`.
    func image(at url: String) async throws(Failure) -> [UInt8]
}
