public import Smartlink

/// How an embed is to look; the same everywhere for the same query.
public struct EmbedForm: Hashable, Sendable {
    public var size = Size.small
    public var theme = Theme.auto
    /// Six hexadecimal digits of the colour behind it; the theme's own where nil.
    public var ground: String?

    public init() {}

    public enum Size: String, Sendable, CaseIterable { case small, large }
    public enum Theme: String, Sendable, CaseIterable { case auto, light, dark }

    /// The frame's width in CSS pixels.
    public var width: Int { size == .small ? 400 : 600 }

    /// The frame's height in CSS pixels: a large one has room for its track list, up to a bound.
    public func height(for link: Link) -> Int {
        guard size == .large else { return 152 }
        return min(280 + 44 * (link.kind == .track ? 0 : link.tracks.count), 600)
    }
}

/// What a website pastes to show a link.
public enum EmbedSnippet {
    /// One `<iframe>` that loads when it comes into view, and may reach a player on the fan's machine.
    public static func html(
        _ link: Link, _ form: EmbedForm, width: Int, height: Int, baseURL: String,
        wording: Wording
    ) -> String {
        var snippet = HTMLWriter(reserving: 512)
        snippet.markup("<iframe")
        snippet.attribute(.src, address(link, form, baseURL: baseURL))
        snippet.attribute(.width, String(width))
        snippet.attribute(.height, String(height))
        let names = ["title": link.title, "artist": link.artist]
        snippet.attribute(
            .title, excerpt(wording.text(.title, names), bytes: 120, escapedBytes: 200))
        snippet.markup(" style=\"border:0;border-radius:12px;max-width:100%\" loading=\"lazy\"")
        snippet.markup(
            " allow=\"encrypted-media; local-network-access; loopback-network\"></iframe>")
        return String(decoding: snippet.bytes, as: UTF8.self)
    }

    static func address(_ link: Link, _ form: EmbedForm, baseURL: String) -> String {
        var query: [String] = []
        if form.size != .small { query.append("size=\(form.size.rawValue)") }
        if form.theme != .auto { query.append("theme=\(form.theme.rawValue)") }
        if let ground = form.ground { query.append("bg=\(ground)") }
        let address = "\(Origin(baseURL).text)/link/\(link.code)/embed"
        return query.isEmpty ? address : address + "?" + query.joined(separator: "&")
    }
}
