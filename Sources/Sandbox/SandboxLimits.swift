/// Bounds of what the sandbox keeps and takes; of what is kept, the oldest makes room.
enum SandboxLimits {
    static let bodyBytesMax = 1_048_576
    static let accountsMax = 250_000
    /// Access and refresh tokens together.
    static let tokensMax = 600_000
    static let codesMax = 10_000
    static let savesPerAccountMax = 1_000
    static let releasesMax = 10_000
    static let faultsMax = 64
    static let idempotencyKeysMax = 200_000
    static let developerTokensMax = 1_000

    /// Fans made by one request: their tokens fit 10 MiB.
    static let fansPerRequestMax = 100_000
    static let nameCharactersMax = 60
    static let textCharactersMax = 500

    /// Answers held back at once; a server's own bound on open requests is above it.
    static let pausesMax = 64
    static let pauseSecondsMax = 120.0
    /// How long a fault without a length of its own holds an answer back.
    static let slowSeconds = 3.0
    static let retryAfterSeconds = 2.0
    static let hugeBodyBytes = 104_857_600

    static let codeMsMax: Int64 = 600_000
    static let accessMs: Int64 = 3_600_000
    /// Spotify's refresh tokens die six months after the fan agreed, however often they are used.
    static let spotifyRefreshMs: Int64 = 183 * 86_400_000
    /// A Music-User-Token's; unpublished, six months by folklore.
    static let musicUserTokenMs: Int64 = 180 * 86_400_000
    static let idempotencyMs: Int64 = 3_600_000
    /// Rows of the front page's table.
    static let rowsShownMax = 50
}
