// A link's fields as an assistant writes them, with examples; what values may be is the API's to say.
internal import JSONText

enum LinkFields {
    static let code = Property(
        "code",
        Schema.text("The link's code, like “mira-sleeper” or “x7Kp2Qa”; its whole URL will do too.")
    )

    static let clientId = Property(
        "clientId",
        Schema.text(
            "An id of your own for this creation, like “sleeper-2026-03-01”: 1 to 255 visible ASCII "
                + "characters. Repeat the call with the same id and arguments after a time-out and nothing is "
                + "made or charged twice."))

    /// By these the music is found on every platform.
    static let clues: [Property] = [
        .init("isrc", Schema.text("A recording's ISRC, like “USRC17607839”: best for a track.")),
        .init(
            "upc", Schema.text("A release's UPC or EAN, like “0602445790128”: best for an album.")),
        .init(
            "sourceUrl",
            Schema.text(
                "The music's URL on any platform, like “https://open.spotify.com/track/…”: enough alone."
            )),
    ]

    static let resolve = Property(
        "resolve",
        Schema.flag("false: nothing is looked up, the link goes only where destinations say."))

    static let music: [Property] = [
        .init(
            "title",
            Schema.text("As fans know it, like “Sleeper”. Found by itself if there is a clue.")),
        .init("artist", Schema.text("Like “Mira”. Found by itself if there is a clue.")),
        .init(
            "kind", Schema.choice(["track", "album", "playlist"], "Found by itself; else track.")),
        .init("album", Schema.orNull(Schema.text("The album a track is on."))),
        .init("durationMs", Schema.orNull(Schema.integer("Length in milliseconds, like 214000."))),
    ]

    static let slug = Property(
        "slug",
        Schema.text(
            "The URL's last part, like “mira-sleeper”; it can never be changed. Needs the plan pro; "
                + "without it the link gets seven random characters."))

    static let copy: [Property] = [
        .init("headline", Schema.orNull(Schema.text("A line above the title, like “Out now”."))),
        .init("bio", Schema.orNull(Schema.text("A few sentences below it."))),
        .init("cta", Schema.orNull(Schema.text("What the buttons say, like “Listen”."))),
        .init(
            "artworkUrl",
            Schema.text(
                "Where the cover lies, JPEG, PNG or WebP up to 10 MB; it is copied from there.")),
    ]

    static let behaviour: [Property] = [
        .init(
            "destinations",
            Schema.list(
                destination,
                "Where the link goes, platform by platform: only what you know better than the search. "
                    + "On a change the list replaces the whole one.")),
        .init(
            "mode",
            Schema.choice(
                ["page", "direct"],
                "page shows all platforms; direct sends each fan on by device and choice.")),
        .init(
            "rules",
            Schema.list(
                rule, "Tried in order, the first whose conditions all hold decides; [] has none.")),
        .init("emailCapture", Schema.flag("Whether the page asks fans for their e-mail address.")),
        .init(
            "utm",
            Schema.closed(
                ["source", "medium", "campaign", "term", "content"].map {
                    Property($0, Schema.orNull(Schema.text()))
                }, "Campaign parameters added to every destination.")),
        .init(
            "affiliate",
            Schema.table(
                of: Schema.table(of: Schema.orNull(Schema.text())),
                "Parameters for one platform, like {\"apple-music\": {\"at\": \"1000lXYZ\"}}.")),
        .init(
            "tracks",
            Schema.list(
                track, "An album's or playlist's tracks in order; the list replaces the whole one.")
        ),
    ]

    static let releaseMode = Property(
        "releaseMode",
        Schema.choice(
            ["global", "local"],
            "global: one instant everywhere; local: when the clock says so where the fan is."))

    static let releaseExample =
        "RFC 3339, like “2026-03-01T00:00:00Z”. Before it the link collects pre-saves; then it becomes a smart "
        + "link by itself."

    private static let destination = Schema.closed(
        [
            .init("platform", Schema.text("Like “spotify”, “apple-music”, “tidal”, “bandcamp”.")),
            .init("url", Schema.text("Like “https://mira.bandcamp.com/track/sleeper”.")),
            .init("source", Schema.choice(["manual", "resolver", "search"])),
            .init("confidence", Schema.number("0 to 1.")),
            .init("status", Schema.choice(["verified", "pending", "unavailable"])),
            .init(
                "territories", Schema.list(Schema.text(), "Countries like “DE”; [] is everywhere.")),
            .init("custom", Schema.flag()),
        ], required: ["platform", "url"])

    private static let rule = Schema.closed(
        [
            .init("to", Schema.text("A platform's id like “tidal”, or “page”.")),
            .init(
                "when",
                Schema.closed([
                    .init("country", Schema.list(Schema.text(), "Like [\"DE\", \"AT\"].")),
                    .init("os", Schema.list(Schema.choice(systems))),
                    .init("language", Schema.list(Schema.text(), "Like [\"es\"].")),
                    .init(
                        "referrer", Schema.list(Schema.text(), "Hosts like [\"instagram.com\"].")),
                    .init("channel", Schema.list(Schema.text(), "Like [\"qr\", \"newsletter\"].")),
                    .init("inApp", Schema.flag("Inside another app's browser.")),
                    .init("after", Schema.time("From then on.")),
                    .init("before", Schema.time("Until then.")),
                ])),
        ], required: ["to"])

    private static let systems = [
        "ios", "android", "macos", "windows", "linux", "chromeos", "other",
    ]

    private static let track = Schema.closed(
        [
            .init("title", Schema.text()),
            .init("artist", Schema.orNull(Schema.text())),
            .init("album", Schema.orNull(Schema.text())),
            .init("durationMs", Schema.orNull(Schema.integer())),
            .init("isrc", Schema.orNull(Schema.text())),
            .init("destinations", Schema.list(destination)),
        ], required: ["title"])
}
