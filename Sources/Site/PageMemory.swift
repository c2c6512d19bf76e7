// Rendered pages, one loop's own. A page is rendered and compressed when the first fan of its kind meets it;
// the next ones get it by copying. Its name holds everything that makes two fans' pages differ, the link's
// version and its variant's among it, so that a changed link's pages are simply never asked for again:
//
//   offset  bytes  what
//        0      8  link id
//        8      8  link version
//       16      8  platforms offered, bit = number
//       24      4  hour, while the release is to come (the page counts down), else 0
//       28      1  platform asked for and missing
//       29      1  platform remembered
//       30      1  operating system (it sets the order)
//       31      1  wording
//       32      1  bit 0: gzip, bit 1: before release, bit 2: in an app's own browser
//       33      8  variant: its link id, 0 for the link's own page
//       41      8  version of the variant's link
//
// A value is a `Message`.
internal import Bytes
internal import HTTP
internal import Pages
internal import Smartlink

/// Rendered landing and pre-save pages. One thread's own.
@safe
final class PageMemory {
    private let source: any RouteSource
    private var cache: ByteCache
    private let name = Block(bytes: PageMemory.nameBytes)
    private static let nameBytes = 49

    init(source: any RouteSource, bytes: Int, key: HashKey) {
        self.source = source
        cache = ByteCache(budgetBytes: bytes, key: key)
    }

    func forgetAll() { cache.removeAll() }

    /// Appends the whole response; false if the link or its variant is gone meanwhile, or its page does not fit.
    func append(
        _ decision: Decision, _ facts: FanFacts, _ shown: ShownVariant, _ draw: SplitDraw,
        route: RawSpan, tables: FanTables, _ date: borrowing DateText, _ tone: ReplyTone,
        _ method: Method, to reply: inout ByteSink
    ) -> Bool {
        let isEarly = Route.isBeforeRelease(
            route, at: facts.visit.now, minutesAhead: facts.visit.minutesAhead)
        let offered = Route.reachable(
            route, from: facts.visit.country, catalogue: tables.catalogue.hot)
        write(decision, facts, shown, route: route, offered: offered, isEarly: isEarly)
        let cookie = unsafe RawSpan(_unsafeBytes: draw.cookie(of: shown))
        let named = ByteSlice(offset: 0, count: Self.nameBytes)
        let known = unsafe cache.find(RawSpan(_unsafeBytes: name.bytes(Self.nameBytes)), named)
        if let known {
            unsafe Message.append(
                200, RawSpan(_unsafeBytes: cache.memory), known, line: cookie, date, tone, method,
                to: &reply)
            return !reply.overflowed
        }
        guard let code = Code(route.text(Route.code(route))), let link = source.link(code) else {
            return false
        }
        var variant: Link?
        if shown.version > 0 {
            variant = draw.code(of: shown).flatMap { source.link($0) }
            guard variant != nil else { return false }
        }
        let page = render(
            link, as: variant, decision, facts, offered: offered, isEarly: isEarly, tables: tables)
        let bytes = unsafe page.span.bytes
        unsafe cache.insert(
            RawSpan(_unsafeBytes: name.bytes(Self.nameBytes)), named, value: bytes)
        let whole = ByteSlice(offset: 0, count: bytes.byteCount)
        Message.append(200, bytes, whole, line: cookie, date, tone, method, to: &reply)
        return !reply.overflowed
    }

    private func write(
        _ decision: Decision, _ facts: FanFacts, _ shown: ShownVariant, route: RawSpan,
        offered: UInt64, isEarly: Bool
    ) {
        var sink = name.sink()
        sink.append(littleEndian: UInt64(bitPattern: Route.link(route)), bytes: 8)
        sink.append(littleEndian: UInt64(bitPattern: Route.version(route)), bytes: 8)
        sink.append(littleEndian: offered, bytes: 8)
        let hour = isEarly ? UInt64(bitPattern: facts.visit.now.ms / 3_600_000) : 0
        sink.append(littleEndian: hour, bytes: 4)
        sink.append(decision.reason == .unavailable ? decision.platform : 0)
        sink.append(facts.visit.remembered)
        sink.append(facts.visit.agent.os.number)
        sink.append(UInt8(truncatingIfNeeded: facts.wording))
        sink.append(
            (facts.takesGzip ? 1 : 0) | (isEarly ? 2 : 0) | (facts.visit.agent.isInApp ? 4 : 0))
        let variant = shown.version > 0 ? shown.link : 0
        sink.append(littleEndian: UInt64(bitPattern: variant), bytes: 8)
        sink.append(littleEndian: UInt64(bitPattern: shown.version), bytes: 8)
    }

    private func render(
        _ link: Link, as variant: Link?, _ decision: Decision, _ facts: FanFacts, offered: UInt64,
        isEarly: Bool, tables: FanTables
    ) -> [UInt8] {
        let catalogue = tables.catalogue
        let remembered = catalogue.platform(number: facts.visit.remembered)
        var order = catalogue.order(for: facts.visit.agent.os)
        if let remembered { order = [remembered] + order.filter { $0 != remembered } }
        let offers = order.filter { offered >> UInt64($0.number) & 1 == 1 }
            .map { Offer(platform: $0, href: "/link/\(link.code)/to/\($0.id)") }
        var pageFacts = PageFacts(
            baseURL: tables.baseURL, offers: offers, wording: tables.wordings[facts.wording],
            state: isEarly ? .presave : .released, now: facts.visit.now)
        pageFacts.remembered = remembered
        pageFacts.variant = variant
        pageFacts.isInApp = facts.visit.agent.isInApp
        pageFacts.hasPlayer =
            facts.visit.agent.os != .ios && facts.visit.agent.os != .android
        pageFacts.emailCapture = tables.presaves.takesAddresses
        pageFacts.isSandbox = tables.presaves.isSandbox
        pageFacts.sharedPicture = tables.sharedPicture
        if isEarly {
            pageFacts.presaves = tables.presaves.offers(
                on: order, for: link, at: facts.visit.now)
        }
        if decision.reason == .unavailable {
            pageFacts.missing = catalogue.platform(number: decision.platform)
        }
        return tables.page(LandingPage.html(link, pageFacts), gzip: facts.takesGzip)
    }
}
