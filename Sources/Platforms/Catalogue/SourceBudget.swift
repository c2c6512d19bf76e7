import Smartlink

/// How often a source may be asked: so many at once, and so many a second on average.
public struct SourceBudget: Equatable, Sendable {
    public var burst: Double
    public var perSecond: Double
    public var counted: Counted

    public init(burst: Double, perSecond: Double, counting counted: Counted = .lookUps) {
        self.burst = max(burst, 1)
        // One a day at least: a rate of nothing would never have a turn.
        self.perSecond = max(perSecond, 1 / 86_400)
        self.counted = counted
    }

    /// What is taken from it.
    public enum Counted: Sendable {
        case lookUps
        /// Everything but looking at an address, which costs the source little.
        case searches
    }

    /// Within any window, burst and rate together stay below what is documented or measured.
    ///
    /// | source | known | by |
    /// |---|---|---|
    /// | spotify | a rolling window of 30 s, number unpublished | Spotify's documentation |
    /// | apple-music | a number for each developer token, unpublished | Apple's documentation |
    /// | itunes | about 20 a minute | Apple's documentation of the search API |
    /// | tidal | a bucket of ten, a look-up takes five, one comes back a second | others' measurements of its headers |
    /// | deezer | 50 requests in 5 s; a look-up may be two | Deezer's documentation, quoted by others |
    /// | soundcloud | no bound on reading | SoundCloud's documentation |
    /// | youtube | 100 searches a day | Google's documentation |
    /// | amazon-music | calls a second for each app, unpublished | Amazon's documentation |
    /// | musicbrainz | one request a second; a look-up may be two | MusicBrainz' documentation |
    /// | achordion | about one request a second | its repository |
    public static func documented(_ source: String) -> SourceBudget {
        switch source {
        case "spotify": SourceBudget(burst: 10, perSecond: 2)
        case "apple-music": SourceBudget(burst: 20, perSecond: 5)
        case "itunes": SourceBudget(burst: 5, perSecond: 0.25)
        case "tidal": SourceBudget(burst: 2, perSecond: 0.2)
        case "deezer": SourceBudget(burst: 5, perSecond: 4)
        case "soundcloud": SourceBudget(burst: 10, perSecond: 5)
        // Half at once and half over the day: no day of any time zone has more than all of it.
        case "youtube": SourceBudget(burst: 50, perSecond: 50.0 / 86_400, counting: .searches)
        // Its look-ups make two requests, a little more than a second apart: the next begins after both.
        case "musicbrainz": SourceBudget(burst: 1, perSecond: 0.45)
        case "achordion": SourceBudget(burst: 1, perSecond: 1)
        default: SourceBudget(burst: 5, perSecond: 2)
        }
    }

    /// What a look-up takes.
    func cost(of clue: Clue) -> Double {
        if counted == .searches, case .address = clue { return 0 }
        return 1
    }
}
