public import Outbound
public import Smartlink

/// The platforms a fan can be saved on directly.
public enum PlatformAdapters {
    /// Amazon Music is not among them: its closed beta names a write to the library, without path or body, so there
    /// is nothing to build on. It stays a reminder, like Pandora and Bandcamp.
    public static let ids = [
        "spotify", "apple-music", "youtube-music", "tidal", "deezer", "soundcloud",
    ]

    /// The adapter of a platform.
    ///
    /// Fails with `invalid_field` for a platform without one, and for credentials that lack something (`field`).
    /// `clock` tells the time where a platform wants signed times; `note` hears why a request came to nothing.
    public static func adapter(
        _ id: String, _ credentials: PlatformCredentials, over outbound: Outbound,
        clock: @escaping @Sendable () -> Instant,
        note: @escaping @Sendable (OutboundFailure) -> Void = { _ in }
    ) throws(Failure) -> any SavingPlatform {
        for (name, value) in needs(id, credentials) where value.isEmpty {
            throw Failure(
                .invalidField, "\(id) cannot save for fans without \(name).", field: name)
        }
        let door = PlatformDoor(outbound, note: note)
        switch id {
        case "spotify": return Spotify(credentials, door)
        case "tidal": return Tidal(credentials, door)
        case "soundcloud": return SoundCloud(credentials, door)
        case "youtube-music": return YouTubeMusic(credentials, door)
        case "deezer": return Deezer(credentials, door)
        case "apple-music":
            let token = try AppleDeveloperToken(credentials)
            return AppleMusic(credentials, door, token, clock: clock)
        default:
            throw Failure(
                .invalidField,
                "Nothing can be saved on \(id) for a fan; leave its credentials out, it is a reminder."
            )
        }
    }

    private static func needs(
        _ id: String, _ credentials: PlatformCredentials
    ) -> [(name: String, value: String)] {
        switch id {
        case "apple-music":
            [
                ("teamId", credentials.teamId), ("keyId", credentials.keyId),
                ("privateKey", credentials.privateKey),
            ]
        case "soundcloud", "youtube-music", "deezer":
            [("clientId", credentials.clientId), ("clientSecret", credentials.clientSecret)]
        case "spotify", "tidal": [("clientId", credentials.clientId)]
        default: []
        }
    }
}
