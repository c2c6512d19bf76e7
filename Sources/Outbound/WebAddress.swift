import CCurl

/// A URL as libcurl reads it, so that what is checked and what is connected to are the same.
struct WebAddress: Equatable {
    let text: String
    let scheme: String
    let host: String
    let port: String

    /// Whether it names more than a host.
    let hasPath: Bool

    /// Who answers it: transfers to one origin share connections and wait for each other.
    var origin: String { "\(scheme)://\(host):\(port)" }

    /// Nil if `text` is no absolute URL of one of `schemes`, or holds user information.
    init?(_ text: String, schemes: Set<String> = ["http", "https"]) {
        self.init(text, from: nil, schemes: schemes)
    }

    /// Where a redirect leads.
    func target(of location: String) -> WebAddress? {
        WebAddress(location, from: self, schemes: ["http", "https"])
    }

    private init?(_ text: String, from start: WebAddress?, schemes: Set<String>) {
        // libcurl would take blanks and control characters for parts of a path.
        guard text.utf8.count <= Limits.urlBytesMax,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        guard let handle = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(handle) }
        // A URL that was set makes the next one relative to it.
        if let start, unsafe curl_url_set(handle, CURLUPART_URL, start.text, 0) != CURLUE_OK {
            return nil
        }
        guard unsafe curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
        func part(_ which: CURLUPart, flags: UInt32 = 0) -> String? {
            var found: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(handle, which, &found, flags) == CURLUE_OK,
                let found = unsafe found
            else { return nil }
            defer { unsafe curl_free(found) }
            return unsafe String(cString: found)
        }
        guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil,
            let whole = part(CURLUPART_URL), let scheme = part(CURLUPART_SCHEME),
            schemes.contains(scheme), let host = part(CURLUPART_HOST), !host.isEmpty,
            let port = part(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT))
        else { return nil }
        self.text = whole
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        hasPath =
            part(CURLUPART_PATH) != "/" || part(CURLUPART_QUERY) != nil
            || part(CURLUPART_FRAGMENT) != nil
    }
}
