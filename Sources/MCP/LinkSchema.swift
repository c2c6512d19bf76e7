// A link as it is answered, by the API and by every tool that shows one.
internal import JSONText

enum LinkSchema {
    static let link = Schema.open(properties, required: required)

    /// Of a link that was just made: the same, with the names go-betweens know.
    static let created = Schema.open(
        properties + [
            .init("shareId", Schema.text("The same as code.")),
            .init("shareUrl", Schema.text("The same as url.")),
            .init("trackName", Schema.text("The same as title.")),
            .init("artistName", Schema.text("The same as artist.")),
            .init(
                "platformLinks",
                Schema.table(of: Schema.text(), "Each platform fans are sent to, with its URL.")),
            .init("platformCount", Schema.integer("How many those are; more may be found later.")),
        ],
        required: required + [
            "shareId", "shareUrl", "trackName", "artistName", "platformLinks", "platformCount",
        ])

    private static let required = [
        "code", "url", "kind", "title", "artist", "state", "destinations", "createdAt", "version",
    ]

    private static let properties: [Property] = [
        .init("code", Schema.text()),
        .init("url", Schema.text("What to give to fans.")),
        .init("kind", Schema.choice(["track", "album", "playlist"])),
        .init("title", Schema.text()),
        .init("artist", Schema.text()),
        .init("album", Schema.orNull(Schema.text())),
        .init("isrc", Schema.orNull(Schema.text())),
        .init("upc", Schema.orNull(Schema.text())),
        .init("durationMs", Schema.orNull(Schema.integer())),
        .init("releaseAt", Schema.orNull(Schema.text())),
        .init("releaseMode", Schema.text()),
        .init("state", Schema.text("presave, released or disabled.")),
        .init("headline", Schema.orNull(Schema.text())),
        .init("bio", Schema.orNull(Schema.text())),
        .init("cta", Schema.orNull(Schema.text())),
        .init("artwork", ["type": ["object", "null"]]),
        .init("destinations", Schema.list(destination)),
        .init("mode", Schema.text()),
        .init("rules", Schema.list(["type": "object"])),
        .init("emailCapture", Schema.flag()),
        .init("utm", ["type": "object"]),
        .init("affiliate", ["type": "object"]),
        .init("tracks", Schema.list(["type": "object"])),
        .init(
            "family", Schema.orNull(Schema.text("What A/B variants of one link have in common."))),
        .init("split", ["description": "The A/B test on this URL, if there is one."]),
        .init("createdAt", Schema.text()),
        .init("updatedAt", Schema.text()),
        .init("version", Schema.integer("Grows with every change.")),
    ]

    static let destination = Schema.open(
        [
            .init("platform", Schema.text()),
            .init("url", Schema.text()),
            .init("source", Schema.text("manual, resolver or search.")),
            .init("confidence", Schema.number("0 to 1.")),
            .init(
                "status",
                Schema.text(
                    "verified: fans go there; pending: the artist should confirm; unavailable.")),
            .init("territories", Schema.list(Schema.text())),
        ], required: ["platform", "url", "status"])

    /// Adds the names go-betweens know to a link's JSON.
    @Sendable
    static func shared(_ link: JSON) -> JSON {
        guard case .object(let members) = link else { return link }
        var platforms: [JSON.Member] = []
        if case .array(let destinations)? = link["destinations"] {
            for destination in destinations where destination["status"] == "verified" {
                guard case .string(let platform)? = destination["platform"],
                    let url = destination["url"],
                    !platforms.contains(where: { $0.name == platform })
                else { continue }
                platforms.append(.init(platform, url))
            }
        }
        return .object(
            members + [
                .init("shareId", link["code"] ?? .null), .init("shareUrl", link["url"] ?? .null),
                .init("trackName", link["title"] ?? .null),
                .init("artistName", link["artist"] ?? .null),
                .init("platformLinks", .object(platforms)),
                .init("platformCount", .integer(Int64(platforms.count))),
            ])
    }
}
