/// Why something the caller asked for did not happen: a stable code and a sentence for the person who can act.
public struct Failure: Error, Equatable, Sendable {
    /// The problem codes of SPEC §8; the API shows them as they are.
    public enum Code: String, Sendable, CaseIterable {
        case unauthorized, forbidden
        case planRequired = "plan_required"
        case creditsExhausted = "credits_exhausted"
        case notFound = "not_found"
        case conflict
        case invalidField = "invalid_field"
        case unknownField = "unknown_field"
        case tooLarge = "too_large"
        case rateLimited = "rate_limited"
        case preconditionFailed = "precondition_failed"
        case unsupportedMediaType = "unsupported_media_type"
        /// The store or the machine failed; the log has the cause, the caller may try again.
        case unavailable
    }

    public var code: Code
    /// What is wrong and what to do about it.
    public var message: String
    /// The field at fault, as a path in the caller's own words (`destinations[1].url`).
    public var field: String?
    /// Seconds to wait before trying again, where that helps.
    public var retryAfterSeconds: Int?
    /// Where several had a part in it: what each of them said.
    public var reasons: [Reason] = []

    /// One part of why.
    public struct Reason: Equatable, Sendable {
        /// `spotify`
        public var subject: String
        /// What is said of the subject: `did not answer in time`.
        public var message: String

        public init(_ subject: String, _ message: String) {
            self.subject = subject
            self.message = message
        }
    }

    public init(
        _ code: Code, _ message: String, field: String? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.field = field
        self.retryAfterSeconds = retryAfterSeconds
    }
}
