internal import HTTP
internal import JSONText

extension Tool {
    static let createSmartLink = Tool(
        name: "create_smart_link",
        title: "Create a smart link",
        description: """
            Makes one URL for music that is out: every fan who opens it lands on the platform they use. Call it when \
            somebody wants to share a track, album or playlist. Give an isrc, upc or sourceUrl and everything else is \
            found; without any of these give title, artist and destinations. Costs 1 credit (get_account shows how \
            many are left). Afterwards hand shareUrl to the user, and show destinations whose status is pending: \
            they want confirming with update_link. Platforms found later are added by themselves. For music that \
            is not out yet use create_presave.
            """,
        arguments: [LinkFields.clientId] + LinkFields.clues + LinkFields.music
            + [LinkFields.resolve, LinkFields.slug] + LinkFields.copy + LinkFields.behaviour,
        output: LinkSchema.created, nature: .addsFromElsewhere, method: .post, path: "/links",
        extend: LinkSchema.shared)

    static let createPresave = Tool(
        name: "create_presave",
        title: "Create a pre-save link",
        description: """
            Makes one URL for music that is not out yet: fans pre-save it, and at releaseAt their saves run and the \
            same URL becomes a smart link. Call it for an upcoming release. Give title and artist, or an isrc or upc \
            if the release has one already. Costs 1 credit. Afterwards hand shareUrl to the user; get_link_stats \
            shows the pre-saves as they come in.
            """,
        arguments: [
            LinkFields.clientId,
            .init("releaseAt", Schema.time("When the music is out. " + LinkFields.releaseExample)),
            LinkFields.releaseMode,
        ] + LinkFields.clues + LinkFields.music + [LinkFields.resolve, LinkFields.slug]
            + LinkFields.copy
            + LinkFields.behaviour,
        required: ["releaseAt"],
        output: LinkSchema.created, nature: .addsFromElsewhere, method: .post, path: "/links",
        extend: LinkSchema.shared)

    static let listLinks = Tool(
        name: "list_links",
        title: "List links",
        description: """
            Lists this account's links, newest first, a page at a time. Call it to find a link's code by title or \
            artist. Where nextCursor is not null there is more: call again with it as cursor.
            """,
        arguments: [
            .init("search", Schema.text("Words of title, artist or code, like “sleeper”.")),
            .init("state", Schema.choice(["presave", "released", "disabled"])),
            .init("sort", Schema.choice(["-createdAt", "createdAt", "-updatedAt", "title"])),
            .init("limit", Schema.integer("Links on a page, 1 to 200.")),
            .init("cursor", Schema.text("nextCursor of the page before.")),
        ],
        output: Schema.open(
            [
                .init("items", Schema.list(LinkSchema.link)),
                .init("nextCursor", Schema.orNull(Schema.text())),
            ], required: ["items", "nextCursor"]),
        nature: .reads, method: .get, path: "/links")

    static let getLink = Tool(
        name: "get_link",
        title: "Show a link",
        description: """
            Shows everything about one link: where it goes, its copy, rules and state. Call it before update_link, \
            and a minute after creating to see what has been found since.
            """,
        arguments: [LinkFields.code], required: ["code"],
        output: LinkSchema.link, nature: .reads, method: .get, path: "/links/{code}")

    static let updateLink = Tool(
        name: "update_link",
        title: "Change a link",
        description: """
            Changes what is named and leaves the rest; null clears a field; destinations, rules and tracks replace \
            the whole list, so read it with get_link first. The URL stays. To confirm a pending destination send \
            the list with its status verified. state “disabled” takes the link off the net, “released” brings it \
            back. Overwritten values are gone: ask the user before replacing copy or destinations.
            """,
        arguments: [LinkFields.code]
            + LinkFields.clues.filter { $0.name != "sourceUrl" }.map {
                Property($0.name, Schema.orNull($0.schema))
            } + LinkFields.music + LinkFields.copy + LinkFields.behaviour + [
                .init(
                    "releaseAt",
                    Schema.orNull(Schema.time("Moves the release. " + LinkFields.releaseExample))),
                LinkFields.releaseMode,
                .init("state", Schema.choice(["released", "disabled", "presave"])),
            ],
        required: ["code"],
        output: LinkSchema.link, nature: .overwrites, method: .patch, path: "/links/{code}")

    static let duplicateLink = Tool(
        name: "duplicate_link",
        title: "Duplicate a link for an A/B test",
        description: """
            Makes a second link of the same family with its own code, copy and artwork, to try against the first: \
            name only what should differ, like headline or cta. Needs the plan pro and costs 1 credit. Afterwards \
            the two can be shared apart and compared with get_link_stats, or split on one URL in the dashboard.
            """,
        arguments: [LinkFields.code, LinkFields.clientId, LinkFields.slug]
            + LinkFields.music + LinkFields.copy + LinkFields.behaviour,
        required: ["code"],
        output: LinkSchema.link, nature: .adds, method: .post, path: "/links/{code}/duplicate")
}
