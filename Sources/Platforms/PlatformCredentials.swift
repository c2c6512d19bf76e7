/// What the operator has of one platform. Fields a platform does not know stay empty.
public struct PlatformCredentials: Sendable, CustomStringConvertible {
    public var clientId = ""
    public var clientSecret = ""
    /// Apple's team and the id of its MusicKit key.
    public var teamId = ""
    public var keyId = ""
    /// Apple's private key in PEM.
    public var privateKey = ""
    /// A key that goes with each request: YouTube's API key, Amazon's security profile ID.
    public var apiKey = ""
    /// In place of the platform's own: scheme, host and what stands before the documented paths. No slash at the end.
    public var apiBase: String?
    public var authorizeUrl: String?
    public var tokenUrl: String?
    /// Whether a Spotify app has Extended Quota and saves over the older endpoints.
    public var legacyLibrary = false

    public init() {}

    /// Without a secret, wherever somebody prints it.
    public var description: String { "PlatformCredentials(\(clientId.isEmpty ? keyId : clientId))" }
}
