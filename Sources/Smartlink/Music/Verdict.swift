/// What is thought of a candidate.
public struct Verdict: Equatable, Sendable {
    /// 0 to 1.
    public var confidence: Double
    /// `verified`: fans are sent there. `pending`: the artist is asked. Nil: it is something else.
    public var status: Destination.Status?
    /// Why, for the artist: `same ISRC`, `title and artist agree, 1 s apart`, `a live version`.
    public var reason: String

    public init(confidence: Double, status: Destination.Status?, reason: String) {
        self.confidence = confidence
        self.status = status
        self.reason = reason
    }
}
