import Smartlink

/// The parts of a landing page below its cover, in the order a fan reads them.
struct LandingBody {
    let link: Link
    /// The link in the words it is shown with: a variant's, where a test runs.
    let shown: Link
    let facts: PageFacts
    let url: String

    private var wording: Wording { facts.wording }
    private var names: [String: String] { ["title": link.title, "artist": link.artist] }

    // MARK: What it is

    func writeTitle(to page: inout HTMLWriter) {
        page.markup("<header class=\"title\">\n<p class=\"kind\">")
        for (place, part) in kindParts.enumerated() {
            if place > 0 { page.text(" · ") }
            page.isolated(part)
        }
        let isLong = shown.title.count > PageLimits.largeTitleCharactersMax
        page.markup("</p>\n<h1 dir=\"auto\"")
        if isLong { page.markup(" class=\"long\"") }
        page.markup(">")
        page.text(shown.title)
        page.markup("</h1>\n<p class=\"artist\" dir=\"auto\">")
        page.text(link.artist)
        page.markup("</p>\n")
        if let headline = shown.headline, !headline.isEmpty {
            page.markup("<p class=\"headline\" dir=\"auto\">")
            page.text(headline)
            page.markup("</p>\n")
        }
        if let bio = shown.bio, !bio.isEmpty {
            page.markup("<p dir=\"auto\" class=\"bio")
            if bio.count > PageLimits.centredTextCharactersMax { page.markup(" long") }
            page.markup("\">")
            page.text(bio)
            page.markup("</p>\n")
        }
        page.markup("</header>\n")
    }

    /// `Album`, `12 tracks`, `47 min`
    private var kindParts: [String] {
        var parts: [String] = []
        switch link.kind {
        case .track: parts.append(wording.text(.track))
        case .album: parts.append(wording.text(.album))
        case .playlist: parts.append(wording.text(.playlist))
        }
        if link.kind == .track {
            if let album = link.album, !album.isEmpty, album != link.title { parts.append(album) }
            if let length = PlayingTime(ms: link.durationMs) { parts.append(length.text) }
        } else {
            let count = link.tracks.count
            if count > 0 { parts.append(wording.text(CountedPhrase.tracks, count: count)) }
            if let length = PlayingTime(ms: link.durationMs ?? sumOfTracks) {
                parts.append(wording.text(minutes: length.minutes))
            }
        }
        return parts
    }

    /// Nil unless every track's length is known.
    private var sumOfTracks: Int64? {
        var sum: Int64 = 0
        for track in link.tracks {
            guard let length = track.durationMs else { return nil }
            let (total, overflow) = sum.addingReportingOverflow(length)
            if overflow { return nil }
            sum = total
        }
        return sum
    }

    // MARK: Where to hear it

    func writeServices(to page: inout HTMLWriter) {
        page.markup("<section class=\"services\" aria-labelledby=\"services\">\n")
        if let missing = facts.missing, !facts.offers.isEmpty {
            page.markup("<p class=\"notice\" role=\"status\">")
            page.phrase(.missing, wording, ["platform": missing.name])
            page.markup("</p>\n")
        }
        page.markup("<h2 id=\"services\" class=\"unseen\">")
        page.text(wording.text(.services))
        page.markup("</h2>\n")
        guard !facts.offers.isEmpty else {
            page.markup("<p class=\"notice\" role=\"status\">")
            page.text(wording.text(.unavailable))
            page.markup("</p>\n</section>\n")
            return
        }
        page.markup("<ul class=\"services\" role=\"list\">\n")
        for offer in facts.offers { writeButton(offer, to: &page) }
        page.markup("</ul>\n")
        writeChoice(to: &page)
        page.markup("</section>\n")
        writePlayers(to: &page)
    }

    /// Apart from the services: what is said of a remembered choice is not said of these.
    private func writePlayers(to page: inout HTMLWriter) {
        let actions = facts.playerActions(for: link)
        guard !actions.isEmpty else { return }
        page.markup("<p class=\"players\">")
        page.player(actions, of: link, facts)
        page.markup("</p>\n")
    }

    private func writeButton(_ offer: Offer, to page: inout HTMLWriter) {
        page.markup("<li><a class=\"service\" rel=\"nofollow\"")
        page.attribute(.href, offer.href)
        page.markup(">")
        page.mark(of: offer.platform)
        page.markup("<span class=\"name\">")
        page.text(offer.platform.name)
        page.markup("</span> <span class=\"go\" dir=\"auto\">")
        let own = shown.cta.map(oneLine) ?? ""
        page.text(own.isEmpty ? wording.text(.listen) : own)
        page.markup("</span></a></li>\n")
    }

    /// Shown to those who have not chosen yet as well: they come back to this very page by "back".
    private func writeChoice(to page: inout HTMLWriter) {
        page.markup("<form class=\"choice\" method=\"post\"")
        page.attribute(.action, "/link/\(link.code)/ask")
        page.markup("><p>")
        if let remembered = facts.remembered {
            page.phrase(.rememberedChoice, wording, ["platform": remembered.name])
        } else {
            page.text(wording.text(.choice))
        }
        page.markup("</p><button>")
        page.text(wording.text(.ask))
        page.markup("</button></form>\n")
    }

    // MARK: What is on it

    func writeTracks(to page: inout HTMLWriter) {
        guard link.kind != .track, !link.tracks.isEmpty else { return }
        page.markup("<section class=\"tracks\" aria-labelledby=\"tracks\">\n<h2 id=\"tracks\">")
        page.text(wording.text(Phrase.tracks))
        page.markup("</h2>\n<ol role=\"list\">\n")
        for track in link.tracks.prefix(PageLimits.shownTracksMax) {
            page.entry(track, of: link)
        }
        page.markup("</ol>\n")
        let more = link.tracks.count - PageLimits.shownTracksMax
        if more > 0 {
            page.markup("<p class=\"more\">")
            page.text(wording.text(.moreTracks, count: more))
            page.markup("</p>\n")
        }
        page.markup("</section>\n")
    }

    // MARK: Passing it on

    func writeFoot(to page: inout HTMLWriter) {
        page.markup("<footer class=\"foot\">\n")
        page.share(url, wording)
        page.embed(link, facts)
        page.markup("</footer>\n")
    }
}

extension HTMLWriter {
    /// A page's address to pass on.
    mutating func share(_ url: String, _ wording: Wording) {
        markup("<details class=\"share\"><summary>")
        markup("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">")
        markup("<path d=\"M12 15V3.5M8 7l4-4 4 4M6 11H5v9.5h14V11h-1\"/></svg>")
        text(wording.text(.share))
        markup("</summary>\n<div><label class=\"unseen\" for=\"address\">")
        text(wording.text(.shareAddress))
        markup("</label><input id=\"address\" dir=\"ltr\" readonly")
        attribute(.value, url)
        markup("><button type=\"button\" hidden data-done=\"")
        text(wording.text(.shareCopied))
        markup("\">")
        text(wording.text(.shareCopy))
        markup("</button><span class=\"unseen\" role=\"status\"></span></div></details>\n")
    }
}
