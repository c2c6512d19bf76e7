/// What a page says where there is no music to show.
public enum Notice: Equatable, Sendable {
    /// Nobody has a link under this code: 404.
    case notFound
    /// The artist switched the link off: 410.
    case gone
    /// The request could not be answered; `status` as it is sent.
    case failed(status: Int)

    /// The status the page goes out with (RFC 9110 §15).
    public var status: Int {
        switch self {
        case .notFound: 404
        case .gone: 410
        case .failed(let status): status
        }
    }
}

/// A friendly page for a link that leads nowhere, in the landing page's hand.
public enum NoticePage {
    /// The whole document in UTF-8.
    public static func html(_ notice: Notice, wording: Wording, baseURL: String) -> [UInt8] {
        let (title, explanation): (Phrase, Phrase) =
            switch notice {
            case .notFound: (.notFoundTitle, .notFoundText)
            case .gone: (.goneTitle, .goneText)
            case .failed(400..<500): (.refusedTitle, .refusedText)
            case .failed: (.failedTitle, .failedText)
            }
        var page = HTMLWriter(reserving: 12_288)
        page.beginDocument(title: wording.text(title), wording: wording)
        page.property("og:title", wording.text(title))
        page.property("og:description", wording.text(explanation))
        page.property("og:site_name", Origin(baseURL).siteName)
        page.meta("theme-color", "#5b4aa3")
        page.endHead()
        page.markup("<body>\n<main class=\"lost\">\n")
        // A string at rest: what this page has to say, without words.
        page.markup("<svg viewBox=\"0 0 144 72\" aria-hidden=\"true\">")
        page.markup("<path d=\"M4 36h40q5 0 8-12t7 24 8-24 8 18 7-6h58\"/></svg>\n<h1>")
        page.text(wording.text(title))
        page.markup("</h1>\n<p>")
        page.text(wording.text(explanation))
        page.markup("</p>\n<p class=\"status\">")
        page.text(String(notice.status))
        page.markup("</p>\n</main>\n</body></html>\n")
        return page.bytes
    }
}
