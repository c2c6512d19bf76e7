internal import Smartlink

extension Link {
    /// Makes a URL the destination of the platform that owns its host; a destination the artist
    /// gave for that platform stays.
    ///
    /// Errors: `invalid_field`.
    mutating func addDestination(from text: String, _ catalogue: Catalogue) throws(Failure) {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw Failure(
                .invalidField, "This is no URL of a platform: \(error.message).",
                field: "sourceUrl")
        }
        guard let platform = catalogue.platform(owning: url.host) else {
            throw Failure(
                .invalidField,
                "\(url.host) belongs to no platform here; GET /api/v1/platforms lists their hosts.",
                field: "sourceUrl")
        }
        guard !destinations.contains(where: { $0.platform == platform.id }) else { return }
        destinations.append(Destination(platform: platform.id, url: url.text))
    }
}
