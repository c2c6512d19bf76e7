import Smartlink

/// What a link's page shows before release: the day, and what can be done until then.
///
/// A button says what it does. Only a platform Segue saves on is called a pre-save; every other one
/// is a reminder, and without letters it is only named.
struct PresaveBody {
    let link: Link
    let facts: PageFacts
    let url: String

    private var wording: Wording { facts.wording }
    private var direct: [PresaveOffer] { facts.presaves.filter { $0.mode == .direct } }
    private var reminders: [PresaveOffer] {
        facts.emailCapture ? facts.presaves.filter { $0.mode == .reminder } : []
    }

    func write(to page: inout HTMLWriter) {
        if facts.isSandbox { page.sandboxLabel(wording) }
        writeRelease(to: &page)
        // Switched off, a page is only ever looked at: nothing may be asked of anybody.
        guard facts.state == .presave else { return writeSoon(to: &page) }
        if !direct.isEmpty {
            if facts.isInApp { writeWayOut(to: &page) }
            writeDirect(to: &page)
        }
        if facts.emailCapture {
            SignUpForm(link: link, wording: wording)
                .writeReminder(reminders.map(\.platform), to: &page)
        }
        writeSoon(to: &page)
    }

    private func writeRelease(to page: inout HTMLWriter) {
        page.markup("<section class=\"when\">\n")
        if let moment = ReleaseMoment(link, wording) {
            page.markup("<p class=\"date\">")
            for piece in Wording.pieces(of: wording.text(.presaveDate)) {
                switch piece {
                case .words(let words): page.text(words)
                case .place: moment.write(to: &page)
                }
            }
            page.markup("</p>\n")
            if facts.state == .presave { writeCount(moment, to: &page) }
        }
        page.markup("<p class=\"promise\">")
        page.text(wording.text(.presavePromise))
        page.markup("</p>\n</section>\n")
    }

    /// The words stand until the script puts its figures in their place.
    private func writeCount(_ moment: ReleaseMoment, to page: inout HTMLWriter) {
        if let left = moment.left(from: facts.now) {
            page.markup("<p class=\"days\">")
            page.text(left)
            page.markup("</p>\n")
        }
        page.markup("<div class=\"count\" role=\"timer\" hidden")
        page.attribute(.until, moment.until)
        page.markup("></div>\n<p class=\"out\" hidden><a")
        page.attribute(.href, "/link/\(link.code)")
        page.markup(">")
        page.text(wording.text(.presaveOut))
        page.markup("</a></p>\n")
    }

    private func writeWayOut(to page: inout HTMLWriter) {
        page.markup("<section class=\"notice wayout\" aria-labelledby=\"wayout\">\n")
        page.markup("<h2 id=\"wayout\">")
        page.text(wording.text(.inAppTitle))
        page.markup("</h2>\n<p>")
        page.text(wording.text(.inAppText))
        page.markup(
            "</p>\n<div class=\"copy\"><input dir=\"ltr\" readonly aria-labelledby=\"wayout\"")
        page.attribute(.value, url)
        page.markup("><button type=\"button\" hidden data-done=\"")
        page.text(wording.text(.shareCopied))
        page.markup("\">")
        page.text(wording.text(.shareCopy))
        page.markup("</button></div>\n</section>\n")
    }

    /// Links, not forms: the way leads on to the platform's own address, which `form-action` would
    /// have to name.
    private func writeDirect(to page: inout HTMLWriter) {
        page.markup("<section class=\"services\" aria-labelledby=\"presave\">\n<h2 id=\"presave\">")
        page.text(wording.text(.presaveTitle))
        page.markup("</h2>\n<ul class=\"services\" role=\"list\">\n")
        for offer in direct {
            page.markup("<li><a class=\"service\" rel=\"nofollow\" data-zone")
            page.attribute(.href, offer.href)
            page.markup(">")
            page.mark(of: offer.platform)
            page.markup("<span class=\"name\">")
            page.phrase(.presaveSave, wording, ["platform": offer.platform.name])
            page.markup("</span> <span class=\"go\" aria-hidden=\"true\">+</span></a></li>\n")
        }
        page.markup("</ul>\n<p class=\"terms\">")
        page.text(wording.text(.presaveTerms))
        page.markup("</p>\n</section>\n")
    }

    /// Platforms the music will be on and nothing more can be promised for.
    private func writeSoon(to page: inout HTMLWriter) {
        let shown = Set((direct + reminders).map(\.platform.id))
        let all = facts.presaves.map(\.platform) + facts.offers.map(\.platform)
        var rest: [Platform] = []
        for platform in all where facts.state != .presave || !shown.contains(platform.id) {
            if !rest.contains(where: { $0.id == platform.id }) { rest.append(platform) }
        }
        guard !rest.isEmpty else { return }
        page.markup("<section class=\"soon\" aria-labelledby=\"soon\">\n<h2 id=\"soon\">")
        page.text(wording.text(.presaveServices))
        page.markup("</h2>\n<ul role=\"list\">\n")
        for platform in rest {
            page.markup("<li>")
            page.mark(of: platform)
            page.text(platform.name)
            page.markup("</li>\n")
        }
        page.markup("</ul>\n</section>\n")
    }
}
