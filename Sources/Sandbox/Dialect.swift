import HTTP

/// How one platform speaks.
protocol Dialect {
    /// Nil where fans agree without OAuth.
    static var oauth: OAuthRules? { get }
    /// Answers a call to the API proper.
    static func respond(to call: Call, in house: inout House) -> Response
    /// How the platform says no.
    static func refuse(_ refusal: Refusal) -> Response
}

/// Why a platform says no.
enum Refusal: Sendable {
    /// The access token is missing, unknown or over.
    case unauthorised
    /// The fan did not agree to this.
    case scope
    /// The app may act for enrolled fans only.
    case notRegistered
    case notFound
    case malformed(String)
    case rateLimited
    case quotaExceeded
    case broken(status: Int)
}
