// Where each link leads without Segue: one destination a link, in the words of other servers. An artist who leaves
// points the domain at one of them, and no URL breaks.
internal import Smartlink

struct Departure {
    private let code: String
    /// Nil where the link leads nowhere.
    private let target: String?

    /// A `direct` link's is the first platform that devices of no kind would get, a page's the artist's first; where it
    /// reaches none, a platform's search page.
    init(_ link: Link, _ catalogue: Catalogue) {
        code = link.code.text
        let reached = link.destinations.filter { $0.status == .verified }
        let ordered: [Destination] =
            switch link.mode {
            case .page: reached
            case .direct:
                catalogue.order(for: .other).compactMap { platform in
                    reached.first { $0.platform == platform.id }
                }
            }
        if link.isDisabled {
            target = nil
        } else if let best = ordered.first ?? reached.first {
            target = link.location(of: best)
        } else {
            target = link.searchPage(catalogue)
        }
    }

    // MARK: nginx

    /// Bounds that hold a million links of the longest codes. The map belongs into `http`, the rest into a `server`.
    static let nginxHead = """
        # Where each link leads. In a server block: if ($segue_target) { return 302 $segue_target; }
        map_hash_bucket_size 256;
        map_hash_max_size 1048576;
        map $uri $segue_target {
            default "";

        """
    static let nginxFoot = "}\n"

    /// A plain key is compared without regard to case; one that would clash is written as an expression.
    func nginxLine(isAlike: Bool) -> String {
        guard let target else { return "    # /link/\(code) leads nowhere\n" }
        let key = isAlike ? "\"~^/link/\(code)$\"" : "/link/\(code)"
        return "    \(key) \"\(Self.nginxQuoted(target))\";\n"
    }

    /// In a map's value a dollar sign begins a variable, and no escape ends that; in a URL it may be encoded.
    private static func nginxQuoted(_ url: String) -> String {
        var out = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case "$": out += "%24"
            case "\"": out += "%22"
            case "\\": out += "%5C"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    // MARK: _redirects

    static let redirectsHead = "# Where each link leads, as Netlify and Cloudflare Pages read it.\n"

    var redirectsLine: String {
        guard let target else { return "# /link/\(code) leads nowhere\n" }
        // A colon behind a slash, or an asterisk, would be a placeholder.
        let scheme = target.prefix(while: { $0 != "/" })
        let rest = target.dropFirst(scheme.count)
        var out = ""
        var last: Character = " "
        for character in rest {
            switch character {
            case ":" where last == "/": out += "%3A"
            case "*": out += "%2A"
            case " ": out += "%20"
            default: out.append(character)
            }
            last = character
        }
        return "/link/\(code) \(scheme)\(out) 302\n"
    }
}
