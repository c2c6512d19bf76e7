internal import Smartlink

/// What lies around a link, by its path.
///
///     /link/<code>.xspf   /<code>.xspf   /link/<code>.jspf   /<code>.jspf
///     /link/<code>/qr.svg /link/<code>/qr.png
///     /link/<code>/embed  /<code>/embed
///     /oembed
enum AroundPath: Equatable {
    case xspf(Code)
    case jspf(Code)
    case drawing(Code)
    case picture(Code)
    case embed(Code)
    case oEmbed

    init?(_ path: String) {
        if path == "/oembed" {
            self = .oEmbed
            return
        }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isBelowLink = parts.first == "link"
        if isBelowLink { parts = parts.dropFirst() }
        guard let name = parts.first else { return nil }
        switch (parts.count, parts.last) {
        case (1, _) where name.hasSuffix(XSPF.suffix):
            guard let code = Code(name.dropLast(XSPF.suffix.count)) else { return nil }
            self = .xspf(code)
        case (1, _) where name.hasSuffix(JSPF.suffix):
            guard let code = Code(name.dropLast(JSPF.suffix.count)) else { return nil }
            self = .jspf(code)
        case (2, "embed"):
            guard let code = Code(name) else { return nil }
            self = .embed(code)
        case (2, "qr.svg") where isBelowLink:
            guard let code = Code(name) else { return nil }
            self = .drawing(code)
        case (2, "qr.png") where isBelowLink:
            guard let code = Code(name) else { return nil }
            self = .picture(code)
        default: return nil
        }
    }
}
