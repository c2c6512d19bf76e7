/// What a platform's search page is asked for.
enum SearchPage {
    /// "artist title", percent-encoded, cut between characters.
    static func words(artist: String, title: String) -> [UInt8] {
        var out: [UInt8] = []
        for character in "\(artist) \(title)" {
            let encoded = PercentEncoding.encode(String(character))
            if out.count + encoded.count > Route.searchWordsBytesMax { break }
            out += encoded
        }
        return out
    }
}

extension Catalogue {
    /// The platform's search page for that music; nil if it has none, or is no platform here.
    public func searchURL(on platform: String, artist: String, title: String) -> String? {
        guard let (prefix, suffix) = self.platform(id: platform)?.searchParts else { return nil }
        let words = SearchPage.words(artist: artist, title: title)
        return String(decoding: prefix + words + suffix, as: UTF8.self)
    }
}
