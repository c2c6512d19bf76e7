import Smartlink

/// A link's destination in parts, to read a platform's id from.
struct PlatformURL {
    let host: String
    let segments: [Substring]
    private let query: [Substring]

    /// Nil if it is no web URL on `host` or a subdomain of it.
    init?(_ text: String?, on domains: String...) {
        guard let text, let url = try? WebURL(text) else { return nil }
        guard domains.contains(where: { url.host == $0 || url.host.hasSuffix(".\($0)") }) else {
            return nil
        }
        host = url.host
        let visible = url.rest.prefix { $0 != "#" }
        let parts = visible.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        segments = parts[0].split(separator: "/")
        query = parts.count > 1 ? parts[1].split(separator: "&") : []
    }

    func parameter(_ name: String) -> Substring? {
        query.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
    }

    /// The segment behind the first one named `name`.
    func segment(after name: String) -> Substring? {
        guard let place = segments.firstIndex(where: { $0 == name }), place + 1 < segments.count
        else { return nil }
        return segments[place + 1]
    }
}
