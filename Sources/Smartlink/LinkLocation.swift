// Where a link leads, outside the fan's path.

extension Link {
    /// A destination's URL with the link's affiliate and UTM parameters, as fans are sent there.
    public func location(of destination: Destination) -> String {
        String(decoding: Route.tagging(destination, in: self), as: UTF8.self)
    }

    /// A search page for title and artist on the first platform that has one.
    public func searchPage(_ catalogue: Catalogue) -> String? {
        let words = PercentEncoding.encode("\(artist) \(title)")
        for platform in catalogue.order(for: .other) {
            guard let (prefix, suffix) = platform.searchParts else { continue }
            return String(decoding: prefix + words + suffix, as: UTF8.self)
        }
        return nil
    }
}
