/// A letter's words, told twice: as plain text and as HTML.
struct LetterText {
    /// What a letter is made of, in the order it is read.
    enum Part {
        case paragraph(String)
        /// Small and grey: why, who, how to stop.
        case note(String)
        case item(String)
        case button(words: String, url: String)
        case way(words: String, url: String)
    }

    let wording: Wording
    let heading: String
    let parts: [Part]
    /// An image's absolute URL and what it shows.
    var cover: (url: String, words: String)?

    /// Lines of their own; URLs stand bare, so that every reader makes them links.
    var text: String {
        var blocks = [heading]
        for part in parts {
            switch part {
            case .paragraph(let words), .note(let words): blocks.append(plain(words))
            case .item(let words): blocks.append("– \(plain(words))")
            case .button(let words, let url), .way(let words, let url):
                blocks.append("\(plain(words)):\n\(url)")
            }
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private func plain(_ words: String) -> String { oneLine(words) }

    /// Mail readers know no stylesheets of ours, so each element carries its own.
    var html: [UInt8] {
        var page = HTMLWriter(reserving: 8_192)
        page.markup("<!doctype html>\n<html")
        page.attribute(.lang, wording.tag)
        page.attribute(.dir, wording.isRightToLeft ? "rtl" : "ltr")
        page.markup("><head><meta charset=\"utf-8\">")
        page.markup("<meta name=\"viewport\" content=\"width=device-width\">")
        page.markup("<meta name=\"color-scheme\" content=\"light dark\"><title>")
        page.text(heading)
        page.markup("</title></head>\n<body style=\"margin:0;padding:24px 16px;")
        page.markup("font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n")
        page.markup("<div style=\"max-width:480px;margin:0 auto\"")
        page.attribute(.dir, wording.isRightToLeft ? "rtl" : "ltr")
        page.markup(">\n")
        if let cover {
            page.markup("<img width=\"160\" style=\"display:block;border-radius:16px;")
            page.markup("max-width:160px;height:auto;margin:0 0 16px\"")
            page.attribute(.src, cover.url)
            page.attribute(.alt, cover.words)
            page.markup(">\n")
        }
        page.markup("<h1 dir=\"auto\" style=\"font-size:24px;line-height:1.25;margin:0 0 16px\">")
        page.text(heading)
        page.markup("</h1>\n")
        for part in parts { write(part, to: &page) }
        page.markup("</div>\n</body></html>\n")
        return page.bytes
    }

    private func write(_ part: Part, to page: inout HTMLWriter) {
        switch part {
        case .paragraph(let words):
            page.markup("<p style=\"margin:0 0 16px\">")
            page.text(words)
            page.markup("</p>\n")
        case .item(let words):
            page.markup("<p style=\"margin:0 0 12px\">– ")
            page.text(words)
            page.markup("</p>\n")
        case .note(let words):
            page.markup("<p style=\"margin:0 0 12px;font-size:14px;color:#77717d\">")
            page.text(words)
            page.markup("</p>\n")
        case .button(let words, let url):
            page.markup("<p style=\"margin:24px 0\"><a style=\"display:inline-block;")
            page.markup("padding:12px 24px;border-radius:24px;background:#5b4aa3;color:#ffffff;")
            page.markup("font-weight:600;text-decoration:none\"")
            page.attribute(.href, url)
            page.markup(">")
            page.text(words)
            page.markup("</a></p>\n")
        case .way(let words, let url):
            page.markup("<p style=\"margin:0 0 12px;font-size:14px\"><a style=\"color:#77717d\"")
            page.attribute(.href, url)
            page.markup(">")
            page.text(words)
            page.markup("</a></p>\n")
        }
    }
}
