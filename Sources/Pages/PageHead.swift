// What crawlers read. They look at the first 4 kB, so every tag is bounded, the stylesheet comes
// after them, and the data block's track list takes only the room left (SPEC §2, PREVIEWS.md).
import Smartlink

enum PageLimits {
    /// From the document's first byte to the end of the last tag a crawler reads.
    static let tagBytesMax = 4_096
    static let previewTitleBytesMax = 60
    static let previewTextCharactersMax = 80
    /// Tracks in the data block, if they fit.
    static let describedTracksMax = 50
    /// Tracks on the page; a longer list says how many more there are.
    static let shownTracksMax = 100
    /// Titles longer than this are set smaller.
    static let largeTitleCharactersMax = 36
    /// Longer texts are set from the line's start instead of centred.
    static let centredTextCharactersMax = 160
    /// An address as SMTP carries it (RFC 5321 §4.5.3.1.3, less its brackets).
    static let addressCharactersMax = 254
    /// What comes after the data block and still belongs to the tags.
    static let blockEndBytes = 48
}

extension HTMLWriter {
    /// `<!doctype>` to the title: what all pages begin with.
    mutating func beginDocument(title: String, wording: Wording) {
        markup("<!doctype html>\n<html")
        attribute(.lang, wording.tag)
        attribute(.dir, wording.isRightToLeft ? "rtl" : "ltr")
        markup("><head><meta charset=\"utf-8\"><title>")
        text(excerpt(title, bytes: 120, escapedBytes: 200))
        markup("</title><meta name=\"viewport\" content=\"width=device-width,initial-scale=1,")
        markup("viewport-fit=cover\">\n")
    }

    /// - Parameter more: stylesheets a page needs beside the one all have.
    mutating func endHead(_ more: InlineAsset...) {
        markup("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n")
        inline(stylesheet)
        for asset in more { inline(asset) }
        markup("</head>\n")
    }

    /// `<meta property="…" content="…">`
    mutating func property(_ name: StaticString, _ content: String) {
        markup("<meta property=\"")
        markup(name)
        markup("\"")
        attribute(.content, content)
        markup(">\n")
    }

    /// `<meta name="…" content="…">`
    mutating func meta(_ name: StaticString, _ content: String) {
        markup("<meta name=\"")
        markup(name)
        markup("\"")
        attribute(.content, content)
        markup(">\n")
    }
}

/// This server's own address as fans see it.
struct Origin {
    /// Without a slash at its end.
    let text: String

    init(_ baseURL: String) {
        text = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    }

    /// Scheme and authority of a URL.
    init(url: String) {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        text = parts.prefix(3).joined(separator: "/")
    }

    /// The host: short, and the artist's or label's own name in the world.
    var siteName: String {
        guard let authority = text.split(separator: "/").last, !authority.hasPrefix("[") else {
            return "Segue"
        }
        return excerpt(
            String(authority.prefix { $0 != ":" }), bytes: 120, escapedBytes: 200)
    }
}

/// The tags of one link's page.
struct PageHead {
    let link: Link
    let facts: PageFacts

    private var wording: Wording { facts.wording }
    /// The address without tracking parameters.
    var url: String { "\(origin.text)/link/\(link.code)" }
    var origin: Origin { Origin(facts.baseURL) }
    private var oEmbed: String {
        let named = String(decoding: PercentEncoding.encode(url), as: UTF8.self)
        return "\(origin.text)/oembed?url=\(named)"
    }

    func write(to page: inout HTMLWriter) {
        page.beginDocument(title: name(wording.text(.title, words)), wording: wording)
        page.markup("<link rel=\"canonical\"")
        page.attribute(.href, url)
        page.markup(">\n<link rel=\"alternate\" type=\"application/json+oembed\"")
        page.attribute(.href, oEmbed)
        page.markup(">\n")
        let summary = previewText
        page.meta("description", summary)
        page.meta("theme-color", Palette.of(link).theme)
        writeOpenGraph(summary, to: &page)
        let room = PageLimits.tagBytesMax - page.bytes.count - PageLimits.blockEndBytes
        page.script(
            MusicDescription(link: link, url: url, origin: origin.text).json(bytesMax: room))
        page.markup("\n")
        if LandingPage.hasForms(link, facts) {
            page.endHead(formStylesheet)
        } else {
            page.endHead()
        }
    }

    private func writeOpenGraph(_ summary: String, to page: inout HTMLWriter) {
        switch link.kind {
        case .track: page.property("og:type", "music.song")
        case .album: page.property("og:type", "music.album")
        case .playlist: page.property("og:type", "music.playlist")
        }
        page.property("og:title", previewTitle)
        page.property("og:description", summary)
        page.property("og:url", url)
        page.property("og:site_name", origin.siteName)
        writePicture(to: &page)
        page.property("music:musician", name(link.artist))
        if let length = PlayingTime(ms: link.durationMs), link.kind == .track {
            page.property("music:duration", String(length.wholeSeconds))
        }
        if let releaseAt = link.releaseAt, link.kind != .playlist {
            page.property("music:release_date", CalendarDate(releaseAt).iso)
        }
        page.meta("twitter:card", hasPicture ? "summary_large_image" : "summary")
    }

    var words: [String: String] { ["title": link.title, "artist": link.artist] }

    /// Title and artist where both fit, else as much of the title as fits.
    var previewTitle: String {
        let both = oneLine(wording.text(.title, words))
        let bytesMax = PageLimits.previewTitleBytesMax
        return both.utf8.count <= bytesMax
            ? both : excerpt(link.title, bytes: bytesMax, escapedBytes: 180)
    }

    var previewText: String {
        excerpt(
            previewSource, characters: PageLimits.previewTextCharactersMax, bytes: 240,
            escapedBytes: 300)
    }

    private var previewSource: String {
        if facts.state == .presave, let releaseAt = link.releaseAt {
            let date = wording.text(CalendarDate(releaseAt))
            return wording.text(.previewPresave, words.merging(["date": date]) { one, _ in one })
        }
        for own in [link.headline, link.bio] {
            if let own, !oneLine(own).isEmpty { return own }
        }
        return wording.text(.previewListen, words)
    }

    func name(_ text: String) -> String {
        excerpt(text, bytes: 120, escapedBytes: 200)
    }
}
