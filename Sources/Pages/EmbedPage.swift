public import Smartlink

/// The card inside an `<iframe>` on somebody else's page.
///
/// It is the same for every fan: a frame of another site has no cookie of ours, so its button opens the link itself,
/// where the platform the fan chose last time is known.
public enum EmbedPage {
    /// The whole document in UTF-8.
    public static func html(_ link: Link, _ form: EmbedForm, _ facts: PageFacts) -> [UInt8] {
        var page = HTMLWriter(reserving: 12_288)
        let names = ["title": link.title, "artist": link.artist]
        page.beginDocument(title: facts.wording.text(.title, names), wording: facts.wording)
        page.markup("<meta name=\"robots\" content=\"noindex\">\n<link rel=\"canonical\"")
        page.attribute(.href, "\(Origin(facts.baseURL).text)/link/\(link.code)")
        page.markup(">\n")
        page.markup("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n")
        page.inline(embedStylesheet)
        page.markup("</head>\n<body")
        writeLook(form, to: &page)
        page.markup(">\n<main")
        if form.size == .large { page.markup(" class=\"large\"") }
        page.markup(">\n")
        page.cover(
            of: link, form.size == .small ? .smallEmbed : .largeEmbed, facts.sharedPicture,
            wording: facts.wording)
        writeStory(link, form, facts, to: &page)
        if form.size == .large { writeTracks(link, to: &page) }
        page.markup("</main>\n")
        if !facts.playerActions(for: link).isEmpty { page.playerScript() }
        page.markup("</body></html>\n")
        return page.bytes
    }

    /// A colour of the site's own decides by itself whether dark or light letters are read on it.
    private static func writeLook(_ form: EmbedForm, to page: inout HTMLWriter) {
        if let ground = form.ground {
            page.attribute(.bgcolor, "#\(ground)")
            if TileColor(ground).takesDarkText {
                page.markup(" class=\"own light\"")
            } else {
                page.markup(" class=\"own dark\"")
            }
            return
        }
        switch form.theme {
        case .auto: break
        case .light: page.markup(" class=\"light\"")
        case .dark: page.markup(" class=\"dark\"")
        }
    }

    private static func writeStory(
        _ link: Link, _ form: EmbedForm, _ facts: PageFacts, to page: inout HTMLWriter
    ) {
        page.markup("<div class=\"story\">\n<h1 dir=\"auto\">")
        page.text(link.title)
        page.markup("</h1>\n<p class=\"artist\" dir=\"auto\">")
        page.text(link.artist)
        page.markup("</p>\n")
        let isEarly = facts.state == .presave
        if isEarly, let releaseAt = link.releaseAt {
            page.markup("<p class=\"date\">")
            let date = facts.wording.text(CalendarDate(releaseAt))
            page.text(facts.wording.text(.presaveDate, ["date": date]))
            page.markup("</p>\n")
        }
        page.markup("<p class=\"acts\"><a class=\"play\" target=\"_blank\" rel=\"noopener\"")
        page.attribute(.href, "/link/\(link.code)?ch=embed")
        page.markup(">")
        page.markup("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M7 4v16l13-8z\"/>")
        page.markup("</svg>")
        let own = link.cta.map(oneLine) ?? ""
        if isEarly {
            page.text(facts.wording.text(.embedPresave))
        } else {
            page.text(own.isEmpty ? facts.wording.text(.listen) : own)
        }
        page.markup("</a>")
        let actions = facts.playerActions(for: link)
        switch form.size {
        // A small card has room for one, and for its name.
        case .small: page.player(Array(actions.prefix(1)), of: link, facts, showing: .player)
        case .large: page.player(actions, of: link, facts)
        }
        page.markup("</p>\n</div>\n")
    }

    private static func writeTracks(_ link: Link, to page: inout HTMLWriter) {
        guard link.kind != .track, !link.tracks.isEmpty else { return }
        page.markup("<ol role=\"list\" tabindex=\"0\">\n")
        for track in link.tracks.prefix(PageLimits.shownTracksMax) {
            page.entry(track, of: link)
        }
        page.markup("</ol>\n")
    }
}
