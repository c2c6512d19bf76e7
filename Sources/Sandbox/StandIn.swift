/// A platform the sandbox stands in for.
enum StandIn: String, Sendable, CaseIterable {
    case spotify
    case appleMusic = "apple-music"
    case tidal, deezer, soundcloud
    case youtubeMusic = "youtube-music"
    case youtube
    case amazonMusic = "amazon-music"

    /// What people call the platform.
    var title: String {
        switch self {
        case .spotify: "Spotify"
        case .appleMusic: "Apple Music"
        case .tidal: "Tidal"
        case .deezer: "Deezer"
        case .soundcloud: "SoundCloud"
        case .youtubeMusic: "YouTube Music"
        case .youtube: "YouTube"
        case .amazonMusic: "Amazon Music"
        }
    }

    /// Whose ids it knows: a video is the same on both of Google's platforms.
    var catalogue: [StandIn] {
        switch self {
        case .youtubeMusic, .youtube: [.youtubeMusic, .youtube]
        default: [self]
        }
    }

    /// Below the sandbox's address, in place of the API's host.
    var apiPath: String { "/\(rawValue)" }

    var dialect: any Dialect.Type {
        switch self {
        case .spotify: SpotifyDialect.self
        case .appleMusic: AppleDialect.self
        case .tidal: TidalDialect.self
        case .deezer: DeezerDialect.self
        case .soundcloud: SoundCloudDialect.self
        case .youtubeMusic, .youtube: YouTubeDialect.self
        case .amazonMusic: AmazonDialect.self
        }
    }
}

/// What an operator enters to have a platform played by the sandbox.
public struct SandboxSettings: Sendable {
    public var platform: String
    public var apiBase: String
    /// Nil where the browser asks by script (Apple Music).
    public var authorizeURL: String?
    public var tokenURL: String?
    /// Where the script that asks instead is (MusicKit JS).
    public var scriptURL: String?

    /// For every stand-in, at the address where the sandbox answers (`http://127.0.0.1:9700`).
    public static func all(at address: String) -> [SandboxSettings] {
        StandIn.allCases.map { standIn in
            let rules = standIn.dialect.oauth
            let isScript = standIn == .appleMusic
            return SandboxSettings(
                platform: standIn.rawValue, apiBase: address + standIn.apiPath,
                authorizeURL: rules.map { "\(address)/\(standIn.rawValue)\($0.authorizePath)" },
                tokenURL: rules.map { "\(address)/\(standIn.rawValue)\($0.tokenPath)" },
                scriptURL: isScript
                    ? "\(address)/\(standIn.rawValue)\(AppleDialect.scriptPath)" : nil)
        }
    }

    /// The only client the stand-ins know.
    public static let clientID = "segue-sandbox"
    public static let clientSecret = "segue-sandbox-secret"
    /// What a developer token for the Apple Music stand-in is signed as: any ten characters each.
    public static let teamID = "SANDBOXTEA"
    public static let keyID = "SANDBOXKEY"
}
