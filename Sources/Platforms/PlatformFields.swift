/// What an operator can say about one platform or catalogue; `platforms.<id>` holds these and no others.
public enum PlatformField: String, Sendable, CaseIterable {
    case apiBase
    case teamId, keyId, privateKeyFile, scriptUrl
    case clientId, clientSecret, clientSecretFile
    case apiKey, apiKeyFile
    case authorizeUrl, tokenUrl
    case extendedQuota, savesPerSecond

    private static let app: [PlatformField] = [.clientId, .clientSecret, .clientSecretFile]
    private static let flow: [PlatformField] = app + [.authorizeUrl, .tokenUrl]

    /// Those of each platform, in the manual's order.
    public static let all: [(id: String, fields: [PlatformField])] = [
        ("spotify", [.apiBase] + flow + [.extendedQuota, .savesPerSecond]),
        ("apple-music", [.apiBase, .teamId, .keyId, .privateKeyFile, .scriptUrl, .savesPerSecond]),
        ("youtube-music", [.apiBase] + flow + [.savesPerSecond]),
        ("tidal", [.apiBase] + flow + [.savesPerSecond]),
        ("deezer", [.apiBase] + flow + [.savesPerSecond]),
        ("soundcloud", [.apiBase] + flow + [.savesPerSecond]),
        ("youtube", [.apiBase, .apiKey, .apiKeyFile]),
        ("amazon-music", [.apiBase] + app + [.apiKey, .apiKeyFile, .tokenUrl]),
        ("itunes", [.apiBase]),
        ("musicbrainz", [.apiBase]),
        ("achordion", [.apiBase]),
    ]
}
