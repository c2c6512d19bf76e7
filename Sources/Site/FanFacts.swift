// What a request says about its fan, read once from the head: the visit that routing judges, and what the
// reply needs besides.
internal import Bytes
internal import HTTP
internal import Smartlink

/// One request of the fan's path, understood. Slices point into the request's bytes.
struct FanFacts: BitwiseCopyable {
    var visit: Visit
    var userAgent: ByteSlice
    /// Whether the fan said `Sec-GPC: 1`: no visitor hash, no partner parameters (SPEC §2).
    var isPrivate: Bool
    var takesGzip: Bool
    /// The variant the fan was shown before, by its code.
    var variant: ByteSlice
    /// The account whose artist is signed in with this browser, by its number.
    var own: ByteSlice
    /// Which of the tables' wordings speaks the fan's language best.
    var wording: Int

    @_noLocks
    static func read(
        _ path: FanPath, _ head: borrowing RequestHead, _ bytes: RawSpan, nowMs: Int64,
        country: ShortCode, minutesAhead: Int64, agent: Agent, catalogue: HotCatalogue,
        languages: borrowing WordingLanguages, authority: borrowing FrozenBytes
    ) -> FanFacts {
        let accepted = head.value(of: .acceptLanguage)
        let preferred = AcceptLanguage.preferred(in: bytes, accepted)
        var visit = Visit(now: Instant(ms: nowMs), agent: agent)
        if case .human = agent.kind, isAhead(head, bytes) {
            visit.agent.kind = .prefetch
            visit.agent.botClass = .prefetch
        }
        if case .clickThrough = path.kind {
            visit.asked = platform(path.platform, bytes, catalogue)
        } else if let asked = Target.parameter("to", in: bytes, head.query) {
            visit.asked = platform(asked, bytes, catalogue)
        }
        if case .some = Target.parameter("choose", in: bytes, head.query) { visit.choosing = true }
        let cookies = head.value(of: .cookie)
        if let chosen = Cookie.value(of: "segue_platform", in: bytes, cookies) {
            visit.remembered = catalogue.number(of: chosen, in: bytes)
        }
        visit.country = country
        visit.minutesAhead = minutesAhead
        visit.language = ShortCode(rawValue: preferred)
        visit.channel = channel(head.query, bytes)
        let referer = head.value(of: .referer)
        let own = OwnReferer.read(
            referer, host: head.value(of: .host), authority: authority, code: path.code,
            in: bytes)
        if !own.isOwn {
            visit.referrer = RefererHost.slice(of: referer, in: bytes)
        } else if case .clickThrough = path.kind, visit.channel.isEmpty {
            visit.channel = channel(own.query, bytes)
        }
        return FanFacts(
            visit: visit, userAgent: head.value(of: .userAgent),
            isPrivate: bytes.equals(head.value(of: .secGPC), "1"),
            takesGzip: AcceptEncoding.takesGzip(bytes, head.value(of: .acceptEncoding)),
            variant: Cookie.value(of: "segue_variant", in: bytes, cookies) ?? ByteSlice.none,
            own: Cookie.value(of: "segue_own", in: bytes, cookies) ?? ByteSlice.none,
            wording: languages.index(preferred: preferred, bytes, accepted))
    }

    /// What `ch`, else `utm_source` says, as it stands in the query.
    @_noLocks
    private static func channel(_ query: ByteSlice, _ bytes: RawSpan) -> ByteSlice {
        if let channel = Target.parameter("ch", in: bytes, query) { return channel }
        return Target.parameter("utm_source", in: bytes, query) ?? ByteSlice.none
    }

    @_noLocks
    private static func platform(
        _ id: ByteSlice, _ bytes: RawSpan, _ catalogue: HotCatalogue
    ) -> UInt8 {
        let number = catalogue.number(of: id, in: bytes)
        return number == 0 ? Visit.unknownPlatform : number
    }

    /// Whether nobody has tapped yet: HEAD, or a browser that fetches ahead (PREVIEWS.md).
    @_noLocks
    private static func isAhead(_ head: borrowing RequestHead, _ bytes: RawSpan) -> Bool {
        if case .head = head.method { return true }
        if bytes.starts(head.value(of: .secPurpose), with: "prefetch") { return true }
        if bytes.starts(head.value(of: .purpose), with: "prefetch") { return true }
        if bytes.starts(head.value(of: .xMoz), with: "prefetch") { return true }
        return bytes.starts(head.value(of: .xPurpose), with: "preview")
    }

    /// The country a proxy names in the field of that lower-case name (`DE`); unknown for anything but two
    /// letters, and for the proxies' own words for "unknown" and "Tor".
    @_noLocks
    static func country(
        _ head: borrowing RequestHead, _ bytes: RawSpan, field: borrowing FrozenBytes
    ) -> ShortCode {
        guard field.count > 0 else { return .unknown }
        var line = 0
        while line < head.fieldCount {
            if isSame(head.fieldName(line), bytes, field) {
                let value = head.fieldValue(line)
                guard value.count == 2 else { return .unknown }
                let first = bytes.byte(value.lowerBound) & 0xDF
                let second = bytes.byte(value.lowerBound &+ 1) & 0xDF
                guard first &- 65 < 26, second &- 65 < 26 else { return .unknown }
                if first == 88, second == 88 { return .unknown }
                return ShortCode(rawValue: UInt32(first) | UInt32(second) << 8)
            }
            line &+= 1
        }
        return .unknown
    }

    @_noLocks
    private static func isSame(
        _ name: ByteSlice, _ bytes: RawSpan, _ lower: borrowing FrozenBytes
    ) -> Bool {
        guard Int(name.count) == lower.count else { return false }
        var place = 0
        while place < lower.count {
            if lowercased(byte: bytes.byte(name.lowerBound &+ place)) != lower.byte(place) {
                return false
            }
            place &+= 1
        }
        return true
    }

    /// Whether this decision shows a person a page that a test may be about.
    @_noLocks
    func isTested(_ decision: Decision) -> Bool {
        guard case .human = visit.agent.kind else { return false }
        switch decision.kind {
        case .page, .presave: return true
        case .redirect, .search, .gone: return false
        }
    }

    /// Under whose variant a tapped button counts: the one the fan was shown.
    @_noLocks
    func variant(
        of decision: Decision, _ path: FanPath, route: RawSpan, _ bytes: RawSpan
    ) -> Int64 {
        guard case .clickThrough = path.kind, Route.isSplit(route, at: visit.now) else { return 0 }
        switch decision.kind {
        case .redirect, .search: return Route.share(named: variant, in: bytes, route).link
        case .page, .presave, .gone: return 0
        }
    }

    /// Whether the artist looks at a link of their own: told by the account's number, nothing else.
    @_noLocks
    func isOwn(_ route: RawSpan, _ bytes: RawSpan) -> Bool {
        guard own.count > 0, own.count < 19 else { return false }
        var number: Int64 = 0
        var place = own.lowerBound
        while place < own.upperBound {
            let digit = bytes.byte(place) &- 48
            if digit > 9 { return false }
            number = number &* 10 &+ Int64(digit)
            place &+= 1
        }
        return number == Route.account(route)
    }

    /// Under which kind this decision is recorded.
    @_noLocks
    func kind(of decision: Decision, _ path: FanPath) -> Event.Kind {
        switch decision.kind {
        case .redirect, .search:
            if case .clickThrough = path.kind { return .clickThrough }
            return .redirect
        case .page, .presave, .gone: return .visit
        }
    }
}

/// The languages the wordings speak, in their order; the first one is the last resort.
struct WordingLanguages: Sendable {
    private let offered: LanguageSet
    private var codes = InlineArray<32, UInt32>(repeating: 0)
    private var count = 0

    /// Languages beyond the capacity of `LanguageSet` are never chosen.
    init(_ languages: [UInt32]) {
        // Within its capacity a set is always made.
        guard let set = LanguageSet(Array(languages.prefix(LanguageSet.capacity))) else {
            preconditionFailure("a language set within its capacity")
        }
        offered = set
        for code in languages.prefix(LanguageSet.capacity) {
            codes[count] = code
            count += 1
        }
    }

    @_noLocks
    func index(preferred: UInt32, _ bytes: RawSpan, _ field: ByteSlice) -> Int {
        let known = index(of: preferred)
        if known >= 0 { return known }
        let best = index(of: AcceptLanguage.best(of: offered, in: bytes, field))
        return best >= 0 ? best : 0
    }

    @_noLocks
    private func index(of code: UInt32) -> Int {
        guard code != 0 else { return -1 }
        var place = 0
        while place < count {
            if codes[place] == code { return place }
            place &+= 1
        }
        return -1
    }
}
