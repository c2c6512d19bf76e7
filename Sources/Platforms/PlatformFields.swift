/// What an operator can say about one platform or catalogue; `platforms.<id>` holds these and no others.
public enum PlatformField: String, Sendable, CaseIterable {
    case apiBase
    case teamId, keyId, privateKeyFile, scriptUrl
    case clientId, clientSecret, clientSecretFile
    case apiKey, apiKeyFile
    case authorizeUrl, tokenUrl
    case extendedQuota, savesPerSecond, lookupsPerSecond

    private static let app: [PlatformField] = [.clientId, .clientSecret, .clientSecretFile]
    private static let flow: [PlatformField] = app + [.authorizeUrl, .tokenUrl]

    private static let both: [PlatformField] = [.savesPerSecond, .lookupsPerSecond]

    /// Those of each platform, in the manual's order.
    public static let all: [(id: String, fields: [PlatformField])] = [
        ("spotify", [.apiBase] + flow + [.extendedQuota] + both),
        ("apple-music", [.apiBase, .teamId, .keyId, .privateKeyFile, .scriptUrl] + both),
        ("youtube-music", [.apiBase] + flow + [.savesPerSecond]),
        ("tidal", [.apiBase] + flow + both),
        ("deezer", [.apiBase] + flow + both),
        ("soundcloud", [.apiBase] + flow + both),
        ("youtube", [.apiBase, .apiKey, .apiKeyFile, .lookupsPerSecond]),
        ("amazon-music", [.apiBase] + app + [.apiKey, .apiKeyFile, .tokenUrl, .lookupsPerSecond]),
        ("itunes", [.apiBase, .lookupsPerSecond]),
        ("musicbrainz", [.apiBase, .lookupsPerSecond]),
        ("achordion", [.apiBase, .lookupsPerSecond]),
    ]
}
