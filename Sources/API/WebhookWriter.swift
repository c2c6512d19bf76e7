// The body of a webhook's message: {"id","type","createdAt","data":{…}}. Each is written when it is sent, from what the
// store says then, so that no address of a fan lies in a queue and a link is shown as it is:
//
//   link.…                {"link":{…}} as GET /links/<code> shows it; "omitted" names lists that were too long
//   presave.…             {"presave":{"link","platform","mode","state","reason"}}, nothing of the fan
//   subscriber.confirmed  {"subscriber":{"link","email","locale","country","confirmedAt","wording"}}: what GET …/fans
//                         shows, for addresses given for news alone; nothing once the fan has withdrawn it
//   click.batch           {"clicks":{"link","from","to","visits","clickThroughs","by":{"platform","country"}}}
//   ping                  {"webhook"}
internal import JSONText
public import Operations
public import Smartlink

/// Writes messages over the stores they tell of.
public struct WebhookWriter: Sendable {
    private let links: any LinkStore
    private let fans: any FanStore
    private let now: @Sendable () -> Instant
    private let baseURL: @Sendable () -> String

    public init(
        links: any LinkStore, fans: any FanStore, now: @escaping @Sendable () -> Instant,
        baseURL: @escaping @Sendable () -> String
    ) {
        self.links = links
        self.fans = fans
        self.now = now
        self.baseURL = baseURL
    }

    /// The body; nil if what it would tell of is gone.
    public func write(_ news: WebhookNews) async throws(Failure) -> [UInt8]? {
        switch news {
        case .ping(let event, let webhook, let at):
            return Self.body(event, Webhook.ping, at, ["webhook": .integer(webhook)]).bytes
        case .delivery(let delivery):
            guard let link = try await links.link(id: delivery.link),
                let parts = try await parts(of: delivery, link)
            else { return nil }
            for part in parts {
                let body = Self.body(
                    delivery.event, delivery.kind.rawValue, delivery.createdAt, part
                ).bytes
                if body.count <= WebhookLimits.bodyBytesMax { return body }
            }
            return nil
        }
    }

    private static func body(
        _ event: String, _ type: String, _ at: Instant, _ parts: JSON
    ) -> JSON {
        [
            "id": .string(event), "type": .string(type), "createdAt": .string(at.rfc3339),
            "data": parts,
        ]
    }

    /// What `data` may be, the fullest first: the first that is short enough is sent.
    private func parts(
        of delivery: Delivery, _ link: Link
    ) async throws(Failure) -> [JSON]? {
        switch delivery.subject {
        case .link: return linkParts(link)
        case .save(let news):
            return [
                [
                    "presave": [
                        "link": .string(link.code.text), "platform": .string(news.platform),
                        "mode": .string(news.mode), "state": .string(news.state),
                        "reason": .text(news.reason),
                    ]
                ]
            ]
        case .subscription(let id):
            guard let (subscription, _) = try await fans.subscription(id),
                subscription.endedAt == nil, subscription.confirmedAt != nil,
                let fan = try await fans.fan(subscription.fan),
                case .object(let members) = FanResource((subscription, fan)).json
            else { return nil }
            let link = JSON.Member("link", .string(link.code.text))
            return [["subscriber": .object([link] + members)]]
        case .clicks(let batch): return [["clicks": Self.json(batch, of: link)]]
        }
    }

    private func linkParts(_ link: Link) -> [JSON] {
        var shorter = link
        shorter.tracks = []
        var shortest = shorter
        shortest.destinations = []
        shortest.rules = []
        shortest.affiliate = [:]
        let forms: [(Link, [JSON])] = [
            (link, []), (shorter, ["tracks"]),
            (shortest, ["tracks", "destinations", "rules", "affiliate"]),
        ]
        return forms.map { form, omitted in
            let shown = LinkResource.json(form, at: now(), baseURL: baseURL())
            return omitted.isEmpty
                ? ["link": shown] : ["link": shown, "omitted": .array(omitted)]
        }
    }

    private static func json(_ batch: ClickBatch, of link: Link) -> JSON {
        [
            "link": .string(link.code.text), "from": .string(batch.from.rfc3339),
            "to": .string(batch.to.rfc3339), "visits": .integer(batch.visits),
            "clickThroughs": .integer(batch.clickThroughs),
            "by": [
                "platform": .array(batch.platforms.map(json)),
                "country": .array(batch.countries.map(json)),
            ],
        ]
    }

    private static func json(_ part: ClickBatch.Part) -> JSON {
        [
            "key": .string(part.key), "visits": .integer(part.visits),
            "clickThroughs": .integer(part.clickThroughs),
        ]
    }
}
