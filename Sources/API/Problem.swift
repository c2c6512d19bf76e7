// Refusals as RFC 9457 problem details. The code is the stable handle (SPEC §8); the status follows
// from it:
//
//   400  invalid_field that names no field: the body is not JSON
//   401  unauthorized, with WWW-Authenticate
//   402  credits_exhausted
//   403  forbidden, plan_required
//   404  not_found
//   405  method_not_allowed, with Allow
//   409  conflict
//   412  precondition_failed
//   413  too_large
//   415  unsupported_media_type
//   422  invalid_field that names its field, unknown_field
//   429  rate_limited, with Retry-After
//   503  unavailable, with Retry-After
public import HTTP
public import JSONText
public import Smartlink

/// A refusal on its way out.
public struct Problem: Equatable, Sendable {
    public var status: Int
    public var code: String
    public var detail: String
    public var field: String?
    public var retryAfterSeconds: Int?
    /// What each of several parts said (`{"subject":"spotify","message":"…"}`).
    public var reasons: [Failure.Reason] = []

    private static let unavailableRetrySeconds = 1

    public init(_ failure: Failure) {
        status = Self.status(of: failure)
        code = failure.code.rawValue
        detail = failure.message
        field = failure.field
        reasons = failure.reasons
        retryAfterSeconds =
            failure.retryAfterSeconds
            ?? (failure.code == .unavailable ? Self.unavailableRetrySeconds : nil)
    }

    init(methodNotAllowedAt path: String) {
        status = 405
        code = "method_not_allowed"
        detail = "\(path) does not take this method; the field Allow lists those it takes."
    }

    private static func status(of failure: Failure) -> Int {
        switch failure.code {
        case .unauthorized: 401
        case .creditsExhausted: 402
        case .forbidden, .planRequired: 403
        case .notFound: 404
        case .conflict: 409
        case .preconditionFailed: 412
        case .tooLarge: 413
        case .unsupportedMediaType: 415
        case .invalidField: failure.field == nil ? 400 : 422
        case .unknownField: 422
        case .rateLimited: 429
        case .unavailable: 503
        }
    }

    private var title: String { StatusPhrase.of(status).description }

    public var json: JSON {
        var members: [JSON.Member] = [
            .init("type", "about:blank"), .init("title", .string(title)),
            .init("status", .integer(Int64(status))), .init("detail", .string(detail)),
            .init("code", .string(code)),
        ]
        if let field { members.append(.init("field", .string(field))) }
        if !reasons.isEmpty {
            members.append(
                .init(
                    "reasons",
                    .array(
                        reasons.map {
                            ["subject": .string($0.subject), "message": .string($0.message)]
                        })))
        }
        return .object(members)
    }

    public var response: Response {
        var fields = Fields([
            "Content-Type": "application/problem+json", "Cache-Control": "no-store",
        ])
        if status == 401 { fields["WWW-Authenticate"] = #"Bearer realm="segue""# }
        if let retryAfterSeconds { fields["Retry-After"] = "\(retryAfterSeconds)" }
        return Response(status: status, fields: fields, body: .bytes(json.bytes))
    }
}
