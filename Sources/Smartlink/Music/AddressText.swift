/// A URL or app URI cut into what shapes are compared with.
struct AddressText {
    /// `https`, or the app's scheme.
    var scheme: String
    /// Nil in an app's URI without a platform's host.
    var host: String?
    /// Percent-decoded; none empty.
    var segments: [String]
    /// Percent-decoded.
    var parameters: [(name: String, value: String)]

    /// Of a web URL.
    init(_ url: WebURL) {
        self.init(scheme: "https", host: url.host, rest: url.rest[...])
    }

    /// Of an app URI without a host, behind the scheme's colon: `track:1`, `//track/1?x`.
    init(scheme: String, opaque: Substring) {
        let cut = opaque.firstIndex { $0 == "?" || $0 == "#" } ?? opaque.endIndex
        // `spotify:track:1`, `soundcloud://tracks:1`: colons part it as slashes do.
        let path = opaque[..<cut].map { $0 == ":" ? "/" : String($0) }.joined()
        self.init(scheme: scheme, host: nil, rest: (path + opaque[cut...])[...])
    }

    private init(scheme: String, host: String?, rest: Substring) {
        self.scheme = scheme
        self.host = host
        let beforeFragment = rest.prefix { $0 != "#" }
        let path = beforeFragment.prefix { $0 != "?" }
        segments = path.split(separator: "/").prefix(MusicLimits.segmentsMax + 1)
            .map { Self.decoded($0) }
        let query = beforeFragment.dropFirst(path.count + 1)
        parameters = query.split(separator: "&").prefix(MusicLimits.parametersMax).map { pair in
            let name = pair.prefix { $0 != "=" }
            return (Self.decoded(name), Self.decoded(pair.dropFirst(name.count + 1)))
        }
    }

    private static func decoded(_ text: Substring) -> String {
        PercentEncoding.decode(Array(text.utf8)[...])
    }
}
