import Crypto
import Platforms
import Sandbox

/// The demonstration's platforms: a sandbox of its own, so that pre-saves can be tried without any account.
enum DemoPlatforms {
    /// Starts the sandbox and points the configuration at it.
    static func start(for configuration: inout Configuration) throws -> SandboxStage {
        let stage = try SandboxStage.start("127.0.0.1:0")
        for stand in SandboxSettings.all(at: stage.address) {
            var settings = PlatformSettings()
            settings.savesPerSecond = 0
            settings.lookupsPerSecond = 1_000
            settings.credentials.apiBase = stand.apiBase
            if let script = stand.scriptURL {
                guard let key = makeES256Key() else {
                    throw CommandFailure(message: "libcrypto has no randomness for a key")
                }
                settings.credentials.teamId = SandboxSettings.teamID
                settings.credentials.keyId = SandboxSettings.keyID
                settings.credentials.privateKey = key
                settings.scriptURL = script
            } else {
                settings.credentials.clientId = SandboxSettings.clientID
                settings.credentials.clientSecret = SandboxSettings.clientSecret
                settings.credentials.authorizeUrl = stand.authorizeURL
                settings.credentials.tokenUrl = stand.tokenURL
            }
            // Whatever stands for a key is taken.
            settings.credentials.apiKey = SandboxSettings.clientID
            configuration.platforms[stand.platform] = settings
        }
        // The others are on the Internet, where nobody has heard of the demonstration.
        configuration.lookup.sources.removeAll { id in
            !SandboxSettings.all(at: stage.address).contains { $0.platform == id }
        }
        return stage
    }
}
