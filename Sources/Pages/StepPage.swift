import Smartlink

/// What all pages beside a link's own need: where they are, in which language, in which world.
public struct PageSetting: Sendable {
    /// Scheme and authority of this server as fans see it, without a path.
    public var baseURL: String
    public var wording: Wording
    /// Whether the platforms are stand-ins; the page says so.
    public var isSandbox: Bool
    /// Whether covers are scaled here, as they are where cards are drawn.
    public var sharedPicture = SharedPicture.artwork

    public init(baseURL: String, wording: Wording, isSandbox: Bool = false) {
        self.baseURL = baseURL
        self.wording = wording
        self.isSandbox = isSandbox
    }
}

/// A page for one fan and one step: a heading, a few words, at most one thing to do.
///
/// Its address may be a secret of the fan's, so search engines and other sites are not told it.
struct StepPage {
    let setting: PageSetting
    let link: Link?
    let title: String

    func html(_ body: (inout HTMLWriter) -> Void) -> [UInt8] {
        var page = HTMLWriter(reserving: 16_384)
        writeHead(to: &page)
        page.markup("<body>\n<main class=\"step\">\n")
        if let link { page.cover(of: link, .page, setting.sharedPicture, wording: setting.wording) }
        page.markup("<div class=\"story\">\n")
        if setting.isSandbox { page.sandboxLabel(setting.wording) }
        writeTitle(to: &page)
        body(&page)
        page.markup("</div>\n</main>\n")
        page.inline(behaviour)
        page.inline(formBehaviour)
        page.markup("</body></html>\n")
        return page.bytes
    }

    func writeHead(to page: inout HTMLWriter) {
        page.beginDocument(title: title, wording: setting.wording)
        page.meta("robots", "noindex")
        page.meta("referrer", "same-origin")
        page.meta("theme-color", link.map { Palette.of($0).theme } ?? "#5b4aa3")
        page.endHead(formStylesheet)
    }

    func writeTitle(to page: inout HTMLWriter) {
        page.markup("<header class=\"title\">\n")
        if let link {
            page.markup("<p class=\"kind\">")
            page.phrase(
                .title, setting.wording, ["title": link.title, "artist": link.artist])
            page.markup("</p>\n")
        }
        page.markup("<h1 dir=\"auto\">")
        page.text(title)
        page.markup("</h1>\n</header>\n")
    }
}

extension HTMLWriter {
    /// One paragraph of a phrase; names in it are somebody's own words.
    mutating func paragraph(
        _ opening: StaticString, _ phrase: Phrase, _ wording: Wording,
        _ values: [String: String] = [:]
    ) {
        markup(opening)
        self.phrase(phrase, wording, values)
        markup("</p>\n")
    }

    /// A link in words, on a line of its own.
    mutating func wayOn(_ phrase: Phrase, _ wording: Wording, to url: String) {
        markup("<p><a")
        attribute(.href, url)
        markup(">")
        text(wording.text(phrase))
        markup("</a></p>\n")
    }

    /// A form that is one button.
    mutating func button(
        _ phrase: Phrase, _ wording: Wording, posting action: String,
        _ fields: (inout HTMLWriter) -> Void = { _ in }
    ) {
        markup("<form method=\"post\"")
        attribute(.action, action)
        markup(">\n")
        fields(&self)
        markup("<button class=\"send\">")
        text(wording.text(phrase))
        markup("</button></form>\n")
    }
}

extension Link {
    /// What phrases call `{title}` and `{artist}`.
    var names: [String: String] { ["title": title, "artist": artist] }
}
