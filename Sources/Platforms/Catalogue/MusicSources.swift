public import Outbound
public import Smartlink

/// The catalogues music can be looked up in.
public enum MusicSources {
    /// In the order in which answers of equal worth count.
    public static let ids = [
        "spotify", "apple-music", "itunes", "tidal", "deezer", "soundcloud", "youtube",
        "amazon-music", "musicbrainz", "achordion",
    ]

    /// The source of that name; nil without the credentials it cannot do without.
    ///
    /// Errors: `invalid_field` for credentials that cannot be used. `contact` is the operator's address, for those that
    /// want to know who asks. `address` takes a platform's URL apart, nil if it is none: catalogues that name other
    /// platforms' URLs need it. `note` hears why a request came to nothing.
    public static func source(
        _ id: String, _ credentials: PlatformCredentials, over outbound: Outbound, contact: String,
        address: @escaping @Sendable (String) -> MusicAddress?,
        clock: @escaping @Sendable () -> Instant,
        note: @escaping @Sendable (OutboundFailure) -> Void = { _ in }
    ) throws(Failure) -> (any MusicSource)? {
        let door = PlatformDoor(outbound, note: note)
        let hasApp = !credentials.clientId.isEmpty && !credentials.clientSecret.isEmpty
        switch id {
        case "spotify" where hasApp: return SpotifyCatalogue(credentials, door, clock: clock)
        case "apple-music" where !credentials.privateKey.isEmpty:
            let token = try AppleDeveloperToken(credentials)
            return AppleCatalogue(credentials, door, token, clock: clock)
        case "itunes": return ITunesCatalogue(credentials, door, clock: clock)
        case "tidal" where hasApp: return TidalCatalogue(credentials, door, clock: clock)
        case "deezer": return DeezerCatalogue(credentials, door, clock: clock)
        case "soundcloud" where hasApp: return SoundCloudCatalogue(credentials, door, clock: clock)
        case "youtube" where !credentials.apiKey.isEmpty:
            return YouTubeCatalogue(credentials, door, clock: clock)
        case "amazon-music" where hasApp && !credentials.apiKey.isEmpty:
            return AmazonMusicCatalogue(credentials, door, clock: clock)
        case "musicbrainz":
            let userAgent = userAgent(of: outbound, contact: contact)
            return MusicBrainz(
                credentials, door, userAgent: userAgent, address: address, clock: clock)
        case "achordion": return Achordion(credentials, door, address: address, clock: clock)
        default: return nil
        }
    }

    /// Who asks, with the operator's contact as a comment (RFC 9110 §10.1.5); what cannot stand in one is left out.
    private static func userAgent(of outbound: Outbound, contact: String) -> String {
        let plain = contact.unicodeScalars.filter { scalar in
            (0x20...0x7E).contains(scalar.value) && !"()\\".unicodeScalars.contains(scalar)
        }
        let name = String(String.UnicodeScalarView(plain.prefix(Limits.contactBytesMax)))
        return name.isEmpty ? outbound.userAgent : "\(outbound.userAgent) ( \(name) )"
    }
}
