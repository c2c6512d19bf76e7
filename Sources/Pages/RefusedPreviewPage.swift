/// What the dashboard's frame shows where there is nothing to preview: why, in the refusal's own words.
public enum RefusedPreviewPage {
    /// The whole document in UTF-8.
    public static func html(_ message: String) -> [UInt8] {
        var page = HTMLWriter(reserving: 12_288, for: .preview)
        page.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        page.markup("<title>No preview</title>")
        page.inline(stylesheet)
        page.markup("</head>\n<body>\n<main class=\"lost\">\n<p role=\"alert\">")
        page.isolated(message)
        page.markup("</p>\n</main>\n</body></html>\n")
        return page.bytes
    }
}
