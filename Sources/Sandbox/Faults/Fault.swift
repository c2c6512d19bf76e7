// What can go wrong on request.
//
//   rate_limited     429 with Retry-After (Deezer: code 4 in a 200)   not_released  nothing of the catalogue is out
//   quota_exceeded   the day's quota is used up                       slow          answers after some seconds
//   unauthorized     401: the access token is not taken               timeout       answers nothing for two minutes
//   invalid_grant    the token endpoint takes no grant                huge          100 MiB of zeros
//   not_registered   403: the app may not act for this fan            redirect      302 to elsewhere
//   server_error     500                                              garbage       200 with nonsense
//   unavailable      503 with Retry-After
//
// `seconds` says how long where it means something: Retry-After, slow, timeout.
import HTTP

/// One thing going wrong, once.
struct Fault: Sendable {
    var kind: Kind
    /// Nil: as long as this kind usually takes.
    var seconds: Double?

    enum Kind: String, Sendable, CaseIterable {
        case rateLimited = "rate_limited"
        case quotaExceeded = "quota_exceeded"
        case unauthorised = "unauthorized"
        case invalidGrant = "invalid_grant"
        case notRegistered = "not_registered"
        case serverError = "server_error"
        case unavailable
        case timeout, slow
        case notReleased = "not_released"
        case huge, redirect, garbage

        /// Whether the call goes through in spite of it.
        var lets: Bool { self == .slow || self == .notReleased }
    }

    var pauseSeconds: Double {
        switch kind {
        case .slow: min(max(0, seconds ?? SandboxLimits.slowSeconds), SandboxLimits.pauseSecondsMax)
        case .timeout:
            min(max(0, seconds ?? SandboxLimits.pauseSecondsMax), SandboxLimits.pauseSecondsMax)
        default: 0
        }
    }

    /// Answers instead of the platform.
    func reply(to call: Call) -> Reply {
        Reply(response: response(to: call))
    }

    private func response(to call: Call) -> Response {
        let dialect = call.standIn.dialect
        let isToken = dialect.oauth?.tokenPath == call.path
        switch kind {
        case .rateLimited:
            return dialect.refuse(.rateLimited).adding("Retry-After", retryAfter)
        case .quotaExceeded: return dialect.refuse(.quotaExceeded)
        case .unauthorised:
            if isToken { return TokenDoor.error("invalid_client", "Invalid client", status: 401) }
            return dialect.refuse(.unauthorised)
        case .invalidGrant:
            if call.standIn == .deezer { return .text(200, "wrong code") }
            return TokenDoor.error("invalid_grant", "Refresh token revoked")
        case .notRegistered: return dialect.refuse(.notRegistered)
        case .serverError: return dialect.refuse(.broken(status: 500))
        case .unavailable:
            return dialect.refuse(.broken(status: 503)).adding("Retry-After", retryAfter)
        case .timeout: return .text(504, "The sandbox kept you waiting, as it was told to.\n")
        case .huge: return .bytes(200, Self.zeros, type: "application/json")
        case .redirect: return .redirect("http://127.0.0.1:9/elsewhere")
        case .garbage:
            return .bytes(200, Array("{\"data\":[{\u{1}<html>".utf8), type: "application/json")
        case .slow, .notReleased: return .empty(200)
        }
    }

    private var retryAfter: String {
        String(Int(max(0, min(seconds ?? SandboxLimits.retryAfterSeconds, 86_400)).rounded(.up)))
    }

    /// Made at the first use and shared by all answers.
    private static let zeros = [UInt8](
        repeating: UInt8(ascii: "0"), count: SandboxLimits.hugeBodyBytes)
}
