// A page of a tool, not of a release: no artwork, no languages, no policy of its own. What it says goes through
// the house's one writer, so that it cannot be turned into markup.

/// HTML in the making, for rooms that show people something plain.
public struct PlainPage: Sendable {
    private var html = HTMLWriter(reserving: 4_096)

    /// Begins the page; `refreshSeconds` has the browser ask again.
    public init(title: String, refreshSeconds: Int? = nil) {
        html.markup("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width\">")
        html.markup("<meta name=\"robots\" content=\"noindex\">")
        if let refreshSeconds {
            html.markup("<meta http-equiv=\"refresh\"")
            html.attribute(.content, String(refreshSeconds))
            html.markup(">")
        }
        html.markup("<title>")
        html.text(title)
        html.markup("</title><style>")
        html.markup(Self.style)
        html.markup("</style></head><body><main>")
    }

    public mutating func markup(_ literal: StaticString) { html.markup(literal) }

    public mutating func text(_ text: String) { html.text(text) }

    /// ` value="…"` of the tag that is open.
    public mutating func value(_ text: String) { html.attribute(.value, text) }

    /// ` href="…"` of the tag that is open; nothing for a URL no page may point to.
    public mutating func href(_ url: String) { html.attribute(.href, url) }

    /// ` action="…"` of the tag that is open; nothing for a URL no page may point to.
    public mutating func action(_ url: String) { html.attribute(.action, url) }

    /// An element without attributes around a text.
    public mutating func element(_ open: StaticString, _ text: String, _ close: StaticString) {
        html.markup(open)
        html.text(text)
        html.markup(close)
    }

    /// A form's hidden value.
    public mutating func hidden(_ name: String, _ value: String) {
        // Names of ours are plain words; the writer escapes whatever comes.
        html.markup("<input type=\"hidden\" name=\"")
        html.text(name)
        html.markup("\"")
        html.attribute(.value, value)
        html.markup(">")
    }

    /// The page's bytes, ended.
    public consuming func finished() -> [UInt8] {
        html.markup("</main></body></html>\n")
        return html.bytes
    }

    private static let style: StaticString = """
        :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
        body{margin:0;padding:1.5rem;background:Canvas;color:CanvasText}
        main{max-width:46rem;margin:auto}
        .notice{background:#ffd54a;color:#000;padding:.6rem .9rem;border-radius:.5rem;font-weight:600}
        table{border-collapse:collapse;width:100%;margin:1rem 0}
        th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid #8886;overflow-wrap:anywhere}th{white-space:nowrap}
        label{display:block;margin:.8rem 0}input[type=text]{font:inherit;padding:.3rem .5rem;width:14rem;max-width:100%}
        button{font:inherit;font-weight:600;padding:.5rem 1.4rem;margin:.5rem .5rem 0 0;border-radius:.5rem;border:1px solid #8888}
        button.allow{background:#0a6b3b;color:#fff}code{overflow-wrap:anywhere}
        """
}
