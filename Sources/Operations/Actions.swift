// What the product can do. Each verb is one file of this room and exists once: the API, the
// commands and every later door translate to it and decide nothing.
public import Smartlink

/// What the verbs take from the world; no clock and no randomness is read here.
public struct Surroundings: Sendable {
    public var now: @Sendable () -> Instant
    /// That many unpredictable bytes.
    public var random: @Sendable (Int) -> [UInt8]
    public var sha256: @Sendable ([UInt8]) -> [UInt8]
    /// The platforms as configured now.
    public var catalogue: @Sendable () -> Catalogue
    /// Who a User-Agent is, as configured now.
    public var agents: @Sendable () -> AgentTable
    /// The compiled form of a time zone (`TZif`, RFC 9636) by its IANA name; nil if there is none.
    public var zoneFile: @Sendable (String) -> [UInt8]?
    /// Pauses that many milliseconds, less when cancelled.
    public var sleep: @Sendable (Int64) async -> Void = { _ in }
    /// How far a country's clocks are ahead of UTC then.
    public var minutesAhead: @Sendable (ShortCode, Instant) -> Int64 = { _, _ in 0 }

    /// The credits that plans are given every month, as configured now.
    public var allowances: @Sendable () -> Allowances = { Allowances() }

    public init(
        now: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8],
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8],
        catalogue: @escaping @Sendable () -> Catalogue,
        agents: @escaping @Sendable () -> AgentTable,
        zoneFile: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
    ) {
        self.now = now
        self.random = random
        self.sha256 = sha256
        self.catalogue = catalogue
        self.agents = agents
        self.zoneFile = zoneFile
    }
}

/// The verbs, over the stores they work on.
public struct Actions: Sendable {
    public let links: any LinkStore
    public let accounts: any AccountStore
    public let statistics: any StatisticsStore
    public let surroundings: Surroundings
    /// Who looks for music; nil where nobody does.
    public let finder: MusicFinder?
    let findings: (any FindingStore)?
    /// The verbs about webhooks; nil where nobody delivers.
    public let webhooks: WebhookActions?
    let images: (any ImageSource)?
    /// Looks into pictures before they are kept; nil where nothing decodes them.
    let examination: (any ArtworkExamination)?
    /// Hears what went wrong beside the links, in pursuit of their music.
    let findingTrouble: @Sendable (Failure) -> Void
    /// Told of a link whose release was moved: its queue moves along.
    private let releaseMoved: @Sendable (Link) async throws(Failure) -> Void

    public init(
        links: any LinkStore, accounts: any AccountStore, statistics: any StatisticsStore,
        surroundings: Surroundings, finding: Finding? = nil, webhooks: WebhookActions? = nil,
        examination: (any ArtworkExamination)? = nil,
        releaseMoved: @escaping @Sendable (Link) async throws(Failure) -> Void = { _ in }
    ) {
        finder = finding?.finder
        findings = finding?.store
        images = finding?.images
        if let finding { findingTrouble = finding.trouble } else { findingTrouble = { _ in } }
        self.examination = examination
        self.releaseMoved = releaseMoved
        self.webhooks = webhooks
        self.links = links
        self.accounts = accounts
        self.statistics = statistics
        self.surroundings = surroundings
    }

    /// What looking for music needs.
    public struct Finding: Sendable {
        public var finder: MusicFinder
        public var store: any FindingStore
        public var images: any ImageSource
        public var trouble: @Sendable (Failure) -> Void

        public init(
            _ finder: MusicFinder, store: any FindingStore, images: any ImageSource,
            trouble: @escaping @Sendable (Failure) -> Void
        ) {
            self.finder = finder
            self.store = store
            self.images = images
            self.trouble = trouble
        }
    }

    /// Has a link's queue and pursuit follow its release, if that is another than before.
    func follow(_ link: Link, from before: Link) async throws(Failure) {
        if link.releaseAt != before.releaseAt || link.releaseMode != before.releaseMode {
            try await releaseMoved(link)
            try await pursueAnew(link)
        }
    }

    /// Credits that creating a link costs (SPEC §6).
    public static let linkCost: Int64 = 1
}

/// A change to a link, in whatever encoding it came; it throws what it cannot take.
public typealias LinkEdit = (inout Link) throws(Failure) -> Void
