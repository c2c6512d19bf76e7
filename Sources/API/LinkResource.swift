// A link as the API shows it. The order of names is SPEC §6's and part of the interface; what is
// not set is null.
public import JSONText
internal import Operations
public import Smartlink

public enum LinkResource {
    /// The link as it is at `now`; `baseURL` stands before its own addresses, without a slash at
    /// its end.
    public static func json(_ link: Link, at now: Instant, baseURL: String) -> JSON {
        var resource: JSON = [
            "code": .string(link.code.text),
            "url": .string("\(baseURL)/link/\(link.code.text)"),
            "kind": .string(link.kind.rawValue),
            "title": .string(link.title),
            "artist": .string(link.artist),
            "album": .text(link.album),
            "isrc": .text(link.isrc),
            "upc": .text(link.upc),
            "durationMs": .count(link.durationMs),
            "releaseAt": .text(link.releaseAt?.rfc3339),
            "releaseMode": .string(link.releaseMode.rawValue),
            "state": .string(link.state(at: now).rawValue),
            "headline": .text(link.headline),
            "bio": .text(link.bio),
            "cta": .text(link.cta),
            "artwork": link.artwork.map { json($0, baseURL: baseURL) } ?? .null,
            "destinations": .array(link.destinations.map(json)),
            "mode": .string(link.mode.rawValue),
            "rules": .array(link.rules.map(json)),
            "emailCapture": .bool(link.emailCapture),
            "utm": json(link.utm),
            "affiliate": json(link.affiliate),
            "tracks": .array(link.tracks.map(json)),
            "family": .text(link.family?.text),
            "split": link.split.map(json) ?? .null,
            "createdAt": .string(link.createdAt.rfc3339),
            "updatedAt": .string(link.updatedAt.rfc3339),
            "version": .integer(link.version),
        ]
        if let deletedAt = link.deletedAt, case .object(var members) = resource {
            members.append(.init("deletedAt", .string(deletedAt.rfc3339)))
            resource = .object(members)
        }
        return resource
    }

    static func json(_ artwork: Artwork, baseURL: String) -> JSON {
        [
            "url": .string(baseURL + artwork.path), "type": .string(artwork.type.mediaType),
            "width": .integer(Int64(artwork.width)), "height": .integer(Int64(artwork.height)),
        ]
    }

    static func json(_ destination: Destination) -> JSON {
        var members: [JSON.Member] = [
            .init("platform", .string(destination.platform)),
            .init("url", .string(destination.url)),
            .init("source", .string(destination.source.rawValue)),
            .init("confidence", .number(destination.confidence)),
            .init("status", .string(destination.status.rawValue)),
            .init("territories", .array(destination.territories.map { .string($0) })),
        ]
        if destination.isCustom { members.append(.init("custom", true)) }
        return .object(members)
    }

    /// Only the conditions that ask something.
    static func json(_ rule: Rule) -> JSON {
        var when: [JSON.Member] = []
        func list(_ name: String, _ values: [String]) {
            guard !values.isEmpty else { return }
            when.append(.init(name, .array(values.map { .string($0) })))
        }
        list("country", rule.country.map(\.text))
        list("os", rule.os.map(\.name))
        list("language", rule.language.map(\.text))
        list("referrer", rule.referrer)
        list("channel", rule.channel)
        if let inApp = rule.inApp { when.append(.init("inApp", .bool(inApp))) }
        if let after = rule.after { when.append(.init("after", .string(after.rfc3339))) }
        if let before = rule.before { when.append(.init("before", .string(before.rfc3339))) }
        let to: String =
            switch rule.to {
            case .platform(let id): id
            case .page: pageTarget
            }
        return ["when": .object(when), "to": .string(to)]
    }

    /// A rule's target that is no platform.
    static let pageTarget = "page"

    private static func json(_ utm: UTM) -> JSON {
        [
            "source": .text(utm.source), "medium": .text(utm.medium),
            "campaign": .text(utm.campaign), "term": .text(utm.term),
            "content": .text(utm.content),
        ]
    }

    /// Sorted by name, so that the same link always has the same bytes.
    private static func json(_ affiliate: [String: [String: String]]) -> JSON {
        .object(
            affiliate.sorted { $0.key < $1.key }.map { platform, parameters in
                JSON.Member(
                    platform,
                    .object(
                        parameters.sorted { $0.key < $1.key }.map {
                            JSON.Member($0.key, .string($0.value))
                        }))
            })
    }

    private static func json(_ track: Track) -> JSON {
        [
            "title": .string(track.title), "artist": .text(track.artist),
            "album": .text(track.album), "durationMs": .count(track.durationMs),
            "isrc": .text(track.isrc), "destinations": .array(track.destinations.map(json)),
        ]
    }

    /// As `PUT …/split` takes it.
    static func json(_ split: Split) -> JSON {
        [
            "variants": .array(
                split.variants.map {
                    [
                        "variant": .string($0.variant.text),
                        "weight": .integer(Int64($0.weight)),
                    ]
                }),
            "startsAt": .text(split.startsAt?.rfc3339),
            "endsAt": .text(split.endsAt?.rfc3339),
        ]
    }
}
