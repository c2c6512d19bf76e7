/// What one run of the player allows itself.
enum Limits {
    /// How long platforms are waited for.
    static let sourceMsMax: Int64 = 6_000
    /// Tracks of an album or playlist looked for.
    static let tracksMax = 1_000
    /// A link's URL, and how much of what is none is repeated.
    static let addressBytesMax = 2_048
    static let quotedMax = 100
    /// Titles named where tracks are missing.
    static let namedMax = 3

    private static let hourMs: Int64 = 3_600_000
    private static let dayMs = 24 * hourMs
    /// How long what was opened is opened again unasked: of something sure, of a guess, with a source that failed.
    static let sureMs = 30 * dayMs
    static let guessMs = dayMs
    static let incompleteMs = hourMs
    /// How long a platform's answer is good: of a hit and of a miss.
    static let foundMs = 7 * dayMs
    static let missedMs = hourMs
}
