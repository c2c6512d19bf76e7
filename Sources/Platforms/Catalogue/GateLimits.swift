// What a look-up may take, how long a source that fails is left alone, how much of an answer is looked at.

extension Limits {
    /// A look-up whole: waiting for its turn, tokens, every request of it.
    static let lookUpMs: Int64 = 6_000
    /// Of that, what is left for the source to answer in: nobody waits for a turn that comes later.
    static let lookUpRestMsMin: Int64 = 1_000
    /// Failures in a row after which a source is left alone.
    static let failuresInRowMax = 5
    /// How long: doubled for as long as the one that is let through fails too.
    static let breakMsMin: Int64 = 1_000
    static let breakMsMax: Int64 = 300_000
    /// Pause of a source that wants one and does not say for how long; doubled likewise.
    static let restSecondsMin = 5
    static let restSecondsMax = 300
    /// Look-ups turned away are told times one behind the other, as far ahead as this.
    static let promiseMsMax: Int64 = 3_600_000

    /// Of a title or name, what goes into a search.
    static let searchWordsMax = 120
    /// Releases of one UPC that are looked at one by one.
    static let releasesMax = 3
    /// Width of a picture that is asked for where a catalogue makes it in any size.
    static let artworkPixelsMax = 1_200
    /// Apple's public search counts about 20 requests a minute, and tells no time to wait.
    static let iTunesRestSeconds = 60
    /// TIDAL's bound on a search.
    static let tidalQueryMax = 256
}
