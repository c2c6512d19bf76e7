// Why a fan would go where: the same decision, told step by step, for the artist who asks (SPEC §8
// `explain`).
internal import Bytes

/// A visit somebody only asks about.
public struct Enquiry: Sendable {
    public var now: Instant
    public var agent: Agent
    /// Platform ids, as `?to=` and the cookie hold them.
    public var asked: String?
    public var remembered: String?
    public var choosing = false
    /// The code of the variant the fan was shown before, as the cookie holds it.
    public var variant: String?
    public var country: ShortCode = .unknown
    public var minutesAhead: Int64 = 0
    public var language: ShortCode = .unknown
    /// A host, or a whole Referer.
    public var referrer = ""
    public var channel = ""
    public var form: LocationForm = .tagged

    public init(now: Instant, agent: Agent) {
        self.now = now
        self.agent = agent
    }
}

/// A decision with its reasons.
public struct Explanation: Equatable, Sendable {
    public var decision: Decision
    /// Where the fan is sent; nil for a page.
    public var location: String?
    /// What was looked at, in order; the last one decided.
    public var steps: [Step]
    /// What a test of variants makes of it; nil where none runs.
    public var allotment: Allotment?

    public struct Step: Equatable, Sendable {
        /// `disabled`, `preview`, `presave`, `asked`, `choose`, `cookie`, `rules[0]`, …, `app`,
        /// `mode`
        public var rule: String
        public var matched: Bool
        public var why: String
    }

    /// `redirect`, `page`, `presave` or `gone` (SPEC §8).
    public var kindName: String {
        switch decision.kind {
        case .redirect, .search: "redirect"
        case .page: "page"
        case .presave: "presave"
        case .gone: "gone"
        }
    }
}

/// Decides as the fan's path would, on the same prepared route, and says why.
public func explain(_ enquiry: Enquiry, link: Link, catalogue: Catalogue) -> Explanation {
    let route = Route.prepare(link, catalogue: catalogue)
    let referer = enquiry.referrer.contains("//") ? enquiry.referrer : "//" + enquiry.referrer
    let channel = PercentEncoding.encode(enquiry.channel)
    let refererBytes = Array(referer.utf8)
    let request = refererBytes + channel
    var visit = Visit(now: enquiry.now, agent: enquiry.agent)
    visit.minutesAhead = enquiry.minutesAhead
    visit.asked = number(enquiry.asked, catalogue) ?? 0
    visit.remembered = number(enquiry.remembered, catalogue) ?? 0
    visit.choosing = enquiry.choosing
    visit.country = enquiry.country
    visit.language = enquiry.language
    visit.channel = ByteSlice(offset: refererBytes.count, count: channel.count)
    return route.withRawSpan { route in
        request.withRawSpan { request in
            visit.referrer = RefererHost.slice(
                of: ByteSlice(offset: 0, count: refererBytes.count), in: request)
            let decision = decide(visit, route: route, request: request, catalogue: catalogue.hot)
            var walk = ExplanationWalk(
                enquiry: enquiry, link: link, catalogue: catalogue,
                referrer: request.text(visit.referrer))
            walk.run()
            return Explanation(
                decision: decision,
                location: location(
                    of: decision, route: route, catalogue: catalogue.hot, form: enquiry.form),
                steps: walk.steps, allotment: Allotment(of: enquiry, at: link, decision))
        }
    }
}

/// The catalogue number of an id; `Visit.unknownPlatform` for a name that is no platform's.
private func number(_ id: String?, _ catalogue: Catalogue) -> UInt8? {
    id.map { catalogue.platform(id: $0)?.number ?? Visit.unknownPlatform }
}

/// The location as text; nil for decisions that have none.
private func location(
    of decision: Decision, route: RawSpan, catalogue: HotCatalogue, form: LocationForm
) -> String? {
    switch decision.kind {
    case .page, .presave, .gone: return nil
    case .redirect, .search: break
    }
    let bytes = [UInt8](bytesMax: locationBytesMax) { sink in
        appendLocation(of: decision, route: route, catalogue: catalogue, form: form, to: &sink)
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// The longest location: a whole URL, or a search page's with the words.
private let locationBytesMax = 4096
