import Smartlink

extension HTMLWriter {
    /// The code to put a link on a website: a field to copy from without a script, a dialog with a preview with one.
    mutating func embed(_ link: Link, _ facts: PageFacts) {
        let wording = facts.wording
        var large = EmbedForm()
        large.size = .large
        markup("<details class=\"share embed\"><summary>")
        markup("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">")
        markup("<path d=\"M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14\"/></svg>")
        text(wording.text(.embed))
        markup("</summary>\n<dialog open aria-labelledby=\"embed\"><h2 id=\"embed\" hidden>")
        text(wording.text(.embed))
        markup("</h2><p class=\"frame\" hidden aria-label=\"")
        text(wording.text(.embedPreview))
        markup("\"></p><label class=\"larger\" hidden><input type=\"checkbox\"")
        attribute(.frameWidth, String(large.width))
        attribute(.frameHeight, String(large.height(for: link)))
        markup("> ")
        text(wording.text(.embedLarge))
        markup("</label><label>")
        text(wording.text(.embedCode))
        markup("<textarea rows=\"4\" dir=\"ltr\" readonly spellcheck=\"false\">")
        let form = EmbedForm()
        text(
            EmbedSnippet.html(
                link, form, width: form.width, height: form.height(for: link),
                baseURL: facts.baseURL, wording: wording))
        markup("</textarea></label><p class=\"acts\"><button type=\"button\" hidden data-done=\"")
        text(wording.text(.shareCopied))
        markup("\">")
        text(wording.text(.shareCopy))
        markup("</button><button type=\"button\" class=\"close\" hidden>")
        text(wording.text(.close))
        markup("</button></p></dialog></details>\n")
    }

    mutating func embedScript() {
        script(file: "<script src=\"/embed.js\" defer></script>\n")
    }
}
