public import Smartlink

/// The page a fan meets at `/link/<code>`: the music, and a button for each service it is on.
///
/// Before release it counts down and offers to pre-save or to be reminded (`PresaveBody`). Buttons
/// are links, forms post natively; nothing needs a script.
public enum LandingPage {
    /// The whole document in UTF-8.
    public static func html(_ link: Link, _ facts: PageFacts) -> [UInt8] {
        var page = HTMLWriter(reserving: 24_576, for: facts.use)
        let head = PageHead(link: link, facts: facts)
        head.write(to: &page)
        let shown = facts.variant.map(link.dressed(as:)) ?? link
        let body = LandingBody(link: link, shown: shown, facts: facts, url: head.url)
        page.markup("<body>\n<main>\n")
        page.cover(of: shown, .page, facts.sharedPicture, wording: facts.wording)
        page.markup("<div class=\"story\">\n")
        body.writeTitle(to: &page)
        switch facts.state {
        case .presave, .disabled, .deleted:
            PresaveBody(link: link, facts: facts, url: head.url).write(to: &page)
        case .released:
            body.writeServices(to: &page)
            if hasForms(link, facts) {
                SignUpForm(link: link, wording: facts.wording).writeNews(to: &page)
            }
        }
        body.writeTracks(to: &page)
        body.writeFoot(to: &page)
        page.markup("</div>\n</main>\n")
        page.inline(behaviour)
        if hasForms(link, facts) { page.inline(formBehaviour) }
        page.embedScript()
        if !facts.playerActions(for: link).isEmpty { page.playerScript() }
        page.markup("</body></html>\n")
        return page.bytes
    }

    /// Whether the page has more on it than a released link's buttons.
    static func hasForms(_ link: Link, _ facts: PageFacts) -> Bool {
        switch facts.state {
        case .presave, .disabled, .deleted: true
        case .released: facts.emailCapture && link.emailCapture
        }
    }
}

/// Where a cover is shown, and how wide it is there at most, as `sizes` says it (HTML §4.8.4.2.1).
enum CoverPlace: String {
    case page = "(min-width:56rem) 25rem,20rem"
    case smallEmbed = "7.5rem"
    case largeEmbed = "13rem"
}

extension HTMLWriter {
    /// A phrase whose `{name}`s are somebody's own words.
    mutating func phrase(_ phrase: Phrase, _ wording: Wording, _ values: [String: String]) {
        for piece in Wording.pieces(of: wording.text(phrase)) {
            switch piece {
            case .words(let words): text(words)
            case .place(let name): isolated(values[name] ?? "")
            }
        }
    }

    /// A link's artwork in its own light, or calm colours where it has none.
    ///
    /// Where cards are drawn covers are scaled too, and the browser takes the width it needs.
    mutating func cover(
        of link: Link, _ place: CoverPlace, _ drawn: SharedPicture, wording: Wording
    ) {
        markup("<div class=\"cover\">")
        if let artwork = link.artwork {
            if place == .page {
                markup("<img class=\"glow\" alt=\"\"")
                attribute(.src, drawn == .card ? Cover.smallest(of: artwork) : artwork.path)
                markup(">")
            }
            markup("<img class=\"art\" fetchpriority=\"high\"")
            if drawn == .card {
                sources(Cover.choices(of: artwork))
                attribute(.sizes, place.rawValue)
            }
            attribute(.src, artwork.path)
            attribute(.width, String(artwork.width))
            attribute(.height, String(artwork.height))
            attribute(
                .alt, wording.text(.cover, ["title": link.title, "artist": link.artist]))
            markup(">")
        } else {
            placeholder(Palette.of(link))
        }
        markup("</div>\n")
    }

    private mutating func placeholder(_ palette: Palette) {
        markup("<svg class=\"glow\" viewBox=\"0 0 10 10\" aria-hidden=\"true\">")
        markup("<rect width=\"10\" height=\"10\"")
        attribute(.fill, "#\(palette.high)")
        markup("/></svg><svg class=\"art\" viewBox=\"0 0 400 400\" aria-hidden=\"true\">")
        markup("<defs><linearGradient id=\"calm\" x2=\".6\" y2=\"1\"><stop stop-color=\"#")
        text(palette.high)
        markup("\"/><stop offset=\"1\" stop-color=\"#")
        text(palette.low)
        markup("\"/></linearGradient></defs>")
        markup("<rect width=\"400\" height=\"400\" fill=\"url(#calm)\"/>")
        markup("<g fill=\"none\" stroke=\"#fff\" stroke-opacity=\".3\" stroke-width=\"2\">")
        markup("<circle cx=\"200\" cy=\"200\" r=\"26\"/><circle cx=\"200\" cy=\"200\" r=\"58\"/>")
        markup("<circle cx=\"200\" cy=\"200\" r=\"92\"/><circle cx=\"200\" cy=\"200\" r=\"128\"/>")
        markup("</g></svg>")
    }
}
