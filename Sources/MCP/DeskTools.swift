// Everything beside the links themselves: numbers, the music, a fan's way, the account.
internal import HTTP
internal import JSONText

extension Tool {
    static let getLinkStats = Tool(
        name: "get_link_stats",
        title: "Show a link's statistics",
        description: """
            Counts visits, click-throughs, pre-saves, sign-ups and conversions of one link: in total, over time and by \
            platform, country, os, referrer, channel, variant and reason. People only: bots are counted apart. \
            conversionRate is visits that converted ÷ visits, 0 to 1. Quote totals with their period; with few \
            visits say that the numbers are small.
            """,
        arguments: [
            LinkFields.code,
            .init("from", Schema.text("A day like “2026-03-01” or an RFC 3339 time; included.")),
            .init("to", Schema.text("Likewise; a day is included whole.")),
            .init("interval", Schema.choice(["hour", "day", "week", "month"], "Of the series.")),
            .init("tz", Schema.text("Time zone of the days, like “Europe/Berlin”; else UTC.")),
        ]
            + ["platform", "country", "os", "referrer", "channel", "variant", "reason"].map {
                Property($0, Schema.list(Schema.text(), "Count only events with one of these."))
            },
        required: ["code"],
        output: Schema.open(
            [
                .init("totals", counts),
                .init(
                    "series",
                    Schema.list(Schema.open([.init("start", Schema.text())], required: ["start"]))),
                .init(
                    "by",
                    Schema.table(
                        of: Schema.list(
                            Schema.open(
                                [
                                    .init("key", Schema.text()), .init("visits", Schema.integer()),
                                    .init("clickThroughs", Schema.integer()),
                                    .init("conversions", Schema.integer()),
                                ], required: ["key", "visits"])))),
                .init("funnel", Schema.table(of: Schema.integer())),
            ], required: ["totals", "series", "by", "funnel"]),
        nature: .reads, method: .get, path: "/links/{code}/stats")

    private static let counts = Schema.open(
        [
            .init("visits", Schema.integer()), .init("uniques", Schema.integer()),
            .init("clickThroughs", Schema.integer()), .init("presaves", Schema.integer()),
            .init("signups", Schema.integer()), .init("conversions", Schema.integer()),
            .init("conversionRate", Schema.number("0 to 1.")), .init("bots", Schema.integer()),
        ], required: ["visits", "clickThroughs", "conversions", "conversionRate", "bots"])

    static let resolveMusic = Tool(
        name: "resolve_music",
        title: "Find music on every platform",
        description: """
            Says what an ISRC, a UPC or a platform's URL is and where else it can be heard, without making a link. \
            Free of credits. Give exactly one of the three. Call it to check a code or before creating a link; \
            sources says what each platform answered, so “not there” and “could not be asked” stay apart.
            """,
        arguments: LinkFields.clues,
        output: Schema.open(
            [
                .init("title", Schema.orNull(Schema.text())),
                .init("artist", Schema.orNull(Schema.text())),
                .init("destinations", Schema.list(LinkSchema.destination)),
                .init(
                    "sources",
                    Schema.list(
                        Schema.open(
                            [
                                .init("source", Schema.text()), .init("outcome", Schema.text()),
                                .init("message", Schema.text()),
                                .init("retryAfterMs", Schema.orNull(Schema.integer())),
                            ], required: ["source", "outcome"]))),
            ], required: ["title", "artist", "destinations", "sources"]),
        nature: .readsElsewhere, method: .post, path: "/resolve")

    static let explainRoute = Tool(
        name: "explain_route",
        title: "Explain where a fan would go",
        description: """
            Plays one visit through without counting it: says where this fan would land and why, step by step. Call it \
            to test rules after update_link, or when somebody says that a link goes wrong.
            """,
        arguments: [
            LinkFields.code,
            .init("userAgent", Schema.text("The browser's User-Agent; decides device and app.")),
            .init("country", Schema.text("Like “DE”.")),
            .init("language", Schema.text("Accept-Language, like “es-MX”.")),
            .init(
                "referrer", Schema.text("The page they come from, like “https://instagram.com/”.")),
            .init("channel", Schema.text("?ch= or utm_source, like “qr”.")),
            .init(
                "cookie",
                Schema.text(
                    "The platform they chose before, like “tidal”; “segue_variant=CODE” for the "
                        + "variant of an A/B test they have seen.")),
            .init("to", Schema.text("A platform asked for by ?to=, like “deezer”.")),
            .init("choose", Schema.flag("Whether they asked for the page by ?choose.")),
            .init("at", Schema.time("When, if not now.")),
        ],
        required: ["code"],
        output: Schema.open(
            [
                .init("decision", Schema.text("redirect, page, presave or gone.")),
                .init("platform", Schema.orNull(Schema.text())),
                .init("location", Schema.orNull(Schema.text())),
                .init("reason", Schema.text()),
                .init(
                    "steps",
                    Schema.list(
                        Schema.open(
                            [
                                .init("rule", Schema.text()), .init("matched", Schema.flag()),
                                .init("why", Schema.text()),
                            ], required: ["rule", "matched", "why"]))),
                .init(
                    "split",
                    Schema.orNull(
                        Schema.open(
                            [
                                .init("variant", Schema.orNull(Schema.text())),
                                .init("by", Schema.text("cookie, weight or none.")),
                                .init("why", Schema.text()),
                            ], required: ["variant", "by", "why", "variants", "endsAt"]))),
            ], required: ["decision", "platform", "location", "reason", "steps", "split"]),
        nature: .reads, method: .get, path: "/links/{code}/explain")

    static let getAccount = Tool(
        name: "get_account",
        title: "Show the account",
        description: """
            Shows plan, credits and the ledger of what they were spent on, newest first. Call it before making many \
            links, and when something was refused for want of credits or plan.
            """,
        arguments: [
            .init("limit", Schema.integer("Ledger entries on a page, 1 to 200.")),
            .init("cursor", Schema.text("nextCursor of the page before.")),
        ],
        output: Schema.open(
            [
                .init("id", Schema.integer()), .init("name", Schema.text()),
                .init("plan", Schema.text("free, starter or pro.")),
                .init("credits", Schema.integer("Links that can still be made.")),
                .init("createdAt", Schema.text()),
                .init(
                    "ledger",
                    Schema.list(
                        Schema.open(
                            [
                                .init("at", Schema.text()), .init("amount", Schema.integer()),
                                .init("reason", Schema.text()),
                                .init("code", Schema.orNull(Schema.text())),
                            ], required: ["at", "amount", "reason"]))),
                .init("nextCursor", Schema.orNull(Schema.text())),
            ], required: ["id", "name", "plan", "credits", "ledger", "nextCursor"]),
        nature: .reads, method: .get, path: "/account")
}
