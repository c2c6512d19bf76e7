// What a link's page would be made from for the browser that asks, for the dashboard to show before anything is stored.
internal import Bytes
public import HTTP
public import Pages
public import Smartlink

extension FanTables {
    /// The facts of the page of `link`, which need not be stored, as it is in `state`.
    ///
    /// Destinations count as they would for a fan whose country nobody knows.
    public func preview(
        _ link: Link, as state: Link.State, for request: Request
    ) -> PageFacts {
        let agent = agents.classify(request.fields["User-Agent"] ?? "")
        let order = catalogue.order(for: agent.os)
        let offered = Route.prepare(link, catalogue: catalogue).withRawSpan { route in
            Route.reachable(route, from: .unknown, catalogue: catalogue.hot)
        }
        let now = Instant(ms: request.arrival.nowMs)
        var facts = PageFacts(
            baseURL: baseURL,
            offers: order.filter { offered >> UInt64($0.number) & 1 == 1 }
                .map { Offer(platform: $0, href: "/link/\(link.code)/to/\($0.id)") },
            wording: wording(for: request.fields["Accept-Language"] ?? ""), state: state, now: now)
        facts.use = .preview
        facts.emailCapture = presaves.takesAddresses
        facts.isSandbox = presaves.isSandbox
        facts.sharedPicture = sharedPicture
        if state != .released { facts.presaves = presaves.offers(on: order, for: link, at: now) }
        return facts
    }
}
