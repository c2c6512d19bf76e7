import Smartlink

/// The only way to HTML in this house: markup comes from literals, everything else is escaped.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []
    private let use: PageUse

    /// Attributes whose value is plain text.
    enum TextAttribute: String {
        case alt, bgcolor, color, content, datetime, dir, fill, height, lang, sizes, title, value,
            width
        case label = "aria-label"
        case developerToken = "data-developer-token"
        case until = "data-until"
        case playerAction = "data-action"
        case playerLink = "data-link"
        case playerSent = "data-sent"
        case playerSilent = "data-silent"
        case frameWidth = "data-width"
        case frameHeight = "data-height"
    }

    /// Attributes whose value a browser follows or loads.
    enum URLAttribute: String { case action, href, src }

    init(reserving count: Int, for use: PageUse = .visit) {
        self.use = use
        bytes.reserveCapacity(count)
    }

    mutating func markup(_ literal: StaticString) {
        bytes.append(contentsOf: literal.description.utf8)
    }

    /// Text between tags.
    mutating func text(_ text: String) { appendEscaped(text) }

    /// ` name="value"`
    mutating func attribute(_ name: TextAttribute, _ value: String) {
        open(name.rawValue)
        appendEscaped(value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// ` name="url"`; nothing at all for a URL no page may point to, and for one that would lead away from a preview.
    mutating func attribute(_ name: URLAttribute, _ url: String) {
        guard Self.mayPoint(to: url), use == .visit || name == .src else { return }
        open(name.rawValue)
        appendEscaped(url)
        bytes.append(UInt8(ascii: "\""))
    }

    /// ` srcset="url 160w,url 320w"` (HTML §4.8.4.2.1); without what no page may point to.
    mutating func sources(_ choices: [Cover.Choice]) {
        open("srcset")
        let pointed = choices.filter { Self.mayPoint(to: $0.path) && !$0.path.contains(",") }
        appendEscaped(pointed.map { "\($0.path) \($0.width)w" }.joined(separator: ","))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Somebody's own words inside ours: isolated, so that their direction cannot turn ours around.
    mutating func isolated(_ text: String) {
        markup("<bdi>")
        appendEscaped(text)
        markup("</bdi>")
    }

    /// A data block for machines; JSON's own writer sees to it that no `</script>` is in it.
    mutating func script(_ json: JSONText) {
        markup("<script type=\"application/ld+json\">")
        bytes.append(contentsOf: json.bytes)
        markup("</script>")
    }

    /// A stylesheet or script of ours, byte for byte as `PagePolicy` hashed it.
    mutating func inline(_ asset: InlineAsset) {
        if use == .preview, asset.kind == .script { return }
        switch asset.kind {
        case .style: markup("<style>")
        case .script: markup("<script>")
        }
        bytes.append(contentsOf: asset.bytes)
        switch asset.kind {
        case .style: markup("</style>")
        case .script: markup("</script>")
        }
    }

    /// A script of ours that is a file, given as its whole element; a preview runs none.
    mutating func script(file element: StaticString) {
        if use == .visit { markup(element) }
    }

    /// Whether `url` is http, https or a path on this server, in characters that need no repair.
    static func mayPoint(to url: String) -> Bool {
        let bytes = url.utf8
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            return false
        }
        if bytes.first == UInt8(ascii: "/") {
            return bytes.dropFirst().first != UInt8(ascii: "/")
        }
        let start = url.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://")
    }

    /// How many bytes `character` takes once escaped.
    static func escapedCount(_ character: Character) -> Int {
        character.utf8.reduce(0) { $0 + max(1, replacement(for: $1)?.utf8CodeUnitCount ?? 1) }
    }

    private mutating func open(_ name: String) {
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "=\"".utf8)
    }

    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            if let replacement = Self.replacement(for: byte) {
                markup(replacement)
            } else {
                bytes.append(byte)
            }
        }
    }

    /// What stands for a byte that means something to a parser; controls become spaces.
    private static func replacement(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "\n"): nil
        case 0..<0x20, 0x7F: " "
        default: nil
        }
    }
}

/// A constant of this build that stands inside pages and is known to the browser by its hash.
struct InlineAsset: Sendable {
    enum Kind: Sendable { case style, script }

    let kind: Kind
    let bytes: [UInt8]

    /// Indentation is for readers of the source; fans need not load it.
    init(_ kind: Kind, _ source: StaticString) {
        self.kind = kind
        let lines = source.description.split(separator: "\n").map { $0.drop { $0 == " " } }
        bytes = Array(lines.joined(separator: "\n").utf8)
    }
}
