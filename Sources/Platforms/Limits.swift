import Smartlink

/// What a platform's answer may be.
enum Limits {
    /// A token endpoint's whole answer.
    static let tokenAnswerBytesMax = 32 << 10
    /// A token: longer ones are no token of the platforms we know.
    static let tokenBytesMax = 8_192
    /// A catalogue's or library's whole answer.
    static let answerBytesMax = 1 << 20
    /// A token's life as the endpoint tells it; more is a lie or another unit.
    static let lifeSecondsMax: Int64 = 10 * 366 * 86_400
    /// A token endpoint's and a platform's time to answer.
    static let answerMsMax = 10_000
    /// A platform's time to say whose account it is, while the fan waits for the page.
    static let accountMsMax = 3_000
    /// Fewer seconds left than this, and an access token is renewed.
    static let renewalSecondsMin: Int64 = 120
    /// `Retry-After` beyond this is cut: it is looked again next day.
    static let retrySecondsMax = 86_400
    /// Ids found and remembered; releases of a day, not a catalogue.
    static let foundMax = 4_096
    /// A platform's id of anything.
    static let idBytesMax = 64
    /// TIDAL's bound on `Idempotency-Key`.
    static let idempotencyKeyBytesMax = 128
    /// Life of a developer token for our own requests, and how long before its end the next one is made.
    static let developerTokenSeconds: Int64 = 12 * 3_600
    static let developerTokenRestSecondsMin: Int64 = 600
    /// Life of a developer token that a browser gets to see.
    static let browserTokenSeconds: Int64 = 3_600
    /// Hits of a search that are looked through.
    static let searchHitsMax = 50
    /// A title or name; longer ones are no title.
    static let nameBytesMax = LinkLimits.titleBytesMax
    /// Names of one credit that are put together.
    static let creditsMax = 16
    /// A catalogue's answer that may carry a whole track list.
    static let listBytesMax = 4 << 20
    /// Tracks of a release or playlist that are read.
    static let songsMax = LinkLimits.tracksMax
    /// A song's or release's length; more is a lie or another unit.
    static let durationMsMax = LinkLimits.durationMsMax
    /// Candidates of one answer.
    static let candidatesMax = 50
    /// Hits of one YouTube search; each costs a look at its length and regions, all of them one unit.
    static let youTubeHitsMax = 10
    /// Playlists of one YouTube search whose tracks are looked at.
    static let youTubeListsMax = 3
    /// Deezer counts 50 requests in 5 seconds, and tells no time to wait.
    static let deezerRestSeconds = 5
    /// MusicBrainz answers one request a second; between two of ours this passes.
    static let musicBrainzPauseMs = 1_100
    /// The operator's address in a User-Agent.
    static let contactBytesMax = 200
    /// Recordings of one ISRC that are read.
    static let recordingsMax = 10
    /// Another Segue's link in JSON.
    static let linkBytesMax = 4 << 20
    /// Life of Spotify's refresh tokens, counted from the fan's agreement: six months, of the shortest kind.
    static let spotifyGrantDays: Int64 = 181
    /// Things in one request: Spotify's library, its older endpoint for albums (that for tracks takes more), Apple's
    /// library, TIDAL's collections.
    static let spotifyURIsMax = 40
    static let spotifyAlbumsMax = 20
    static let appleIDsMax = 100
    static let tidalItemsMax = 50
    /// Pause after YouTube's daily quota is used up; it comes back at midnight Pacific time.
    static let youTubeQuotaSeconds = 3_600
}
