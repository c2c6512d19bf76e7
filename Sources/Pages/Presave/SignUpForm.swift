import Smartlink

/// The form a fan leaves an address in: `POST /link/<code>/subscribe`.
///
///     address    what the fan wrote
///     platform   where the reminder shall lead; missing where none was chosen
///     reminder   1: one letter on release day
///     news       1: the artist's news; never ticked beforehand
///     wording    `Wording.consentVersion` of the words the fan saw
///     zone       the browser's IANA time zone; empty without a script
struct SignUpForm {
    let link: Link
    let wording: Wording

    /// The platforms are choices of this one form, so that choosing needs no script.
    func writeReminder(_ platforms: [Platform], to page: inout HTMLWriter) {
        begin(to: &page)
        page.markup("<h2 id=\"signup\">")
        page.text(wording.text(.remindTitle))
        page.markup("</h2>\n")
        if !platforms.isEmpty {
            page.markup("<div class=\"services\" role=\"radiogroup\" aria-labelledby=\"signup\">\n")
            for platform in platforms { writeChoice(platform, to: &page) }
            page.markup("</div>\n")
        }
        page.markup("<div class=\"address\">\n")
        writeAddress(to: &page)
        if link.emailCapture { writeConsent("", to: &page) }
        page.hidden("reminder", "1")
        end(.remindSend, .remindTerms, to: &page)
        page.markup("</div>\n</form>\n")
    }

    /// A reminder for a platform that is chosen already.
    func writeReminder(for platform: Platform, to page: inout HTMLWriter) {
        begin(to: &page)
        page.markup("<h2 id=\"signup\">")
        page.text(wording.text(.remindTitle))
        page.markup("</h2>\n<div class=\"address\">\n")
        writeAddress(to: &page)
        if link.emailCapture { writeConsent("", to: &page) }
        page.hidden("platform", platform.id)
        page.hidden("reminder", "1")
        end(.remindSend, .remindTerms, to: &page)
        page.markup("</div>\n</form>\n")
    }

    /// The artist's news alone, folded away.
    func writeNews(to page: inout HTMLWriter) {
        page.markup("<details class=\"news\"><summary id=\"signup\">")
        page.phrase(.newsTitle, wording, ["artist": link.artist])
        page.markup("</summary>\n")
        begin(to: &page)
        page.markup("<div class=\"address\">\n")
        writeAddress(to: &page)
        writeConsent(" required", to: &page)
        end(.newsSend, .newsTerms, to: &page)
        page.markup("</div>\n</form>\n</details>\n")
    }

    private func begin(to page: inout HTMLWriter) {
        page.markup(
            "<form class=\"signup\" id=\"remind\" method=\"post\" aria-labelledby=\"signup\"")
        page.attribute(.action, "/link/\(link.code)/subscribe")
        page.markup(">\n")
    }

    private func writeChoice(_ platform: Platform, to page: inout HTMLWriter) {
        page.markup("<label class=\"service\"><input type=\"radio\" name=\"platform\"")
        page.attribute(.value, platform.id)
        page.markup(">")
        page.mark(of: platform)
        page.markup("<span class=\"name\">")
        page.phrase(.presaveRemind, wording, ["platform": platform.name])
        page.markup("</span></label>\n")
    }

    private func writeAddress(to page: inout HTMLWriter) {
        page.markup("<label for=\"email\">")
        page.text(wording.text(.remindAddress))
        page.markup(
            "</label><input id=\"email\" type=\"email\" name=\"address\" required dir=\"ltr\"")
        page.markup(" autocomplete=\"email\" maxlength=\"")
        page.text(String(PageLimits.addressCharactersMax))
        page.markup("\">\n")
    }

    private func writeConsent(_ more: StaticString, to page: inout HTMLWriter) {
        page.markup("<label class=\"tick\"><input type=\"checkbox\" name=\"news\" value=\"1\"")
        page.markup(more)
        page.markup("><span>")
        page.phrase(.newsConsent, wording, ["artist": link.artist])
        page.markup("</span></label>\n")
    }

    private func end(_ send: Phrase, _ terms: Phrase, to page: inout HTMLWriter) {
        page.hidden("wording", wording.consentVersion)
        page.hidden("zone", "")
        page.markup("<button class=\"send\">")
        page.text(wording.text(send))
        page.markup("</button>\n<p class=\"terms\">")
        page.text(wording.text(terms))
        page.markup("</p>\n")
    }
}

extension HTMLWriter {
    /// `<input type="hidden" …>`
    mutating func hidden(_ name: StaticString, _ value: String) {
        markup("<input type=\"hidden\" name=\"")
        markup(name)
        markup("\"")
        attribute(.value, value)
        markup(">\n")
    }

    /// Says that the platforms are stand-ins.
    mutating func sandboxLabel(_ wording: Wording) {
        markup("<p class=\"sandbox\">")
        text(wording.text(.sandbox))
        markup("</p>\n")
    }
}
