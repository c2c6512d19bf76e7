// Whether a request that a browser sends comes from a page of this server's own. A page of another site can have a
// browser send a request with our cookies; it cannot hide that it did.

extension Request {
    /// False where the browser says that another site's page sends this, true where it says nothing.
    ///
    /// `Sec-Fetch-Site` (Fetch Metadata §2.3) decides where it is sent: to https and to this machine. Elsewhere `Origin`
    /// (Fetch §3.2) must be the host that was asked, or that of `publicURL`.
    public func isOwn(publicURL: String? = nil) -> Bool {
        if let site = fields["Sec-Fetch-Site"] { return site == "same-origin" || site == "none" }
        guard let origin = fields["Origin"] else { return true }
        let asked = Self.host(of: origin)
        return asked != nil
            && (asked == authority.lowercased() || asked == publicURL.flatMap(Self.host))
    }

    /// Host and port of an http or https URL, lower case; nil for what has none (`null`).
    private static func host(of url: String) -> String? {
        let parts = url.lowercased().split(
            separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "http:" || parts[0] == "https:", parts[1].isEmpty,
            !parts[2].isEmpty
        else { return nil }
        return String(parts[2])
    }
}

extension Fields {
    /// The value of the first cookie `name` (RFC 6265 §4.2), nil if it is absent.
    public func cookie(_ name: String) -> String? {
        for pair in (self["Cookie"] ?? "").split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, halves[0].drop(while: { $0 == " " }) == name else { continue }
            return String(halves[1])
        }
        return nil
    }
}
