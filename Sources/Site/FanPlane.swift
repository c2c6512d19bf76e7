// The fan's path, whole: bytes → visit → decision → reply and event. One object per loop, no thread but the
// loop's ever enters it. What the `@_noLocks` functions of the rooms below do costs no allocation; this file
// is the glue between them and leaves memory alone too, except where a link or a page is met the first time.
public import Bytes
public import HTTP
public import Smartlink

/// One loop's fast path to links.
public final class FanPlane: DataPlane {
    private let inForce: FanTablesInForce
    private var tables: FanTables
    private var tablesCount: Int
    private let routes: RouteMemory
    private let pages: PageMemory
    private let splits: SplitDraw
    private let log: any EventLog
    private let salts: any VisitorSalts
    private let countries: any CountryLookup
    private var countryMemory = CountryMemory()
    private var agentMemory: AgentMemory
    private var salt: (day: Int64, key: HashKey) = (.min, HashKey(low: 0, high: 0))
    private let batch: Block
    /// One event's strings while they are put side by side.
    private let strings = Block(bytes: Event.bytesMax + 3 * Event.channelBytesMax)
    private var batched = 0
    private var events = 0
    /// Whether this turn has answered anything yet.
    private var isAnswering = false
    /// What the parts of this turn that are handed over already wait for.
    private var handed: UInt64 = 0
    private var date = DateText(0)

    /// Events of one turn; a turn that has more is handed over in parts.
    static let batchBytes = 256 * 1024

    /// `routeBytes`, `pageBytes`: what the memories of prepared routes and rendered pages may hold; `key` is
    /// secret and new in every process.
    public init(
        tables: FanTablesInForce, source: any RouteSource, changes: LinkChanges, log: any EventLog,
        salts: any VisitorSalts, countries: any CountryLookup, routeBytes: Int, pageBytes: Int,
        key: HashKey
    ) {
        inForce = tables
        self.tables = tables.tables
        tablesCount = tables.count
        routes = RouteMemory(source: source, changes: changes, bytes: routeBytes, key: key)
        pages = PageMemory(source: source, bytes: pageBytes, key: key)
        splits = SplitDraw(key: key)
        self.log = log
        self.salts = salts
        self.countries = countries
        agentMemory = AgentMemory(key: key)
        batch = Block(bytes: Self.batchBytes)
    }

    public var commitment: UInt64 { log.commitment }

    public func commit(relieve: @escaping @Sendable () -> Bool) -> Bool {
        log.write(relieve: relieve)
    }

    public func endTurn(nowMs: Int64) -> UInt64 {
        isAnswering = false
        handOver()
        let commitment = handed
        handed = 0
        return commitment
    }

    /// Notices what has changed since the last turn: before its first answer, not after its last one, because a
    /// loop may have slept in between.
    private func beginAnswering() {
        isAnswering = true
        routes.forgetChanged()
        guard inForce.count != tablesCount else { return }
        tablesCount = inForce.count
        tables = inForce.tables
        pages.forgetAll()
        routes.forgetAll()
        countryMemory.forget()
        agentMemory.forget()
    }

    /// Gives the batch to the log. A dropped batch (0) leaves nothing to wait for.
    private func handOver() {
        guard events > 0 else { return }
        let covered = unsafe log.append(RawSpan(_unsafeBytes: batch.bytes(batched)), events: events)
        handed = max(handed, covered)
        batched = 0
        events = 0
    }

    public func answer(
        _ head: borrowing RequestHead, in bytes: RawSpan, arrival: Arrival, reply: inout ByteSink
    ) -> Answer {
        guard head.method == .get || head.method == .head else { return .passed }
        let path = FanPath.read(head.path, in: bytes)
        guard path.kind != .foreign else { return .passed }
        if !isAnswering { beginAnswering() }
        date.renew(arrival.nowMs / 1000)
        let tone = ReplyTone(closes: arrival.closes, isSecure: arrival.isSecure)
        let country = country(head, bytes, arrival)
        let facts = FanFacts.read(
            path, head, bytes, nowMs: arrival.nowMs, country: country,
            minutesAhead: tables.clocks.minutesAhead(in: country),
            agent: agentMemory.agent(bytes, head.value(of: .userAgent), tables.agents),
            catalogue: tables.catalogue.hot, languages: tables.languages,
            authority: tables.authority)
        guard routes.find(path.code, in: bytes) else {
            appendNotice(404, tables.notFound[facts.wording], tone, head.method, &reply)
            return .replied(waits: false)
        }
        let route = unsafe RawSpan(_unsafeBytes: routes.found)
        let decision = decide(
            facts.visit, route: route, request: bytes, catalogue: tables.catalogue.hot)
        switch decision.kind {
        case .redirect, .search:
            reply.appendRedirect(
                decision, path, facts, bytes, route: route, catalogue: tables.catalogue.hot, date,
                tone)
        case .page, .presave:
            return replyPage(decision, path, facts, bytes, arrival, tone, head.method, &reply)
        case .gone:
            appendNotice(410, tables.gone[facts.wording], tone, head.method, &reply)
            return .replied(waits: false)
        }
        let variant = facts.variant(of: decision, path, route: route, bytes)
        record(decision, path, facts, variant: variant, route: route, bytes, arrival)
        return .replied(waits: true)
    }

    /// A page, where a test runs in the variant the fan is dealt. Of a link that went this very moment the control
    /// plane tells.
    private func replyPage(
        _ decision: Decision, _ path: FanPath, _ facts: FanFacts, _ bytes: RawSpan,
        _ arrival: Arrival, _ tone: ReplyTone, _ method: Method, _ reply: inout ByteSink
    ) -> Answer {
        var shown = ShownVariant.none
        let isSplit = unsafe Route.isSplit(
            RawSpan(_unsafeBytes: routes.found), at: facts.visit.now)
        if isSplit, facts.isTested(decision) {
            shown = splits.deal(facts, path.code, in: bytes, tone, from: routes)
            guard routes.find(path.code, in: bytes) else { return .passed }
        }
        let route = unsafe RawSpan(_unsafeBytes: routes.found)
        let isWhole = pages.append(
            decision, facts, shown, splits, route: route, tables: tables, date, tone, method,
            to: &reply)
        guard isWhole else { return .passed }
        record(decision, path, facts, variant: shown.link, route: route, bytes, arrival)
        return .replied(waits: true)
    }

    private func appendNotice(
        _ status: Int, _ message: [UInt8], _ tone: ReplyTone, _ method: Method,
        _ reply: inout ByteSink
    ) {
        let bytes = unsafe message.span.bytes
        let whole = ByteSlice(offset: 0, count: message.count)
        Message.append(
            status, bytes, whole, line: bytes.extracting(0..<0), date, tone, method, to: &reply)
    }

    /// Where the fan is: what a trusted proxy says, else by address.
    private func country(
        _ head: borrowing RequestHead, _ bytes: RawSpan, _ arrival: Arrival
    ) -> ShortCode {
        if arrival.isVouched {
            let named = FanFacts.country(head, bytes, field: tables.countryField)
            if named != .unknown { return named }
        }
        return countryMemory.country(of: arrival.peer, countries)
    }

    private func record(
        _ decision: Decision, _ path: FanPath, _ facts: FanFacts, variant: Int64, route: RawSpan,
        _ bytes: RawSpan, _ arrival: Arrival
    ) {
        if batched + Event.bytesMax > Self.batchBytes { handOver() }
        var event = Event(
            at: facts.visit.now, link: Route.link(route), kind: facts.kind(of: decision, path),
            reason: decision.reason, agent: facts.visit.agent)
        event.platform = decision.platform
        event.country = facts.visit.country
        event.variant = variant
        if facts.isOwn(route, bytes) { event.agent = event.agent.asOwn }
        if !facts.isPrivate, event.agent.kind == .human {
            refreshSalt(day: facts.visit.now.day)
            event.visitor = VisitorHash.make(
                salt: salt.key, peer: arrival.peer, bytes: bytes, userAgent: facts.userAgent)
        }
        var sink = batch.sink(from: batched)
        if facts.visit.channel.isEmpty {
            event.append(
                to: &sink, strings: bytes, agent: facts.userAgent,
                referrer: facts.visit.referrer, channel: .none)
        } else {
            appendWithChannel(event, facts, bytes, to: &sink)
        }
        batched += sink.count
        events += 1
    }

    /// A channel is stored as people wrote it, its escapes taken off; one that is broken as it came.
    private func appendWithChannel(
        _ event: Event, _ facts: FanFacts, _ bytes: RawSpan, to sink: inout ByteSink
    ) {
        var copy = strings.sink()
        copy.append(
            bytes, facts.userAgent.prefix(Event.agentBytesMax))
        let agent = ByteSlice(offset: 0, count: copy.count)
        copy.append(bytes, facts.visit.referrer.prefix(Event.referrerBytesMax))
        let referrer = ByteSlice(offset: agent.upperBound, count: copy.count - agent.upperBound)
        let raw = facts.visit.channel.prefix(3 * Event.channelBytesMax)
        if !copy.append(formDecoded: bytes, raw) { copy.append(bytes, raw) }
        let channel = ByteSlice(
            offset: referrer.upperBound, count: copy.count - referrer.upperBound)
        unsafe event.append(
            to: &sink, strings: RawSpan(_unsafeBytes: strings.bytes(copy.count)), agent: agent,
            referrer: referrer, channel: channel)
    }

    /// The day's secret; without one (the store cannot be read) the old one serves a little longer.
    private func refreshSalt(day: Int64) {
        guard salt.day != day, let (k0, k1) = try? salts.salt(day: day) else { return }
        salt = (day, HashKey(low: k0, high: k1))
    }
}
