/// What one source has said so far.
public struct SourceReport: Equatable, Sendable {
    public var source: String
    public var outcome: Outcome = .notAsked

    public init(source: String) { self.source = source }

    public enum Outcome: Equatable, Sendable {
        /// It cannot be asked by what is known.
        case notAsked
        case asked
        case found
        case missed
        case failed(SourceFailure)
    }
}

extension SourceReport {
    /// What can be said of the source: `did not answer in time`.
    public var message: String {
        switch outcome {
        case .notAsked: "cannot be asked by what is known"
        case .asked: "is being asked"
        case .found: "knows it"
        case .missed: "does not have it (yet)"
        case .failed(let failure): failure.message
        }
    }
}

extension SourceFailure {
    /// What can be said of a source that failed so.
    public var message: String {
        let pause = retryAfterSeconds.map { "; it may be asked again in \($0) s" } ?? ""
        return switch kind {
        case .timedOut: "did not answer in time"
        case .unreachable: "could not be reached or has trouble of its own"
        case .rateLimited: "wants fewer requests" + pause
        case .unauthorised: "does not take the operator's credentials"
        case .garbled: "answered something else than it documents"
        case .paused: "has failed so often that it is left alone for a while" + pause
        }
    }
}
