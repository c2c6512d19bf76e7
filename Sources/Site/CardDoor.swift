internal import HTTP
internal import Pages
internal import Smartlink

extension FanDoor {
    /// `/link/<code>/card.jpg?v=<version>&l=<language>`: for good if the version is one of this link's, else for a
    /// while. The artwork serves where no card is to be had.
    func card(of name: String, _ request: Request) async -> Response {
        guard let code = Code(name), let link = try? await links.link(code) else {
            return notice(.notFound, request)
        }
        guard !link.isDisabled else { return notice(.gone, request) }
        let asked = request.query.first { $0.name == "v" }?.value
        let named = [Link.State.presave, .released].first {
            asked == Card.version(of: link, in: $0)
                && ($0 == .released || link.releaseAt != nil)
        }
        let state = named ?? link.state(at: Instant(ms: request.arrival.nowMs))
        let language = request.query.first { $0.name == "l" }?.value
        let wording = tables.tables.wording(
            for: language ?? request.fields["Accept-Language"] ?? "")
        let subject = CardSubject(
            title: link.title, artist: link.artist,
            dateLine: cardDateLine(of: link, in: state, wording), artwork: link.artwork)
        guard let card = await pictures?.card(subject) else {
            return withoutCard(link, request)
        }
        var image = KeptImage(
            path: card.path, bytes: card.bytes, tag: card.hash, type: Card.mediaType)
        // An address that leaves the language open names one picture in each.
        let namesAll = named != nil && (state != .presave || language != nil)
        if !namesAll { image.caching = KeptImage.shortly }
        var response = image.response(to: request)
        if language == nil, state == .presave { response.fields["Vary"] = "Accept-Language" }
        return response
    }

    /// The artwork meanwhile: soon asked again.
    private func withoutCard(_ link: Link, _ request: Request) -> Response {
        guard let artwork = link.artwork else {
            guard pictures != nil else { return notice(.notFound, request) }
            var response = notice(.failed(status: 503), request)
            response.fields["Retry-After"] = "60"
            response.fields["Cache-Control"] = "no-store"
            return response
        }
        return Response(
            status: 302,
            fields: ["Location": artwork.path, "Cache-Control": "public, max-age=60"])
    }
}
