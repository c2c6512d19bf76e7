/// What cards may cost.
enum Limits {
    /// Pixels of the width a picture is scaled to when it is sent; one of `Cover.widths`.
    static let examinedWidth = 640
    /// Processes that draw at once.
    static let paintersMax = 2
    /// Cards that are waited for; whoever comes then is told that there is none.
    static let waitingMax = 256
    /// A card that takes longer is given up, and its painter with it.
    static let answerMsMax: Int64 = 2_000
    /// The first card of a new painter, which finds its fonts first.
    static let firstAnswerMsMax: Int64 = 10_000
    /// Between an end before its time and the next start: doubled each time, up to the longest.
    static let restMs: Int64 = 200
    static let restMsMax: Int64 = 60_000
    /// Subjects nothing could be drawn of, and how long they are not tried again.
    static let failuresMax = 1_024
    static let failureMs: Int64 = 60_000
    /// Of all kept cards; the oldest go first, down to `keptShare` of it.
    static let keptBytesMax = 512 * 1_024 * 1_024
    static let keptShare = 0.8
}
