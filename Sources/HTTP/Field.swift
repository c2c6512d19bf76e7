/// The request fields the server and the fan's path read; the parser files them by number as it meets them.
@frozen
public enum Field: UInt8, Sendable, CaseIterable {
    case host, connection, contentLength, transferEncoding, expect
    case userAgent, cookie, acceptLanguage, acceptEncoding, referer
    case purpose, secPurpose, xMoz, xPurpose, secGPC
    case xForwardedFor, xForwardedProto
    case ifMatch, ifNoneMatch, ifModifiedSince, ifRange, range
    case authorization, contentType, idempotencyKey, origin
}
