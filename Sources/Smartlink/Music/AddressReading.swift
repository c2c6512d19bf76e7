// From what an artist pastes to a place of music on a platform.

extension Catalogue {
    /// Takes a platform's URL or app URI apart.
    ///
    /// Errors: `invalid_field` at `field` for what is no URL, no platform's, or no place of music there.
    public func address(of text: String, field: String) throws(Failure) -> MusicAddress {
        let trimmed = FieldCheck.trimmed(text)
        guard !trimmed.isEmpty else {
            throw FieldCheck.flaw(field, "paste the URL of a track, album or playlist")
        }
        guard trimmed.utf8.count <= MusicLimits.addressBytesMax else {
            throw FieldCheck.flaw(field, WebURL.Flaw.tooLong.message)
        }
        if let (platform, spot) = appURI(trimmed) {
            return try address(spot, on: platform, field)
        }
        let url: WebURL
        do throws(WebURL.Flaw) { url = try WebURL(schemed(trimmed)) } catch {
            throw FieldCheck.flaw(field, error.message)
        }
        guard url.port == nil, let platform = platform(owning: url.host) else {
            let names = platforms.map(\.name).joined(separator: ", ")
            let host = url.host + (url.port.map { ":\($0)" } ?? "")
            throw FieldCheck.flaw(field, "\(host) is no platform's; paste a URL of \(names)")
        }
        return try address(AddressText(url), on: platform, field)
    }

    private func address(
        _ spot: AddressText, on platform: Platform, _ field: String
    ) throws(Failure) -> MusicAddress {
        if let address = platform.address(spot) { return address }
        guard let sample = platform.places.first?.url.text else {
            throw FieldCheck.flaw(
                field,
                "what \(platform.name)'s URLs mean is not known here; give another platform's")
        }
        throw FieldCheck.flaw(
            field,
            "that is no music on \(platform.name); open the track, album or playlist there and copy "
                + "its URL, such as \(sample)")
    }

    /// A URI of a platform's app, and what it says. One that wraps a web URL reads as that.
    private func appURI(_ text: String) -> (Platform, AddressText)? {
        guard let colon = text.firstIndex(of: ":"), text.utf8.allSatisfy({ $0 > 0x20 }) else {
            return nil
        }
        let scheme = text[..<colon].lowercased()
        let rest = text[text.index(after: colon)...]
        let speakers = platforms.filter { $0.schemes.contains(scheme) }
        // Android's intents carry what the app needs in the fragment.
        guard scheme == "intent" || !speakers.isEmpty else { return nil }
        if rest.hasPrefix("//"), let url = try? WebURL("https:" + rest), url.port == nil,
            let platform = platform(owning: url.host)
        {
            return (platform, AddressText(url))
        }
        let spot = AddressText(scheme: scheme, opaque: rest)
        guard let platform = speakers.first(where: { $0.address(spot) != nil }) ?? speakers.first
        else { return nil }
        return (platform, spot)
    }

    /// A platform's URL without its scheme is read as one: people copy them from screens.
    private func schemed(_ text: String) -> String {
        guard !text.contains("://") else { return text }
        let host = text.prefix { !"/?#".contains($0) }
        return platform(owning: String(host)) == nil ? text : "https://" + text
    }
}
