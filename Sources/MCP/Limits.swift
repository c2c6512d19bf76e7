/// What this door bears at most; none of these is a setting.
enum Limits {
    /// Bytes of one message: as many as the API takes of a link.
    static let messageBytesMax = 1_048_576
    /// Messages of one batch; each costs what it costs alone.
    static let batchMessagesMax = 50
    /// Sessions open at once; past them the one used longest ago ends.
    static let sessionsMax = 10_000
    /// A session nobody uses for so long ends.
    static let sessionIdleMsMax: Int64 = 24 * 3_600_000
    /// Random bytes of a session's name.
    static let sessionBytes = 24
    /// Bytes of a name or text from outside that are repeated in an error.
    static let quotedBytesMax = 200
}
