// From a link to the one thing worth opening: what was opened last time, if nothing has changed, else the best of what
// all sources say, asked at once.
public import Smartlink

/// One listener's way to play links.
public struct Player: Sendable {
    /// The platforms' catalogues.
    public var sources: [any MusicSource] = []
    /// The music on this machine.
    public var local: (any LocalMusic)?
    public var memory: (any PlayMemory)?
    /// Platforms and `local`, the one liked best first.
    public var order: [String] = ["local"]
    /// Where the listener is: an ISO 3166 alpha-2 code in upper case.
    public var market = "US"
    /// Whatever else decides what comes out: folders, configured sources. What is remembered is good for the same only.
    public var setting = ""
    public var patience = Patience.enough
    /// What a candidate is worth.
    public var judge: @Sendable (Candidate, Music) -> Verdict = { Matching.judge($0, for: $1) }
    public var now: Instant
    public var sleep: @Sendable (Int64) async -> Void

    public enum Patience: Sendable {
        /// Until nothing better can come.
        case enough
        /// Until every source has answered or its time is up.
        case all
    }

    public init(now: Instant, sleep: @escaping @Sendable (Int64) async -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// What comes of it.
    public struct Plan: Equatable, Sendable {
        public var record: PlayRecord
        public var origin: Origin
        /// Why it could not be made afresh: the link's server is away.
        public var doubt: String?

        /// What is to be opened.
        public var chosen: PlayOption { record.options[record.opened] }
    }

    public enum Origin: String, Sendable {
        case asked
        /// From memory, the link being the same as then.
        case remembered
    }

    /// What should be opened for a link.
    ///
    /// `fetch` reads the link's metadata from its URL. `memories` says whether what was opened last time counts.
    /// Errors: those of `fetch`; `conflict` before the release; `not_found` if nothing was found anywhere.
    public func plan(
        for link: LinkAddress, memories: Memories = .used,
        fetch: @Sendable (String) async throws(Failure) -> LinkMetadata
    ) async throws(Failure) -> Plan {
        let former = memories == .used ? await memory?.played(key(link)) : nil
        let metadata: LinkMetadata
        do throws(Failure) {
            metadata = try await fetch(link.metadataURL)
        } catch {
            guard let former, error.code == .unavailable else { throw error }
            return Plan(record: former, origin: .remembered, doubt: error.message)
        }
        try refuse(metadata)
        if let former, former.metadata == metadata, now.ms < former.goodUntilMs,
            patience == .enough || !former.outcomes.values.contains(Inquiry.notNeeded),
            former.localMark == (await local?.mark())
        {
            return Plan(record: former, origin: .remembered)
        }
        let inquiry = Inquiry(player: self, metadata: metadata)
        let (options, outcomes) = await inquiry.run()
        guard let best = Ranking.best(of: options) else {
            throw Failure(.notFound, Self.nothing(metadata, outcomes))
        }
        let isComplete = outcomes.values.allSatisfy {
            ["found", "missed", Inquiry.notNeeded].contains($0)
        }
        let goodMs =
            !isComplete
            ? Limits.incompleteMs
            : options[best].verdict.grade == .sure ? Limits.sureMs : Limits.guessMs
        var record = PlayRecord(
            metadata: metadata, options: options, opened: best, atMs: now.ms,
            goodUntilMs: now.ms + goodMs)
        record.outcomes = outcomes
        record.localMark = await local?.mark()
        return Plan(record: record, origin: .asked)
    }

    public enum Memories: Sendable { case used, passedOver }

    /// Keeps what was opened.
    public func remember(_ plan: Plan, of link: LinkAddress) async {
        guard plan.origin == .asked else { return }
        await memory?.remember(plan.record, as: key(link))
    }

    private func key(_ link: LinkAddress) -> String {
        [link.url, order.joined(separator: ","), market, setting].joined(separator: " ")
    }

    private func refuse(_ metadata: LinkMetadata) throws(Failure) {
        if let moment = metadata.releaseMoment, now < moment {
            throw Failure(
                .conflict,
                "\(Self.name(metadata)) is not out yet: it comes out at \(moment.rfc3339).")
        }
        guard !metadata.title.isEmpty || !metadata.destinations.isEmpty else {
            throw Failure(.notFound, "The link does not say what music it is.")
        }
    }

    private static func name(_ metadata: LinkMetadata) -> String {
        TerminalText.plain(
            metadata.artist.isEmpty ? metadata.title : "\(metadata.title) by \(metadata.artist)")
    }

    private static func nothing(
        _ metadata: LinkMetadata, _ outcomes: [String: String]
    ) -> String {
        let said = outcomes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let asked = said.isEmpty ? "no source to ask" : said.joined(separator: ", ")
        return "\(name(metadata)) was found nowhere (\(asked))."
    }
}
